//! Onefold before a sandbox: every connection in proxy mode, both stores with the same definitions.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use entity::brand;
use entity::connection::{self, Mode, Vendor};
use onefold::config::Config;
use onefold::domain::account::{Permission, Permissions, Viewer};
use onefold::domain::connection::{admin, service as connections};
use onefold::sandbox::Options;
use onefold::seed;
use onefold::store::Work;
use onefold::vendor::credentials;
use sea_orm::{ActiveEnum, Iterable};
use serde_json::{Value, json};

use crate::{Answer, TestApp, TestSandbox, answer, post_json, request};

/// Paths of CareCloud's two interfaces.
const ENTERPRISE: &str = "/rest-api/enterprise-interface/v1.0";
const CUSTOMER: &str = "/rest-api/customer-interface/v1.0";

/// Onefold, and the sandbox that plays the vendors behind it.
pub struct Proxied {
    /// What plays the vendors.
    pub vendor: TestSandbox,
    /// Onefold.
    pub app: TestApp,
    clients: BTreeMap<String, Client>,
}

/// What a client of Onefold shows.
struct Client {
    header: (&'static str, String),
    /// For the one door that wants the secret itself.
    basic: Option<String>,
    application: Option<String>,
}

impl Proxied {
    /// Starts both, with nobody in either store.
    pub async fn start() -> Self {
        Self::start_with(|options| options.customers = Some(0), |_| {}).await
    }

    /// Starts both, letting `behind` alter what the sandbox is asked for and `before` the configuration of Onefold.
    pub async fn start_with(behind: impl FnOnce(&mut Options), before: impl FnOnce(&mut Config)) -> Self {
        let vendor = TestSandbox::start_with(|options| {
            options.config.graphql.max_rows = u64::MAX;
            behind(options);
        })
        .await;
        let app = TestApp::start_with(|config| {
            config.upstream.plain_http = vec!["127.0.0.1".to_owned()];
            (config.upstream.request_seconds, config.upstream.budget_seconds) = (2, 4);
            config.upstream.rest_seconds = 1;
            config.graphql.max_rows = u64::MAX;
            before(config);
        })
        .await;
        seed::definitions(&app.app, &app.brand).await.expect("definitions");
        let mut proxied = Self { vendor, app, clients: BTreeMap::new() };
        for of in Vendor::iter().filter(|of| *of != Vendor::Onefold) {
            let client = proxied.client(of).await;
            proxied.clients.insert(of.to_value(), client);
            proxied.lead(of, &proxied.vendor.base_url(of)).await;
            let shown = proxied.vendor.credentials(of).as_object().expect("credentials").clone();
            let text = |value: Value| value.as_str().expect("a text").to_owned();
            proxied.show(of, shown.into_iter().map(|(name, value)| (name, text(value))).collect()).await;
        }
        proxied
    }

    /// The connection to a vendor as it is now.
    pub async fn connection(&self, of: Vendor) -> connection::Model {
        connections::ensure(&self.app.app, &self.app.brand, of).await.expect("a connection")
    }

    /// Makes a connection lead to this address.
    pub async fn lead(&self, of: Vendor, address: &str) {
        self.set(of, |details| {
            details.mode = Mode::Proxy;
            details.base_url = Some(address.to_owned());
        })
        .await;
    }

    /// Changes a connection.
    pub async fn set(&self, of: Vendor, change: impl FnOnce(&mut onefold::domain::connection::Details)) {
        self.later();
        let (viewer, connection) = (Viewer::system(self.app.brand.id), self.connection(of).await);
        let work = Work::begin(&self.app.app, &viewer, Permission::Admin).await.expect("a unit of work");
        admin::update(&work, connection.id, change).await.expect("a change");
        work.commit().await.expect("a commit");
    }

    /// Gives a connection what it shows its vendor.
    pub async fn show(&self, of: Vendor, credentials: BTreeMap<String, String>) {
        self.later();
        let (viewer, connection) = (Viewer::system(self.app.brand.id), self.connection(of).await);
        let work = Work::begin(&self.app.app, &viewer, Permission::Admin).await.expect("a unit of work");
        admin::set_credentials(&work, connection.id, credentials).await.expect("credentials");
        work.commit().await.expect("a commit");
    }

    /// That a connection was changed is told by when it was.
    fn later(&self) {
        self.app.app.clock().advance(1);
    }

    async fn client(&self, of: Vendor) -> Client {
        let shown = credentials::issue(&self.app.app, &self.app.brand, of, "Test", Permissions::all()).await;
        let shown = shown.expect("credentials");
        let text = |name: &str| shown[name].as_str().map(str::to_owned);
        let header = match of {
            Vendor::Carecloud => ("authorization", format!("Bearer {}", self.bearer(&shown).await)),
            Vendor::Customergauge => ("authorization", format!("Bearer {}", self.token(&shown).await)),
            Vendor::Omnidesk => ("apikey", text("key").expect("a key")),
            Vendor::CustomerDatabaseApp => ("apikey", text("key").expect("a key")),
            _ => ("customerscore-key", text("key").expect("a key")),
        };
        let basic = text("client_id").zip(text("client_secret"));
        let basic = basic.map(|(id, secret)| format!("Basic {}", STANDARD.encode(format!("{id}:{secret}"))));
        Client { header, basic, application: text("application_id") }
    }

    async fn bearer(&self, shown: &Value) -> String {
        let body = json!({
            "user_external_application_id": shown["application_id"],
            "login": shown["user"],
            "password": shown["password"],
        });
        let answer = self.app.send(post_json(&format!("{ENTERPRISE}/users/actions/login"), &[], &body)).await;
        answer.json()["data"]["bearer_token"].as_str().expect("a token").to_owned()
    }

    async fn token(&self, shown: &Value) -> String {
        let text = |name: &str| shown[name].as_str().expect("a text").to_owned();
        let body = format!(
            "grant_type=client_credentials&client_id={}&client_secret={}",
            text("client_id"),
            text("client_secret")
        );
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let answer = self.app.send(request("POST", "/oauth2/token", &headers, body)).await;
        answer.json()["access_token"].as_str().expect("a token").to_owned()
    }

    /// What a client of a vendor's path shows Onefold.
    pub fn shown(&self, of: Vendor, path: &str) -> (&'static str, String) {
        let client = &self.clients[&of.to_value()];
        match &client.basic {
            Some(basic) if path.starts_with("/hooks") => ("authorization", basic.clone()),
            _ => client.header.clone(),
        }
    }

    /// Sends a client's call to Onefold, under the vendor's whole path.
    pub async fn call(&self, of: Vendor, method: &str, path: &str, kind: &str, body: impl Into<String>) -> Answer {
        let (name, value) = self.shown(of, path);
        let (headers, body) = ([(name, value.as_str()), ("content-type", kind)], body.into());
        // What has no content has no type.
        let headers = if body.is_empty() { &headers[..1] } else { &headers[..] };
        self.app.send(request(method, path, headers, body)).await
    }

    /// The same with JSON.
    pub async fn json(&self, of: Vendor, method: &str, path: &str, body: &Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.call(of, method, path, "application/json", body).await
    }

    /// A device of a customer, on which nobody is logged in yet; its token at Onefold.
    pub async fn device(&self, id: &str) -> String {
        let body = json!({
            "device": { "device_id": id, "device_system": "OSX", "device_name": "Test device", "device_type": "iPhone" },
            "setup": { "language_id": "en", "allowed_gps": true, "allowed_notifications": false },
            "external_application_id": self.clients[&Vendor::Carecloud.to_value()].application,
        });
        let answer = self.app.send(post_json(&format!("{CUSTOMER}/tokens"), &[], &body)).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.json()["data"]["token_id"].as_str().expect("a token").to_owned()
    }

    /// Sends a call to Onefold with a device's token.
    pub async fn of_device(&self, token: &str, method: &str, path: &str, body: &Value) -> Answer {
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.app.send(request(method, &format!("{CUSTOMER}{path}"), &headers, body)).await
    }

    /// Asks both stores the same; Onefold's answer comes first.
    pub async fn both(&self, query: &str) -> (Value, Value) {
        (self.app.data(query, json!({})).await, self.vendor.data(query).await)
    }

    /// Onefold's brand.
    pub fn brand(&self) -> &brand::Model {
        &self.app.brand
    }

    /// Asks the sandbox itself, with its own credentials for one of the vendors that take a key, or a token of CareCloud.
    pub async fn directly(&self, of: Vendor, method: &str, path: &str, body: &Value) -> Answer {
        let request = self.vendor.to(method, path).header("content-type", "application/json");
        let shown = |name: &str| self.vendor.credential(of, name);
        let request = match of {
            Vendor::Carecloud => request.bearer_auth(self.upstream_bearer().await),
            Vendor::Customerscore => request.header("customerscore-key", shown("key")),
            _ => request.header("apikey", shown("api_key")),
        };
        let body = if body.is_null() { String::new() } else { body.to_string() };
        answer(request.body(body)).await.expect("an answer")
    }

    /// A token for CareCloud that the sandbox itself gave out.
    pub async fn upstream_bearer(&self) -> String {
        let body = self.vendor.credentials(Vendor::Carecloud).to_string();
        let login = self.vendor.to("POST", &format!("{ENTERPRISE}/users/actions/login"));
        let answer = answer(login.header("content-type", "application/json").body(body)).await.expect("an answer");
        answer.json()["data"]["bearer_token"].as_str().expect("a token").to_owned()
    }
}

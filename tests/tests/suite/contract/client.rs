//! A client of any vendor: how credentials are shown, and nothing else.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use entity::connection::Vendor;
use onefold::domain::account::Permission;
use onefold::vendor::credentials;
use onefold_tests::{Answer, TestApp, post_json, request};
use serde_json::{Value, json};

use super::endpoint::{Endpoint, Sample};

/// A client, or somebody who would like to be one.
pub(super) struct Client {
    header: Option<(&'static str, String)>,
    /// For the one door that wants the secret itself.
    basic: Option<String>,
}

/// Whether a vendor's credentials carry permissions.
pub(super) fn has_permissions(vendor: Vendor) -> bool {
    matches!(vendor, Vendor::Omnidesk | Vendor::Customerscore | Vendor::CustomerDatabaseApp)
}

/// Whether a vendor tells a number from a text; a form does not.
pub(super) fn reads_types(vendor: Vendor) -> bool {
    matches!(vendor, Vendor::Carecloud | Vendor::Customerscore)
}

impl Client {
    /// A client with credentials made as the command line makes them.
    pub(super) async fn start(app: &TestApp, vendor: Vendor, permissions: &[Permission]) -> Self {
        let permissions = permissions.iter().copied().collect();
        let shown =
            credentials::issue(&app.app, &app.brand, vendor, "Contract", permissions).await.expect("credentials");
        let key = match vendor {
            Vendor::Carecloud => format!("Bearer {}", bearer(app, &shown).await),
            Vendor::Customergauge => format!("Bearer {}", token(app, &shown).await),
            _ => shown["key"].as_str().expect("a key").to_owned(),
        };
        let pair = |id: &Value, secret: &Value| Some(format!("{}:{}", id.as_str()?, secret.as_str()?));
        let basic = pair(&shown["client_id"], &shown["client_secret"]);
        let basic = basic.map(|pair| format!("Basic {}", STANDARD.encode(pair)));
        Self { header: Some((header(vendor), key)), basic }
    }

    /// Without credentials.
    pub(super) fn nobody() -> Self {
        Self { header: None, basic: None }
    }

    /// With credentials that nobody issued.
    pub(super) fn forger(vendor: Vendor) -> Self {
        let shown = match vendor {
            Vendor::Carecloud | Vendor::Customergauge => "Bearer forged",
            _ => "forged",
        };
        Self { header: Some((header(vendor), shown.to_owned())), basic: None }
    }

    /// Sends a sample, its body as JSON: every vendor reads it.
    pub(super) async fn send(&self, app: &TestApp, endpoint: &Endpoint, sample: &Sample) -> Answer {
        let pairs =
            sample.query.iter().fold(form_urlencoded::Serializer::new(String::new()), |mut pairs, (name, value)| {
                pairs.append_pair(name, value);
                pairs
            });
        let query = {
            let mut pairs = pairs;
            pairs.finish()
        };
        let path = format!("{}{}{}{query}", endpoint.prefix, sample.path, if query.is_empty() { "" } else { "?" });
        let body = if endpoint.has_body() { json!(sample.body).to_string() } else { String::new() };
        self.raw(app, endpoint, &path, "application/json", body).await
    }

    /// Sends this body.
    pub(super) async fn send_text(&self, app: &TestApp, endpoint: &Endpoint, kind: &str, body: String) -> Answer {
        let path = format!("{}{}", endpoint.prefix, endpoint.sample().path);
        self.raw(app, endpoint, &path, kind, body).await
    }

    async fn raw(&self, app: &TestApp, endpoint: &Endpoint, path: &str, kind: &str, body: String) -> Answer {
        let mut headers = vec![("content-type", kind)];
        match &self.basic {
            Some(basic) if endpoint.prefix == "/hooks" => headers.push(("authorization", basic)),
            _ => headers.extend(self.header.iter().map(|(name, value)| (*name, value.as_str()))),
        }
        app.send(request(&endpoint.method, path, &headers, body)).await
    }
}

fn header(vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::Omnidesk => "apiKey",
        Vendor::CustomerDatabaseApp => "Apikey",
        Vendor::Customerscore => "customerscore-key",
        Vendor::Carecloud | Vendor::Customergauge | Vendor::Onefold => "authorization",
    }
}

async fn bearer(app: &TestApp, shown: &Value) -> String {
    let body = json!({
        "user_external_application_id": shown["application_id"], "login": shown["user"], "password": shown["password"],
    });
    let answer = app.send(post_json("/rest-api/enterprise-interface/v1.0/users/actions/login", &[], &body)).await;
    answer.json()["data"]["bearer_token"].as_str().expect("a token").to_owned()
}

async fn token(app: &TestApp, shown: &Value) -> String {
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair("client_id", shown["client_id"].as_str().expect("a client"))
        .append_pair("client_secret", shown["client_secret"].as_str().expect("a secret"))
        .finish();
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let answer = app.send(request("POST", "/oauth2/token", &headers, body)).await;
    answer.json()["access_token"].as_str().expect("a token").to_owned()
}

//! An Omnidesk client.

use entity::brand;
use entity::connection::{self, Vendor};
use onefold::domain::account::{Permission, Permissions};
use onefold::domain::connection::service as connections;
use onefold::vendor::credentials;
use serde_json::{Value, json};

use crate::{Answer, TestApp, request};

const PREFIX: &str = "/api/v2";
const BOUNDARY: &str = "----onefold";

/// A client with a key.
pub struct OmnideskClient {
    /// Its own brand's connection.
    pub connection: connection::Model,
    /// Its key.
    pub key: String,
}

impl OmnideskClient {
    /// Makes a key as the command line does.
    pub async fn start(app: &TestApp) -> Self {
        Self::over(app, &app.brand, &[]).await
    }

    /// The same in another brand, granted further ones.
    pub async fn over(app: &TestApp, brand: &brand::Model, further: &[brand::Model]) -> Self {
        Self::make(app, brand, further, Permissions::all()).await
    }

    /// The same with fewer permissions.
    pub async fn with(app: &TestApp, permissions: &[Permission]) -> Self {
        Self::make(app, &app.brand, &[], permissions.iter().copied().collect()).await
    }

    async fn make(app: &TestApp, brand: &brand::Model, further: &[brand::Model], permissions: Permissions) -> Self {
        let shown = credentials::issue_over(&app.app, brand, further, Vendor::Omnidesk, "Test", permissions).await;
        let key = shown.expect("credentials")["key"].as_str().expect("a key").to_owned();
        let connection = connections::ensure(&app.app, brand, Vendor::Omnidesk).await.expect("a connection");
        Self { connection, key }
    }

    /// Changes a setting of its connection.
    pub async fn set(&self, app: &TestApp, name: &str, value: Value) {
        let connection = connections::of_vendor(&app.app, self.connection.id, Vendor::Omnidesk).await;
        connections::set(&app.app, connection.expect("a connection"), name, value).await.expect("a setting");
    }

    /// Sends a call.
    pub async fn call(&self, app: &TestApp, method: &str, path: &str, kind: &str, body: &str) -> Answer {
        let headers = [("apiKey", self.key.as_str()), ("content-type", kind)];
        let headers = if kind.is_empty() { &headers[..1] } else { &headers[..] };
        app.send(request(method, &format!("{PREFIX}{path}"), headers, body.to_owned())).await
    }

    /// Asks.
    pub async fn get(&self, app: &TestApp, path: &str) -> Answer {
        self.call(app, "GET", path, "", "").await
    }

    /// Deletes.
    pub async fn delete(&self, app: &TestApp, path: &str) -> Answer {
        self.call(app, "DELETE", path, "", "").await
    }

    /// Sends JSON.
    pub async fn json(&self, app: &TestApp, method: &str, path: &str, body: &Value) -> Answer {
        self.call(app, method, path, "application/json", &body.to_string()).await
    }

    /// Sends an urlencoded form.
    pub async fn form(&self, app: &TestApp, method: &str, path: &str, body: &str) -> Answer {
        self.call(app, method, path, "application/x-www-form-urlencoded", body).await
    }

    /// Sends a multipart form.
    pub async fn multipart(&self, app: &TestApp, method: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let part = |(name, value): &(&str, &str)| {
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let body = fields.iter().map(part).collect::<String>() + &format!("--{BOUNDARY}--\r\n");
        self.call(app, method, path, &format!("multipart/form-data; boundary={BOUNDARY}"), &body).await
    }

    /// Creates a customer of brand 1; its id.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn customer(&self, app: &TestApp, primary_id: &str, more: Value) -> i64 {
        let mut body = json!({ "brand_id": 1, "primary_id": primary_id });
        for (name, value) in more.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        let answer = self.json(app, "POST", "/customer", &body).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()["id"].as_i64().expect("an id")
    }

    /// The customer as the vendor's client sees it.
    pub async fn item(&self, app: &TestApp, id: i64) -> Value {
        self.get(app, &format!("/customer/{id}")).await.json()["item"].clone()
    }
}

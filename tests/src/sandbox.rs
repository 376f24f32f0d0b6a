//! A sandbox on a port of its own, and a client that speaks real HTTP.

use std::ops::Deref;
use std::time::Duration;

use entity::connection::Vendor;
use onefold::sandbox::{Options, Sandbox};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

use crate::{Answer, NOW};

/// Longer than anything here takes, shorter than a test may.
const PATIENCE: Duration = Duration::from_secs(20);

/// A sandbox whose clock stands at [`NOW`], with three customers.
pub struct TestSandbox {
    /// The sandbox.
    pub sandbox: Sandbox,
    client: Client,
}

impl Deref for TestSandbox {
    type Target = Sandbox;

    fn deref(&self) -> &Sandbox {
        &self.sandbox
    }
}

impl TestSandbox {
    /// Starts one.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// Starts one, letting `change` alter what is asked for.
    pub async fn start_with(change: impl FnOnce(&mut Options)) -> Self {
        let mut options =
            Options { customers: Some(3), now: Some(NOW.parse().expect("an instant")), ..Options::default() };
        change(&mut options);
        Self { sandbox: Sandbox::start(options).await.expect("the sandbox starts"), client: client(PATIENCE) }
    }

    /// A request to a path.
    pub fn to(&self, method: &str, path: &str) -> RequestBuilder {
        let method: Method = method.parse().expect("a method");
        self.client.request(method, format!("http://{}{path}", self.address()))
    }

    /// One of the credentials of a vendor's client.
    pub fn credential(&self, vendor: Vendor, name: &str) -> String {
        self.credentials(vendor)[name].as_str().unwrap_or_else(|| panic!("{vendor:?} has no {name}")).to_owned()
    }

    /// Asks a control endpoint, and must be answered.
    pub async fn control(&self, method: &str, path: &str, body: &str) -> Answer {
        answer(self.to(method, &format!("/sandbox{path}")).body(body.to_owned())).await.expect("an answer")
    }

    /// Asks GraphQL of the sandbox's own store and returns `data`.
    pub async fn data(&self, query: &str) -> Value {
        let body = serde_json::json!({ "query": query }).to_string();
        let request = self.to("POST", "/graphql").header("content-type", "application/json").body(body);
        let answer = answer(request.bearer_auth(self.graphql_key())).await.expect("an answer").json();
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"].clone()
    }

    /// Asks Omnidesk for its first customers.
    pub fn index(&self) -> RequestBuilder {
        self.omnidesk("GET", "/customer")
    }

    /// A call of Omnidesk with its key.
    pub fn omnidesk(&self, method: &str, path: &str) -> RequestBuilder {
        let key = self.credential(Vendor::Omnidesk, "api_key");
        self.to(method, &format!("/api/v2{path}")).header("apiKey", key)
    }

    /// Creates a customer at Omnidesk.
    pub fn create(&self, primary_id: &str) -> RequestBuilder {
        let form = format!("brand_id=1&primary_id={primary_id}&firstname=Eva&lastname=Nova");
        let request = self.omnidesk("POST", "/customer").header("content-type", "application/x-www-form-urlencoded");
        request.body(form)
    }
}

/// A client that waits so long for an answer.
pub fn client(patience: Duration) -> Client {
    // Another test of this process may have chosen first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // A connection each, so that one that was closed is not tried again.
    let client = Client::builder().no_proxy().pool_max_idle_per_host(0).timeout(patience);
    client.build().expect("a client")
}

/// What came back whole.
///
/// # Errors
/// Nothing did, or not the whole.
pub async fn answer(request: RequestBuilder) -> reqwest::Result<Answer> {
    let response = request.send().await?;
    let (status, headers) = (response.status(), response.headers().clone());
    let body = response.bytes().await?;
    Ok(Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned() })
}

//! A served application full of demo customers, and the bare database under it.

use onefold::seed::{self, Options};
use onefold_tests::TestApp;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::bare::Bare;
use crate::http::Client;

const CUSTOMERS: u64 = 2_000;

/// Everything that a subject needs.
pub(crate) struct Scene {
    pub(crate) app: TestApp,
    pub(crate) bare: Bare,
    pub(crate) client: Client,
    bearer: String,
}

impl Scene {
    pub(crate) async fn start() -> Self {
        let app = TestApp::start().await;
        seed::definitions(&app.app, &app.brand).await.expect("definitions");
        seed::fill(&app.app, &app.brand, Options { customers: CUSTOMERS, seed: 7 }, |_| {}).await.expect("demo data");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(onefold::web::listen(listener, app.app.clone(), CancellationToken::new()));
        let bare = Bare::of(app.app.store());
        bare.run(&bare.statistics()).await;
        let bearer = format!("Bearer {}", app.key);
        Self { bare, client: Client::connect(address).await, bearer, app }
    }

    /// Asks GraphQL; an error is none of what is measured.
    pub(crate) async fn graphql(&mut self, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let mut answer = self.client.post("/graphql", ("authorization", &self.bearer), &body).await;
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"].take()
    }
}

//! A whole application for one test.

use axum::Router;
use entity::brand;
use onefold::app::App;
use onefold::clock::Clock;
use onefold::config::{Config, Secret};
use onefold::domain::account::keys::{self, NewKey};
use onefold::domain::account::{Permission, Permissions, Viewer};
use onefold::domain::connection::service as connections;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::database::Database;
use crate::request::{self, Answer};

/// When every test happens, unless it moves the clock.
pub const NOW: &str = "2026-03-01T09:00:00Z";

/// A running application with brand 1, its own database and an administrator's API key.
pub struct TestApp {
    /// The application.
    pub app: App,
    /// The brand that tests act in.
    pub brand: brand::Model,
    /// Its API key with every permission.
    pub key: String,
    router: Router,
    _folder: TempDir,
    _database: Database,
}

impl TestApp {
    /// Starts an application with the usual configuration.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// Starts an application, letting `change` alter its configuration.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let database = Database::create(folder.path()).await;
        let mut config = Config {
            database_url: Some(Secret::new(database.url())),
            data_dir: folder.path().to_owned(),
            ..Config::default()
        };
        // The strength of the hash is not what these tests are about.
        config.auth.hash_memory_kib = 64;
        config.auth.hash_passes = 1;
        change(&mut config);
        let app =
            App::open(config, Clock::fixed(NOW.parse().expect("an instant"))).await.expect("the application opens");
        app.migrate().await.expect("the store migrates");
        let brand = connections::create_brand(&app, 1, "Brand 1").await.expect("brand 1");
        let router = onefold::web::router(app.clone());
        let mut started = Self { app, brand, key: String::new(), router, _folder: folder, _database: database };
        started.key = started.key_with(&Permission::ALL).await;
        started
    }

    /// A second brand, to show that it is apart.
    pub async fn another_brand(&self, number: i32) -> brand::Model {
        connections::create_brand(&self.app, number, &format!("Brand {number}")).await.expect("another brand")
    }

    /// An API key of brand 1 with these permissions.
    pub async fn key_with(&self, permissions: &[Permission]) -> String {
        self.key_of(&self.brand, permissions).await
    }

    /// An API key of `brand` with these permissions.
    pub async fn key_of(&self, brand: &brand::Model, permissions: &[Permission]) -> String {
        let permissions: Permissions = permissions.iter().copied().collect();
        let new = NewKey {
            name: "Test".to_owned(),
            brand: brand.id,
            connection: None,
            permissions,
            brands: vec![],
            expires_at: None,
        };
        keys::create(&self.app, new).await.expect("an API key").1
    }

    /// Onefold itself acting in brand 1, for calling services directly.
    pub fn system(&self) -> Viewer {
        Viewer::system(self.brand.id)
    }

    /// Sends a request through the real router.
    pub async fn send(&self, request: axum::http::Request<axum::body::Body>) -> Answer {
        request::send(&self.router, request).await
    }

    /// The router itself, for tests that send from many tasks.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Asks GraphQL as the administrator and returns the whole answer.
    pub async fn graphql(&self, query: &str, variables: Value) -> Value {
        self.graphql_as(&self.key, query, variables).await
    }

    /// Asks GraphQL with another key and returns the whole answer.
    pub async fn graphql_as(&self, key: &str, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables });
        self.send(request::post_json("/graphql", &[("authorization", &format!("Bearer {key}"))], &body)).await.json()
    }

    /// Asks GraphQL and returns `data`.
    ///
    /// # Panics
    /// When the answer has errors.
    pub async fn data(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.graphql(query, variables).await;
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"].take()
    }

    /// Creates a customer by hand and returns its id.
    pub async fn customer(&self, first_name: &str, last_name: &str) -> String {
        let query = "mutation($input: CustomerInput!) { createCustomer(input: $input) { customer { id } problems { path message } } }";
        let data = self.data(query, json!({ "input": { "firstName": first_name, "lastName": last_name } })).await;
        data["createCustomer"]["customer"]["id"].as_str().expect("a customer's id").to_owned()
    }

    /// Statements run so far.
    pub fn statements(&self) -> u64 {
        self.app.store().statements().total()
    }
}

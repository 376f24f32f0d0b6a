//! HTTP: every route on one screen, the layers round them, and what turns a request into a viewer.

mod assets;
mod auth;
mod error;
mod graphql;
mod health;
mod layers;
mod listen;
mod measure;
mod metrics;
mod negotiate;
mod openapi;
mod viewer;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get, post};

use crate::app::App;
use crate::graphql::answer::Shape;
use crate::graphql::document::Documents;
use crate::graphql::{Schema, schema, shape};
use crate::vendor;

use measure::{Measured, measure};

pub use listen::{listen, serve};

/// What every handler shares.
#[derive(Clone)]
pub struct Web {
    app: App,
    schema: Schema,
    shape: Arc<Shape>,
    documents: Documents,
}

impl std::fmt::Debug for Web {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Web").field("app", &self.app).finish_non_exhaustive()
    }
}

/// Everything that Onefold answers.
pub fn router(app: App) -> Router {
    let parsed = Documents::new(&app.config().graphql);
    let mirrors = vendor::inbound::router(app.clone());
    let web = Web { app: app.clone(), schema: schema(), shape: Arc::new(shape()), documents: parsed };
    let own = Router::new()
        .route("/graphql", any(graphql::serve))
        .route("/graphiql", get(assets::graphiql))
        .route("/graphiql/{*path}", get(assets::graphiql_file))
        .route("/openapi", get(openapi::page))
        .route("/openapi/{*path}", get(openapi::file))
        .route("/auth/login", post(auth::log_in))
        .route("/auth/refresh", post(auth::refresh))
        .route("/auth/logout", post(auth::log_out))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/metrics", get(metrics::serve))
        .fallback(assets::admin_app)
        .layer(from_fn_with_state(Measured::own(&app), measure))
        .with_state(web);
    let mirrors = mirrors.layer(from_fn_with_state(Measured::mirrors(&app), measure));
    layers::around(mirrors.fallback_service(own), &app)
}

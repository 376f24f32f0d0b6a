//! The vendors' own paths, served by their operations.

use axum::Router;

use crate::app::App;

/// Every operation of every vendor on its own path.
pub fn router(_app: App) -> Router {
    Router::new()
}

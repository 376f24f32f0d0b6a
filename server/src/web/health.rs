//! Whether the server runs, and whether it can answer.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use entity::Timestamp;
use entity::connection::Mode;
use serde_json::{Value, json};

use super::Web;
use crate::domain::health::{self, Connected};

/// Connections that are told of at the most.
const MOST: usize = 100;

/// The process runs.
pub(super) async fn live() -> Json<Value> {
    Json(json!({ "status": "live" }))
}

/// The store answers. The vendors need not: a vendor that is down never stops the server. How they are is told besides, without anything
/// that a stranger should not know: no names of connections, no addresses, no reasons, no numbers of calls.
pub(super) async fn ready(State(web): State<Web>) -> (StatusCode, Json<Value>) {
    if let Err(error) = web.app.store().ping().await {
        tracing::warn!(%error, "the store does not answer");
        return (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "unavailable" })));
    }
    let now = web.app.clock().now();
    match health::service::of(&web.app, None).await {
        Ok(connected) => {
            let mut ready = json!({ "status": "ready" });
            if !connected.is_empty() {
                ready["connections"] = connected.iter().take(MOST).map(|one| told(one, now)).collect();
            }
            (StatusCode::OK, Json(ready))
        }
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "the connections cannot be looked at");
            (StatusCode::OK, Json(json!({ "status": "ready" })))
        }
    }
}

fn told(Connected { connection, way, outbox }: &Connected, now: Timestamp) -> Value {
    let mut told = json!({ "vendor": connection.vendor, "mode": connection.mode });
    if connection.mode == Mode::Proxy {
        told["reads"] = way.reads.name().into();
        told["writes"] = way.writes.name().into();
        told["last_success_seconds"] = age(way.last_success, now);
        told["last_failure_seconds"] = age(way.last_failure.as_ref().map(|(at, _)| *at), now);
        told["outbox_oldest_seconds"] = age(outbox.oldest, now);
    }
    told
}

/// How long ago it was; null when it never was.
fn age(instant: Option<Timestamp>, now: Timestamp) -> Value {
    instant.map(|instant| now.as_seconds().saturating_sub(instant.as_seconds()).max(0)).into()
}

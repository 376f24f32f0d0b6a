//! The sandbox's own paths: its clock, its fault script, its journal.
//!
//! They ask for no credentials. Whoever reaches the address may call the vendors there with credentials that follow from the seed, so that
//! a secret here would protect nothing; that is why the address is a loopback one unless `--open` is said.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use entity::Timestamp;
use entity::connection::Vendor;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::door::Door;
use super::journal::Call;
use super::script::Script;
use crate::clock::Clock;

/// Where they are; no vendor has such a path.
pub(super) const CONTROL: &str = "/sandbox";

pub(super) fn router(door: Arc<Door>) -> Router {
    let own = Router::new()
        .route("/", get(document))
        .route("/clock", get(time).put(move_clock))
        .route("/faults", get(faults).put(replace_faults).delete(clear_faults))
        .route("/calls", get(calls).delete(clear_calls))
        .fallback(async || Wrong(StatusCode::NOT_FOUND, "there are clock, faults and calls".to_owned()));
    Router::new().nest(CONTROL, own).with_state(door)
}

/// Why a request is not carried out.
struct Wrong(StatusCode, String);

impl Wrong {
    fn input(problem: impl ToString) -> Self {
        Self(StatusCode::BAD_REQUEST, problem.to_string())
    }
}

impl IntoResponse for Wrong {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Wrong> {
    let document = &mut serde_json::Deserializer::from_slice(body);
    serde_path_to_error::deserialize(document).map_err(Wrong::input)
}

async fn document(State(door): State<Arc<Door>>) -> Json<Value> {
    Json(door.document.clone())
}

/// What is done to the clock.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Moved {
    /// It stands then, unless it is told to run.
    now: Option<Timestamp>,
    advance_seconds: Option<i64>,
    running: Option<bool>,
}

fn shown(clock: &Clock) -> Json<Value> {
    Json(json!({ "now": clock.now(), "running": clock.is_running() }))
}

async fn time(State(door): State<Arc<Door>>) -> Json<Value> {
    shown(door.app.clock())
}

async fn move_clock(State(door): State<Arc<Door>>, body: Bytes) -> Result<Json<Value>, Wrong> {
    let moved: Moved = read(&body)?;
    let clock = door.app.clock();
    if let Some(now) = moved.now {
        clock.set(now);
    }
    if let Some(seconds) = moved.advance_seconds {
        clock.advance(seconds);
    }
    match moved.running {
        Some(true) => clock.run(),
        Some(false) => clock.halt(),
        None => {}
    }
    Ok(shown(clock))
}

async fn faults(State(door): State<Arc<Door>>) -> Response {
    Json(door.faults.state()).into_response()
}

async fn replace_faults(State(door): State<Arc<Door>>, body: Bytes) -> Result<Response, Wrong> {
    door.faults.replace(Script::of(read(&body)?).map_err(Wrong::input)?);
    Ok(Json(door.faults.state()).into_response())
}

async fn clear_faults(State(door): State<Arc<Door>>) -> StatusCode {
    door.faults.replace(Script::default());
    StatusCode::NO_CONTENT
}

/// Which calls.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    vendor: Option<Vendor>,
    #[serde(default)]
    after: u64,
    /// Those too that a fault kept from being performed.
    #[serde(default)]
    all: bool,
}

async fn calls(
    State(door): State<Arc<Door>>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Json<Value>, Wrong> {
    let Query(wanted) = wanted.map_err(|refused| Wrong::input(refused.body_text()))?;
    let is_wanted =
        |call: &Call| (wanted.all || call.performed) && wanted.vendor.is_none_or(|vendor| vendor == call.vendor);
    let calls: Vec<_> = door.journal.after(wanted.after).into_iter().filter(is_wanted).collect();
    Ok(Json(json!({ "calls": calls })))
}

async fn clear_calls(State(door): State<Arc<Door>>) -> StatusCode {
    door.journal.clear();
    StatusCode::NO_CONTENT
}

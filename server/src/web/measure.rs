//! Counting and tracing requests, by the pattern of their route.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use crate::app::App;
use crate::telemetry;

/// Which routes these are.
#[derive(Clone, Debug)]
pub(super) struct Measured {
    app: App,
    /// Whether they are the vendors'.
    mirrors: bool,
}

impl Measured {
    /// Our own.
    pub(super) fn own(app: &App) -> Self {
        Self { app: app.clone(), mirrors: false }
    }

    /// The vendors'.
    pub(super) fn mirrors(app: &App) -> Self {
        Self { app: app.clone(), mirrors: true }
    }
}

pub(super) async fn measure(State(of): State<Measured>, request: Request, next: Next) -> Response {
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let route = matched.as_ref().map_or("other", MatchedPath::as_str);
    let method = known(request.method());
    let door = match (of.mirrors, route) {
        (true, _) => "mirror",
        (false, "/graphql") => "graphql",
        (false, _) => "own",
    };
    let span = telemetry::of_request(method, route, request.headers());
    let began = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let status = response.status();
    span.record("http.response.status_code", status.as_u16());
    if status.is_server_error() {
        span.record("otel.status_code", "ERROR");
    }
    of.app.metrics().answered(door, method, route, status.as_u16(), began.elapsed());
    response
}

/// A method that anybody may make up is none to be counted by.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

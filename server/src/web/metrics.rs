//! `/metrics`: numbers for those who run the server.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::error::Refused;
use super::{Web, viewer};
use crate::domain::account::Permission;
use crate::domain::health;
use crate::error::{Error, Result};

/// What Prometheus asks for first.
const KIND: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

pub(super) async fn serve(State(web): State<Web>, headers: HeaderMap) -> Response {
    match text(&web, &headers).await {
        Ok(text) => ([(header::CONTENT_TYPE, HeaderValue::from_static(KIND))], text).into_response(),
        Err(error) => {
            let is_unknown = matches!(error, Error::Unauthenticated);
            let mut response = Refused(error).into_response();
            if is_unknown {
                response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            response
        }
    }
}

async fn text(web: &Web, headers: &HeaderMap) -> Result<String> {
    let brand = if web.app.config().telemetry.open_metrics {
        None
    } else {
        let viewer = viewer::of(&web.app, headers).await?.ok_or(Error::Unauthenticated)?;
        viewer.require(Permission::Admin)?;
        // Which connections there are is each brand's own affair; the counts have no brand.
        Some(viewer.brand())
    };
    let connected = health::service::of(&web.app, brand).await?;
    web.app.metrics().text(&web.app, &connected)
}

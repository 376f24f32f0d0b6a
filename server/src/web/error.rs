//! Errors of Onefold's own endpoints: `{"error":{"code","message"}}`. GraphQL and the mirrors have forms of their own.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::error::Error;
use crate::graphql::error::code;

/// A domain error on its way out of an endpoint of ours.
#[derive(Debug)]
pub(super) struct Refused(pub(super) Error);

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self(error) = self;
        if let Error::Internal(source) = &error {
            tracing::error!(error = source.as_ref() as &dyn std::error::Error, "a request failed");
        }
        let body = json!({ "error": { "code": code(&error), "message": error.to_string() } });
        let mut response = (status(&error), Json(body)).into_response();
        if let Error::Limited { retry_after: Some(seconds), .. } | Error::Upstream { retry_after: Some(seconds), .. } =
            error
        {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// The status that says the same.
pub(super) fn status(error: &Error) -> StatusCode {
    match error {
        Error::Unauthenticated => StatusCode::UNAUTHORIZED,
        Error::Forbidden(_) => StatusCode::FORBIDDEN,
        Error::NotFound { .. } => StatusCode::NOT_FOUND,
        Error::Invalid(_) => StatusCode::BAD_REQUEST,
        Error::Conflict(_) => StatusCode::CONFLICT,
        Error::Limited { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        Error::Upstream { fault, .. } => StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::BAD_GATEWAY),
        Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

//! Answers that are not the mirror's: refusals, web pages, and what is left of an answer.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::response::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use futures_util::{StreamExt, stream};
use sea_orm::DbErr;
use serde_json::Value as Json;

use super::field::{Edit, edit};
use crate::domain::account::Permission;
use crate::error::{Error, Rule, Violation};
use crate::sandbox::door::Closed;
use crate::sandbox::script::Status;
use crate::vendor::contract::Refusal;

/// Said where the vendor says something of its own.
const SAID: &str = "The sandbox's fault script refuses this call";

/// How long what was sent of a body is given to leave before the connection is closed.
const LEAVING: Duration = Duration::from_millis(50);

const PAGE: &str = "<!DOCTYPE html>\n<html><head><title>Down for maintenance</title></head>\
    <body><h1>We will be back soon</h1></body></html>\n";

/// A web page where JSON is expected.
pub(in crate::sandbox) fn page(status: u16) -> Response {
    (code(status), Html(PAGE)).into_response()
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// An answer with a status, in the vendor's words unless the script has its own.
pub(in crate::sandbox) fn status(fault: &Status, refuse: fn(Refusal) -> Response) -> Response {
    let mut response = match &fault.body {
        Some(Json::String(text)) => text.clone().into_response(),
        Some(json) => axum::Json(json).into_response(),
        None if fault.status < 400 => StatusCode::OK.into_response(),
        None => refuse(refusal(fault)),
    };
    *response.status_mut() = code(fault.status);
    for (name, value) in &fault.headers {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), value.parse::<HeaderValue>()) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// The refusal that a vendor would answer with this status.
fn refusal(fault: &Status) -> Refusal {
    let said = || SAID.to_owned();
    match fault.status {
        400 => Refusal::Unreadable(said()),
        401 => Refusal::BadCredentials,
        403 => Error::Forbidden(Permission::CustomerCud).into(),
        404 => Refusal::UnknownPath,
        405 => Refusal::Method { used: Method::POST, allow: String::new() },
        406 => Refusal::NotAcceptable(said()),
        409 => Error::Conflict(said()).into(),
        413 => Refusal::TooLarge { limit: 0 },
        422 => Violation::new("", Rule::Format, SAID).into(),
        // Retry-After is what the script says it is, and absent when it says nothing.
        429 => Error::Limited { message: "too many requests".to_owned(), retry_after: None }.into(),
        503 => Error::Unavailable(DbErr::Custom(said())).into(),
        500.. => Error::internal(SAID).into(),
        status => Refusal::Own { status, message: said() },
    }
}

/// An answer whose body is changed, and whether the field was there.
pub(in crate::sandbox) fn edited(mut head: Parts, body: Bytes, pointer: &str, what: Edit<'_>) -> (Response, bool) {
    let changed = serde_json::from_slice::<Json>(&body).ok().and_then(|mut document| {
        let done = edit(&mut document, pointer, what);
        done.then(|| Bytes::from(document.to_string()))
    });
    head.headers.remove(header::CONTENT_LENGTH);
    let done = changed.is_some();
    (Response::from_parts(head, Body::from(changed.unwrap_or(body))), done)
}

/// An answer that promises its whole body and breaks off.
pub(in crate::sandbox) fn cut(mut head: Parts, body: Bytes, keep: Option<usize>) -> Response {
    let promised = body.len().max(1);
    let sent = body.slice(..keep.unwrap_or(body.len() / 2).min(promised - 1).min(body.len()));
    head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(promised));
    head.headers.remove(header::TRANSFER_ENCODING);
    let end = stream::once(async {
        tokio::time::sleep(LEAVING).await;
        Err::<Bytes, Closed>(Closed)
    });
    let sent = stream::iter([Ok::<_, Infallible>(sent)]).map(|sent| sent.map_err(|never| match never {}));
    Response::from_parts(head, Body::from_stream(sent.chain(end)))
}

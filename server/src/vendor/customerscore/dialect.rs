//! How Customerscore.io speaks: a key in the header `customerscore-key`, JSON both ways, statuses that carry the meaning.
//!
//! The page documents statuses and no bodies, so every body is `{"message"}`, with `errors` where there is more to say. The order of
//! checks is 405, 401, 403, 406, size, syntax, structure, 490: the key before the content, so that content tells nothing to strangers.

use std::num::NonZeroU32;

use axum::Json;
use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use entity::connection::{self, Vendor};
use serde_json::{Value, json};

use super::account::ACCOUNT;
use crate::app::App;
use crate::domain::account::{Viewer, keys};
use crate::domain::connection::service as connections;
use crate::error::Error;
use crate::net::Answer;
use crate::vendor::account::Account;
use crate::vendor::contract::{About, Caller, Dialect, Refusal};
use crate::vendor::outbound::{Failure, Shown, Unsigned};
use crate::vendor::reading::Body;

/// The header with the key.
const KEY: &str = "customerscore-key";
/// The status that the page calls "Unconfigured scoring".
pub(super) const UNCONFIGURED: u16 = 490;
/// The name of the key among a connection's credentials.
pub(super) const CREDENTIAL: &str = "key";

/// The dialect.
#[derive(Debug)]
pub struct Customerscore;

impl Dialect for Customerscore {
    const VENDOR: Vendor = Vendor::Customerscore;
    const PREFIXES: &'static [&'static str] = &["/api/v1"];
    /// "Maximum request body size is limited to 5 MB."
    const BODY_LIMIT: usize = 5 * 1024 * 1024;
    /// From the vendor's later pages; the printed one names no limit.
    const CALLS_PER_MINUTE: Option<NonZeroU32> = NonZeroU32::new(500);
    type Session = ();

    fn account() -> &'static Account {
        &ACCOUNT
    }

    fn about() -> About {
        About {
            title: "Customerscore.io customer data import",
            version: "1",
            description: "Bulk import of customers with attributes and dated metrics. Values that match no codename are kept aside.",
            credentials: vec![("key", json!({ "type": "apiKey", "in": "header", "name": KEY }))],
            encodings: &["application/json"],
            refusals: &[
                (400, "Bad request; nothing was imported"),
                (401, "The header customerscore-key is missing"),
                (403, "The key is not valid"),
                (404, "There is no such path"),
                (405, "The method is not POST"),
                (406, "Request and answer are application/json"),
                (429, "More than 500 requests in a minute"),
                (UNCONFIGURED, "Scoring is not configured"),
                (500, "The request could not be carried out"),
                (502, "The real vendor cannot be reached or is not understood"),
                (503, "Try again later"),
                (504, "The real vendor did not answer in time"),
            ],
            error: json!({
                "type": "object",
                "required": ["message"],
                "properties": {
                    "message": { "type": "string" },
                    "errors": { "type": "array", "items": {
                        "type": "object",
                        "required": ["path", "message"],
                        "properties": { "path": { "type": "string" }, "message": { "type": "string" } },
                    } },
                },
            }),
            envelope: |_, reply| Some(reply),
        }
    }

    async fn authenticate(app: &App, _: &'static str, head: &Parts) -> Result<Caller<()>, Refusal> {
        let shown = head.headers.get(KEY).ok_or(Refusal::NoCredentials)?;
        let shown = unquoted(shown.to_str().map_err(|_| Refusal::BadCredentials)?.trim());
        if shown.is_empty() {
            return Err(Refusal::NoCredentials);
        }
        let key = keys::find(app, shown).await.map_err(refused)?;
        let connection = connections::of_key(app, &key, Self::VENDOR).await.map_err(refused)?;
        Ok(Caller { viewer: keys::as_viewer(&key)?, connection, session: () })
    }

    fn acceptable(head: &Parts) -> Result<(), Refusal> {
        if !is_json(head.headers.get(header::CONTENT_TYPE)) {
            return Err(Refusal::NotAcceptable("the content type must be application/json".to_owned()));
        }
        if !takes_json(&head.headers) {
            return Err(Refusal::NotAcceptable("answers are application/json".to_owned()));
        }
        Ok(())
    }

    async fn decode(_: &Parts, body: Bytes) -> Result<Body, Refusal> {
        match serde_json::from_slice(&body) {
            Ok(Value::Object(values)) => Ok(Body::typed(values)),
            Ok(_) => Err(Refusal::Unreadable("the body must be a JSON object".to_owned())),
            Err(error) => Err(Refusal::Unreadable(format!(
                "the body is not JSON: line {}, column {}",
                error.line(),
                error.column()
            ))),
        }
    }

    fn reply(status: StatusCode, result: Value) -> Response {
        (status, Json(result)).into_response()
    }

    fn refuse(refusal: Refusal) -> Response {
        let (status, message) = match &refusal {
            Refusal::UnknownPath => (404, "Not found".to_owned()),
            Refusal::Method { .. } => (405, "Method Not Allowed, only POST method is allowed".to_owned()),
            Refusal::NoCredentials => {
                (401, "Unauthorized. Missing parameter 'customerscore-key' in the header".to_owned())
            }
            Refusal::BadCredentials | Refusal::Domain(Error::Unauthenticated) => {
                (403, "Forbidden. Invalid key".to_owned())
            }
            Refusal::NotAcceptable(why) => (406, format!("Not Acceptable: {why}")),
            // The page's list of statuses is closed and has no 413.
            Refusal::TooLarge { .. } => (400, "Bad request: the body is larger than 5 MB".to_owned()),
            Refusal::Unreadable(why) => (400, format!("Bad request: {why}")),
            Refusal::Own { status, message } => (*status, message.clone()),
            Refusal::Domain(error) => (of_domain(error), error.to_string()),
        };
        let mut body = json!({ "message": message });
        if let Refusal::Domain(Error::Invalid(violations)) = &refusal {
            body["message"] = "Bad request".into();
            body["errors"] =
                violations.iter().map(|broken| json!({ "path": broken.path, "message": broken.message })).collect();
        }
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(body)).into_response();
        match refusal {
            Refusal::Method { allow, .. } => insert(&mut response, header::ALLOW, &allow),
            Refusal::Domain(
                Error::Limited { retry_after: Some(seconds), .. } | Error::Upstream { retry_after: Some(seconds), .. },
            ) => {
                insert(&mut response, header::RETRY_AFTER, &seconds.to_string());
            }
            _ => {}
        }
        response
    }

    fn sign(call: &mut Unsigned, shown: &Shown<'_>) -> Result<(), Failure> {
        call.show(HeaderName::from_static("customerscore-key"), shown.secret(CREDENTIAL)?)
    }

    /// A key that it does not know is answered by 403.
    fn refuses_us(answer: &Answer) -> bool {
        matches!(answer.status.as_u16(), 401 | 403)
    }

    fn is_unready(answer: &Answer) -> bool {
        answer.status.as_u16() == UNCONFIGURED
    }

    async fn own_session(_: &App, _: &connection::Model, _: &Viewer) -> Result<(), Error> {
        Ok(())
    }
}

fn refused(error: Error) -> Refusal {
    match error {
        Error::Unauthenticated => Refusal::BadCredentials,
        other => other.into(),
    }
}

fn of_domain(error: &Error) -> u16 {
    match error {
        Error::Forbidden(_) => 403,
        Error::Limited { .. } => 429,
        Error::Unavailable(_) => 503,
        Error::Upstream { fault, .. } => fault.status(),
        Error::Internal(_) => 500,
        _ => 400,
    }
}

/// The page's sample shows the key between double quotes.
fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text)
}

fn is_json(content_type: Option<&HeaderValue>) -> bool {
    let text = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn takes_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("*/*");
    accept.split(',').any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
        let refused = parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        !refused && matches!(kind.as_str(), "application/json" | "application/*" | "*/*" | "")
    })
}

fn insert(response: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

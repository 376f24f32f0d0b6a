//! How Omnidesk speaks: a key in the header `apiKey` or in the query, forms of every encoding, and one error body for everything.
//!
//! The page prints no error. `{"status":"error","message"}` with 400, also for what does not exist, is how another controller of the same
//! interface answers; 401, 403, 405 and the rest carry the same body.

use axum::Json;
use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use entity::connection::{self, Vendor};
use serde_json::{Map, Value, json};

use super::account::ACCOUNT;
use super::session::Session;
use crate::app::App;
use crate::domain::account::{Viewer, keys};
use crate::error::Error;
use crate::vendor::account::Account;
use crate::vendor::contract::{About, Caller, Dialect, Refusal};
use crate::vendor::forms::{self, Decoded, Form, Tolerance};
use crate::vendor::outbound::{Failure, Shown, Unsigned};
use crate::vendor::reading::Body;

/// The name of the key, as a header and in the query.
pub(super) const KEY: &str = "apiKey";
/// The name of the key among a connection's credentials.
pub(super) const CREDENTIAL: &str = "api_key";
/// The numbered pairs of a form that name channels, and the field that they become.
const CHANNEL_PAIRS: (&str, &str) = ("customerChannelType_", "customerChannelValue_");
/// Where an operation finds those pairs.
pub(super) const CHANNELS: &str = "customerChannels";

/// The dialect.
#[derive(Debug)]
pub struct Omnidesk;

impl Dialect for Omnidesk {
    const VENDOR: Vendor = Vendor::Omnidesk;
    const PREFIXES: &'static [&'static str] = &["/api/v2"];
    const BODY_LIMIT: usize = 2 * 1024 * 1024;
    /// `SearchByPrimaryExternalID` is `searchByPrimaryExternalId` elsewhere on the same page.
    const ANY_CASE: bool = true;
    type Session = Session;

    fn account() -> &'static Account {
        &ACCOUNT
    }

    fn about() -> About {
        About {
            title: "Omnidesk, controller customer",
            version: "2",
            description: "Customers, their channels and what happened with them. The last word of a path is taken in any case.",
            credentials: vec![
                ("header", json!({ "type": "apiKey", "in": "header", "name": KEY })),
                ("query", json!({ "type": "apiKey", "in": "query", "name": KEY })),
            ],
            encodings: &["multipart/form-data", "application/x-www-form-urlencoded", "application/json"],
            refusals: &[
                (400, "Bad input, or there is no such customer"),
                (401, "The key is missing or not valid"),
                (403, "The key has not the permission"),
                (404, "There is no such path"),
                (405, "The path does not support this method"),
                (413, "The body is too large"),
                (429, "Too many requests"),
                (500, "The request could not be carried out"),
                (502, "The real vendor, or the company's own CRM, did not answer as it should"),
                (503, "Try again later"),
                (504, "The real vendor did not answer in time"),
            ],
            error: json!({
                "type": "object",
                "required": ["status", "message"],
                "properties": { "status": { "const": "error" }, "message": { "type": "string" } },
            }),
            envelope: |status, reply| (status != StatusCode::NO_CONTENT).then_some(reply),
        }
    }

    async fn authenticate(app: &App, _: &'static str, head: &Parts) -> Result<Caller<Session>, Refusal> {
        let shown = shown(head)?.ok_or(Refusal::NoCredentials)?;
        let key = keys::find(app, &shown).await.map_err(refused)?;
        let (session, connection) = Session::open(app, &key).await.map_err(refused)?;
        Ok(Caller { viewer: keys::as_viewer(&key)?, connection, session })
    }

    /// Answers are JSON whatever is asked for, and the form says how it is encoded when it is read.
    fn acceptable(_: &Parts) -> Result<(), Refusal> {
        Ok(())
    }

    /// The page prints JSON under `multipart/form-data`, and urlencoded forms between double quotes; clients send all of these.
    async fn decode(head: &Parts, body: Bytes) -> Result<Body, Refusal> {
        let tolerance = Tolerance { quoted_body: true, ..Tolerance::default() };
        let decoded = match is_printed(head, &body).then(|| serde_json::from_slice(&body)) {
            Some(Ok(Value::Object(values))) => Decoded::Json(values),
            _ => forms::decode(head, body, tolerance).await?,
        };
        let mut form = decoded.into_form()?;
        let (kind, address) = CHANNEL_PAIRS;
        let channels = form.take_numbered(kind, address);
        let mut body = form.into_body();
        let channels: Vec<Value> =
            channels.into_iter().map(|(kind, address)| json!({ "type": kind, "value": address })).collect();
        body.values.insert(CHANNELS.to_owned(), channels.into());
        Ok(body)
    }

    fn reply(status: StatusCode, result: Value) -> Response {
        match result {
            Value::Null => StatusCode::NO_CONTENT.into_response(),
            result => (status, Json(result)).into_response(),
        }
    }

    fn refuse(refusal: Refusal) -> Response {
        let (status, message) = failure(&refusal);
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(json!({ "status": "error", "message": message }))).into_response();
        match refusal {
            Refusal::Method { allow, .. } => {
                if let Ok(allow) = HeaderValue::from_str(&allow) {
                    response.headers_mut().insert(header::ALLOW, allow);
                }
            }
            Refusal::Domain(
                Error::Limited { retry_after: Some(seconds), .. } | Error::Upstream { retry_after: Some(seconds), .. },
            ) => {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            _ => {}
        }
        response
    }

    fn is_credential(parameter: &str) -> bool {
        parameter == KEY
    }

    fn sign(call: &mut Unsigned, shown: &Shown<'_>) -> Result<(), Failure> {
        call.show(HeaderName::from_static("apikey"), shown.secret(CREDENTIAL)?)
    }

    /// Forms in the encoding that is printed for replacements, which the vendor takes everywhere.
    fn encoded(mut body: Map<String, Value>) -> (&'static str, Bytes) {
        let mut form = Form::default();
        let channels = body.remove(CHANNELS).and_then(|channels| channels.as_array().cloned()).unwrap_or_default();
        for (at, channel) in channels.iter().enumerate() {
            for (name, part) in [(CHANNEL_PAIRS.0, "type"), (CHANNEL_PAIRS.1, "value")] {
                form.add(format!("{name}{at}"), &channel[part]);
            }
        }
        for (name, value) in &body {
            form.add(name.clone(), value);
        }
        form.urlencoded()
    }

    async fn own_session(app: &App, connection: &connection::Model, viewer: &Viewer) -> Result<Session, Error> {
        Session::own(app, connection, viewer).await
    }
}

/// Whether a body is sent as the page prints it: JSON that calls itself a multipart form, without the boundary that such a form has.
fn is_printed(head: &Parts, body: &[u8]) -> bool {
    let kind = head.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("multipart/form-data") && body.trim_ascii_start().starts_with(b"{")
}

/// The key that a client shows. The header wins over the query.
fn shown(head: &Parts) -> Result<Option<String>, Refusal> {
    let of_header = match head.headers.get(KEY) {
        Some(value) => value.to_str().map_err(|_| Refusal::BadCredentials)?.trim(),
        None => "",
    };
    if !of_header.is_empty() {
        return Ok(Some(of_header.to_owned()));
    }
    let query = head.uri.query().unwrap_or_default();
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let of_query = pairs.find(|(name, _)| name == KEY).map(|(_, value)| value.trim().to_owned());
    Ok(of_query.filter(|key| !key.is_empty()))
}

fn refused(error: Error) -> Refusal {
    match error {
        Error::Unauthenticated => Refusal::BadCredentials,
        other => other.into(),
    }
}

fn failure(refusal: &Refusal) -> (u16, String) {
    match refusal {
        Refusal::UnknownPath => (404, "This endpoint does not exist.".to_owned()),
        Refusal::Method { used, .. } => (405, format!("The method {used} is not allowed here.")),
        Refusal::NoCredentials => (401, "The API key is missing.".to_owned()),
        Refusal::BadCredentials => (401, "The API key is not valid.".to_owned()),
        Refusal::NotAcceptable(why) => (406, why.clone()),
        Refusal::TooLarge { limit } => (413, format!("The body is larger than {limit} bytes.")),
        Refusal::Unreadable(why) => (400, why.clone()),
        Refusal::Own { status, message } => (*status, message.clone()),
        Refusal::Domain(error) => (of_domain(error), told(error)),
    }
}

fn of_domain(error: &Error) -> u16 {
    match error {
        Error::Unauthenticated => 401,
        Error::Forbidden(_) => 403,
        Error::NotFound { .. } | Error::Invalid(_) | Error::Conflict(_) => 400,
        Error::Limited { .. } => 429,
        Error::Unavailable(_) => 503,
        Error::Upstream { fault, .. } => fault.status(),
        Error::Internal(_) => 500,
    }
}

fn told(error: &Error) -> String {
    match error {
        Error::NotFound { kind } => format!("This {kind} does not exist."),
        Error::Forbidden(permission) => format!("This API key does not have the permission {permission}."),
        other => other.to_string(),
    }
}

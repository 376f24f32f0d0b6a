//! How Customer Database App speaks: a key in the header `Apikey`, forms, and `{"message", "result"}` for everything.
//!
//! The page prints no error. As `result` tells success, errors have the same body with `result` false, and the status that fits. A
//! connection can be set to answer them with 200, for clients that look at `result` alone.

use axum::Json;
use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use entity::connection::{self, Vendor};
use serde_json::{Map, Value, json};

use super::account::ACCOUNT;
use super::custom;
use crate::app::App;
use crate::domain::account::keys;
use crate::domain::connection::service as connections;
use crate::error::{Error, Violation};
use crate::net::Answer;
use crate::vendor::account::Account;
use crate::vendor::contract::{About, Caller, Dialect, Refusal};
use crate::vendor::forms::{self, Form, Tolerance};
use crate::vendor::outbound::{Failure, Shown, Unsigned};
use crate::vendor::reading::Body;

/// A connection's setting: what the client is to blame for is answered with 200.
pub(super) const ERRORS_AS_200: &str = "errors_as_200";
/// The header with the key.
pub(super) const KEY: &str = "Apikey";
/// The name of the key among a connection's credentials.
pub(super) const CREDENTIAL: &str = "api_key";

/// The dialect.
#[derive(Debug)]
pub struct CustomerDatabaseApp;

impl Dialect for CustomerDatabaseApp {
    const VENDOR: Vendor = Vendor::CustomerDatabaseApp;
    const PREFIXES: &'static [&'static str] = &["/api"];
    const BODY_LIMIT: usize = 2 * 1024 * 1024;
    type Session = ();

    fn account() -> &'static Account {
        &ACCOUNT
    }

    fn about() -> About {
        About {
            title: "Customer Database App",
            version: "1",
            description: "Adding customers, pipelines, notes, tasks and events. Names and paths that the page misprints are served as well.",
            credentials: vec![("key", json!({ "type": "apiKey", "in": "header", "name": KEY }))],
            encodings: &["multipart/form-data", "application/x-www-form-urlencoded", "application/json"],
            refusals: &[
                (400, "Bad input, or what it names does not exist"),
                (401, "The key is missing or not valid"),
                (403, "The key has not the permission"),
                (404, "There is no such path"),
                (405, "The path does not support this method"),
                (429, "Too many requests"),
                (500, "The request could not be carried out"),
                (502, "The real vendor cannot be reached or is not understood"),
                (503, "Try again later"),
                (504, "The real vendor did not answer in time"),
            ],
            error: json!({
                "type": "object",
                "required": ["message", "result"],
                "properties": { "message": { "type": "string" }, "result": { "const": false } },
            }),
            envelope: |_, reply| Some(reply),
        }
    }

    async fn authenticate(app: &App, _: &'static str, head: &Parts) -> Result<Caller<()>, Refusal> {
        let shown = head.headers.get(KEY).ok_or(Refusal::NoCredentials)?;
        let shown = shown.to_str().map_err(|_| Refusal::BadCredentials)?.trim();
        if shown.is_empty() {
            return Err(Refusal::NoCredentials);
        }
        let key = keys::find(app, shown).await.map_err(refused)?;
        let connection = connections::of_key(app, &key, Self::VENDOR).await.map_err(refused)?;
        Ok(Caller { viewer: keys::as_viewer(&key)?, connection, session: () })
    }

    /// Answers are JSON whatever is asked for, and the form says how it is encoded when it is read.
    fn acceptable(_: &Parts) -> Result<(), Refusal> {
        Ok(())
    }

    /// The printed samples have each value between double quotes, which curl takes off and other clients do not.
    async fn decode(head: &Parts, body: Bytes) -> Result<Body, Refusal> {
        let tolerance = Tolerance { quoted_values: true, ..Tolerance::default() };
        let mut form = forms::decode(head, body, tolerance).await?.into_form()?;
        let custom = custom::take(&mut form);
        let mut body = form.into_body();
        body.values.insert(custom::FIELD.to_owned(), custom);
        Ok(body)
    }

    fn reply(status: StatusCode, result: Value) -> Response {
        (status, Json(result)).into_response()
    }

    fn refuse(refusal: Refusal) -> Response {
        let (status, message) = failure(&refusal);
        refusal_with(status, &message, refusal)
    }

    fn refuse_at(connection: &connection::Model, refusal: Refusal) -> Response {
        let (status, message) = failure(&refusal);
        let hidden = connection.settings.get(ERRORS_AS_200).and_then(Value::as_bool).unwrap_or_default();
        refusal_with(if hidden && status < 500 { 200 } else { status }, &message, refusal)
    }

    fn sign(call: &mut Unsigned, shown: &Shown<'_>) -> Result<(), Failure> {
        call.show(HeaderName::from_static("apikey"), shown.secret(CREDENTIAL)?)
    }

    /// Some accounts answer 200 to everything, and tell by `result` what came of it.
    fn went_well(answer: &Answer) -> bool {
        let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        answer.status.is_success() && body.get("result").and_then(Value::as_bool) != Some(false)
    }

    /// The form that the page's samples send.
    fn encoded(mut body: Map<String, Value>) -> (&'static str, Bytes) {
        let mut form = Form::default();
        let custom = body.remove(custom::FIELD).and_then(|pairs| pairs.as_array().cloned()).unwrap_or_default();
        for (name, value) in &body {
            form.add(name.clone(), value);
        }
        for (at, pair) in custom.iter().enumerate() {
            form.add(format!("keys[{at}]"), &pair["key"]);
            form.add(format!("values[{at}]"), &pair["value"]);
        }
        form.urlencoded()
    }
}

fn refusal_with(status: u16, message: &str, refusal: Refusal) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Json(json!({ "message": message, "result": false }))).into_response();
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

fn failure(refusal: &Refusal) -> (u16, String) {
    match refusal {
        Refusal::UnknownPath => (404, "There is no such endpoint.".to_owned()),
        Refusal::Method { used, allow } => (405, format!("{used} is not supported here; use {allow}.")),
        Refusal::NoCredentials => (401, "The header Apikey is missing.".to_owned()),
        Refusal::BadCredentials | Refusal::Domain(Error::Unauthenticated) => {
            (401, "The API key is not valid.".to_owned())
        }
        Refusal::NotAcceptable(why) | Refusal::Unreadable(why) => (400, sentence(why)),
        Refusal::TooLarge { limit } => (413, format!("The body is larger than {limit} bytes.")),
        Refusal::Own { status, message } => (*status, message.clone()),
        Refusal::Domain(error) => of_domain(error),
    }
}

fn of_domain(error: &Error) -> (u16, String) {
    let status = match error {
        Error::Forbidden(_) => 403,
        Error::Limited { .. } => 429,
        Error::Unavailable(_) => 503,
        Error::Upstream { fault, .. } => fault.status(),
        Error::Internal(_) => 500,
        _ => 400,
    };
    let message = match error {
        Error::NotFound { kind } => format!("{kind} not found"),
        Error::Invalid(broken) => broken.iter().map(said).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    };
    (status, sentence(&message))
}

fn said(broken: &Violation) -> &str {
    &broken.message
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

fn refused(error: Error) -> Refusal {
    match error {
        Error::Unauthenticated => Refusal::BadCredentials,
        other => other.into(),
    }
}

fn insert(response: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

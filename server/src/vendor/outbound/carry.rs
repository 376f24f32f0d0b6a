//! Carrying out an operation that is named by data: a call of a plan, or a reading.

use std::collections::HashSet;
use std::pin::Pin;

use entity::connection;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use serde_json::{Map, Value as Json};

use super::failure::Failure;
use super::send::send;
use super::unsigned::{Repeat, Unsigned};
use crate::app::App;
use crate::net::Answer;
use crate::vendor::contract::{Dialect, Entry};
use crate::vendor::gateway::{filled, is_step};
use crate::vendor::shape::Place;
use crate::vendor::{Visitor, visit};

/// What a vendor said.
#[derive(Clone, Debug)]
pub struct Said {
    /// The status.
    pub status: StatusCode,
    /// Whether it did what it was asked.
    pub went_well: bool,
    /// Whether it may do the same later, though it did not do it now.
    pub may_pass: bool,
    /// The result in its envelope; absent when the body is not understood.
    pub result: Option<Json>,
    /// Seconds after which the vendor wants to be asked again.
    pub retry_after: Option<u64>,
}

type Sending<'a> = Pin<Box<dyn Future<Output = Result<Said, Failure>> + Send + 'a>>;

/// Asks the connection's vendor an operation.
///
/// # Errors
/// The vendor has no such operation, or no answer came.
pub async fn carry(app: &App, connection: &connection::Model, operation: &str, request: Json) -> Result<Said, Failure> {
    struct Wanted<'a> {
        app: &'a App,
        connection: &'a connection::Model,
        operation: &'a str,
        request: Option<Json>,
        sending: Option<Sending<'a>>,
    }
    impl Visitor for Wanted<'_> {
        fn vendor<D: Dialect>(&mut self, operations: fn() -> Vec<Entry<D>>) {
            if D::VENDOR != self.connection.vendor || self.sending.is_some() {
                return;
            }
            let Some(entry) = operations().into_iter().find(|entry| entry.name == self.operation) else { return };
            let (app, connection) = (self.app, self.connection);
            let Some(request) = self.request.take() else { return };
            self.sending = Some(Box::pin(ask::<D>(app, connection, entry, request)));
        }
    }
    let mut wanted = Wanted { app, connection, operation, request: Some(request), sending: None };
    visit(&mut wanted);
    match wanted.sending {
        Some(sending) => sending.await,
        None => Err(Failure::Unusable(format!("the vendor has no operation {operation}"))),
    }
}

/// What happens when the connection's vendor is asked an operation twice; absent when it has none of this name.
pub fn repeat_of(connection: &connection::Model, operation: &str) -> Option<Repeat> {
    struct Wanted<'a>(&'a connection::Model, &'a str, Option<Repeat>);
    impl Visitor for Wanted<'_> {
        fn vendor<D: Dialect>(&mut self, operations: fn() -> Vec<Entry<D>>) {
            if D::VENDOR == self.0.vendor {
                let found = operations().into_iter().find(|entry| entry.name == self.1);
                self.2 = self.2.or(found.map(|entry| entry.repeat));
            }
        }
    }
    let mut wanted = Wanted(connection, operation, None);
    visit(&mut wanted);
    wanted.2
}

async fn ask<D: Dialect>(
    app: &App,
    connection: &connection::Model,
    entry: Entry<D>,
    request: Json,
) -> Result<Said, Failure> {
    let unsigned = unsigned(connection, &entry, request)?;
    let answer: Answer = send::<D>(app, connection, &unsigned, None).await?;
    Ok(Said {
        status: answer.status,
        went_well: D::went_well(&answer),
        may_pass: passes(answer.status) || D::is_unready(&answer),
        result: D::opened(&answer),
        retry_after: retry_after(&answer),
    })
}

/// Statuses that mean the same at every vendor: it cannot now.
fn passes(status: StatusCode) -> bool {
    status.is_server_error()
        || matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS)
}

fn retry_after(answer: &Answer) -> Option<u64> {
    answer.headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()
}

/// The call of an operation, its parts put where the operation's shape says.
pub(super) fn unsigned<D: Dialect>(
    connection: &connection::Model,
    entry: &Entry<D>,
    request: Json,
) -> Result<Unsigned, Failure> {
    let Json::Object(mut request) = request else {
        return Err(Failure::Unusable("a request must be an object".to_owned()));
    };
    let (mut path, mut query) = (Vec::new(), Vec::new());
    let mut taken = HashSet::new();
    for field in entry.fields.iter().filter(|field| field.place != Place::Body) {
        taken.insert(field.name);
        let Some(value) = request.remove(field.name) else { continue };
        match field.place {
            Place::Path => path.push((field.name.to_owned(), text(&value))),
            _ => spread(field.name, &value, &mut query),
        }
    }
    if path.iter().any(|(_, part)| is_step(part)) {
        return Err(Failure::Unusable("an id in the path is none".to_owned()));
    }
    let (base, path) = D::upstream(connection, D::PREFIXES.first().unwrap_or(&""), &filled(entry.path, &path))?;
    let mut headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static("application/json"))]);
    let body = if entry.method == Method::GET || request.is_empty() {
        bytes::Bytes::new()
    } else {
        let (kind, body) = D::encoded(without_nothing(request));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        body
    };
    Ok(Unsigned {
        operation: entry.name,
        method: entry.method.clone(),
        base,
        path,
        query,
        headers,
        body,
        repeat: entry.repeat,
    })
}

/// A parameter of nothing is not sent; nulls inside an object say that something was taken away.
fn without_nothing(request: Map<String, Json>) -> Map<String, Json> {
    request.into_iter().filter(|(_, value)| !value.is_null()).collect()
}

fn spread(name: &str, value: &Json, query: &mut Vec<(String, String)>) {
    match value {
        Json::Null => {}
        Json::Array(items) => query.extend(items.iter().map(|item| (format!("{name}[]"), text(item)))),
        other => query.push((name.to_owned(), text(other))),
    }
}

fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

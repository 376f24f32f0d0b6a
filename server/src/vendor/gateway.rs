//! Which way a call of a vendor's client goes. The only place that looks at a connection's mode.
//!
//! | mode | |
//! |---|---|
//! | mirror | the operation is carried out against the store |
//! | proxy | the call goes on to the real vendor as it came, with the connection's credentials; the answer goes back as it came, and what the exchange says is recorded |
//!
//! What is recorded never decides what the client is told: the vendor has done its part. If the store cannot hold what was said, the
//! exchange goes to the quarantine.

use axum::body::{Body as HttpBody, Bytes};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method, header};
use axum::response::Response;
use entity::connection::{self, Mode};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value as Json, json};
use tracing::Instrument;

use super::contract::{Call, Caller, Dialect, Entry, Refusal};
use super::outbound::{self, Unsigned};
use super::reading::{Body, Sent};
use crate::app::App;
use crate::domain::account::{Permission, Viewer};
use crate::domain::quarantine::{self, Entry as Quarantined};
use crate::error::{Error, Result};
use crate::net::Answer;
use crate::store::Work;

/// Characters that stand for themselves in a part of a path (RFC 3986, unreserved).
const PART: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// Headers of a client's call that mean something to the vendor; the rest is between the client and us.
const ON: [HeaderName; 3] = [header::CONTENT_TYPE, header::ACCEPT, header::ACCEPT_LANGUAGE];
/// Headers of an answer that end here: they belong to the connection it came over, or would set something in our name.
const NOT_BACK: [HeaderName; 9] = [
    header::CONNECTION,
    header::TRANSFER_ENCODING,
    header::CONTENT_LENGTH,
    header::TE,
    header::TRAILER,
    header::UPGRADE,
    header::SET_COOKIE,
    header::PROXY_AUTHENTICATE,
    header::ALT_SVC,
];

/// A call as it came.
#[derive(Debug)]
pub(super) struct Came {
    /// Everything before the body.
    pub(super) head: Parts,
    /// The named parts of the path.
    pub(super) path: Vec<(String, String)>,
    /// The body.
    pub(super) body: Bytes,
}

impl Came {
    async fn sent<D: Dialect>(&self) -> Result<Sent, Refusal> {
        let is_read = self.head.method == Method::GET;
        let body = if is_read { Body::default() } else { D::decode(&self.head, self.body.clone()).await? };
        Ok(Sent { path: self.path.clone(), query: query(&self.head), body })
    }
}

/// Answers a call by the way that its connection says.
pub(super) async fn answer<D: Dialect>(
    call: Call<'_, D>,
    operation: &Entry<D>,
    came: Came,
) -> Result<Response, Refusal> {
    let is_proxied = call.caller.as_ref().is_some_and(|caller| caller.connection.mode == Mode::Proxy);
    if !is_proxied || operation.stays {
        let sent = came.sent::<D>().await?;
        let result = operation.perform(&call, sent).await?;
        return Ok(D::reply(operation.status, result));
    }
    if came.path.iter().any(|(_, part)| is_step(part)) {
        return Err(Refusal::UnknownPath);
    }
    let Call { app, caller: Some(caller), prefix, address, .. } = call else { return Err(Refusal::NoCredentials) };
    let passed = Passed { app: app.clone(), caller, prefix, address, operation: operation.clone(), came };
    // To its end, even if the client goes away meanwhile: what the vendor has done must be recorded.
    let answer =
        tokio::spawn(passed.on().in_current_span()).await.map_err(|error| Refusal::Domain(Error::internal(error)))?;
    answer.map(back)
}

/// A call on its way to the real vendor.
struct Passed<D: Dialect> {
    app: App,
    caller: Caller<D::Session>,
    prefix: &'static str,
    address: Option<std::net::IpAddr>,
    operation: Entry<D>,
    came: Came,
}

impl<D: Dialect> Passed<D> {
    async fn on(self) -> Result<Answer, Refusal> {
        let Self { app, caller, prefix, address, operation, came } = self;
        let connection = caller.connection.clone();
        let mut call = Call { app: &app, caller: Some(caller), prefix, address, echo: None };
        let mut path = came.path.clone();
        let own = D::ready(&call, &mut path).await?;
        let unsigned = unsigned(&connection, prefix, &operation, &path, &came).map_err(Error::from)?;
        let sent = outbound::send::<D>(&app, &connection, &unsigned, own.as_deref()).await;
        let answer = sent.map_err(Error::from)?;
        if !D::went_well(&answer) {
            return Ok(answer);
        }
        let Some(echo) = D::opened(&answer) else {
            keep(&call, &operation, &came, &json!(null), "the vendor's answer is not understood").await;
            return Ok(answer);
        };
        call.echo = Some(echo);
        let absorbed = match came.sent::<D>().await {
            Ok(sent) => operation.absorb(&call, sent).await,
            Err(refusal) => Err(refusal),
        };
        if let Err(refusal) = absorbed {
            let echo = call.echo.take().unwrap_or_default();
            keep(&call, &operation, &came, &echo, &reason(&refusal)).await;
        }
        Ok(answer)
    }
}

fn unsigned<D: Dialect>(
    connection: &connection::Model,
    prefix: &str,
    operation: &Entry<D>,
    path: &[(String, String)],
    came: &Came,
) -> Result<Unsigned, outbound::Failure> {
    let (base, path) = D::upstream(connection, prefix, &filled(operation.path, path))?;
    let mut query = query(&came.head);
    query.retain(|(name, _)| !D::is_credential(name));
    let mut headers = HeaderMap::new();
    for name in ON {
        if let Some(value) = came.head.headers.get(&name) {
            headers.insert(name, value.clone());
        }
    }
    Ok(Unsigned {
        operation: operation.name,
        method: came.head.method.clone(),
        base,
        path,
        query,
        headers,
        body: came.body.clone(),
        repeat: operation.repeat,
    })
}

/// Whether a part of a path is a step within it: the same call of the vendor would be another one. Encoding the dots does not help,
/// for URLs are read as if they were not encoded.
pub(super) fn is_step(part: &str) -> bool {
    matches!(part, "." | "..")
}

/// A path with its `{names}` replaced by what they stand for; none of these may be a step ([`is_step`]).
pub(super) fn filled(path: &str, parts: &[(String, String)]) -> String {
    let mut filled = path.to_owned();
    for (name, value) in parts {
        filled = filled.replace(&format!("{{{name}}}"), &utf8_percent_encode(value, PART).to_string());
    }
    filled
}

fn back(answer: Answer) -> Response {
    let mut response = Response::new(HttpBody::from(answer.body));
    *response.status_mut() = answer.status;
    for (name, value) in &answer.headers {
        if !NOT_BACK.contains(name) {
            response.headers_mut().append(name.clone(), value.clone());
        }
    }
    response
}

fn query(head: &Parts) -> Vec<(String, String)> {
    let query = head.uri.query().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes()).map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

fn reason(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Domain(Error::Internal(source)) => {
            tracing::error!(error = source.as_ref() as &dyn std::error::Error, "an exchange could not be recorded");
            "the exchange could not be recorded".to_owned()
        }
        Refusal::Domain(error) => error.to_string(),
        Refusal::Unreadable(why) | Refusal::NotAcceptable(why) => why.clone(),
        Refusal::Own { message, .. } => message.clone(),
        other => format!("{other:?}"),
    }
}

/// Keeps an exchange that the store cannot hold. The vendor has done its part, so this is no reason to refuse the client.
async fn keep<D: Dialect>(call: &Call<'_, D>, operation: &Entry<D>, came: &Came, echo: &Json, why: &str) {
    let Some(caller) = &call.caller else { return };
    let request = came.sent::<D>().await.map(|sent| json!({ "path": sent.path, "body": sent.body.values }));
    let entry = Quarantined {
        connection: caller.connection.id,
        source_record: None,
        operation: operation.name,
        path: String::new(),
        value: json!({ "request": without_secrets(request.unwrap_or_default()), "reply": echo }),
        reason: why.to_owned(),
    };
    if let Err(error) = kept(call.app, &caller.viewer, entry).await {
        tracing::error!(connection = caller.connection.id, operation = operation.name, %error, "an exchange is lost");
    }
}

/// Passwords and tokens are kept nowhere, not even aside.
fn without_secrets(mut value: Json) -> Json {
    match &mut value {
        Json::Object(fields) => {
            for (name, field) in fields {
                let name = name.to_ascii_lowercase();
                let is_secret = ["password", "token", "secret"].iter().any(|word| name.contains(word));
                *field = if is_secret { json!("***") } else { without_secrets(field.take()) };
            }
        }
        Json::Array(items) => {
            for item in items {
                *item = without_secrets(item.take());
            }
        }
        _ => {}
    }
    value
}

async fn kept(app: &App, viewer: &Viewer, entry: Quarantined) -> Result<()> {
    let work = Work::begin(app, viewer, Permission::CustomerRead).await?.heard_from(entry.connection);
    quarantine::service::keep(&work, vec![entry]).await?;
    work.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_filled_with_what_cannot_break_out_of_it() {
        let parts = [("id".to_owned(), "a/../b?c#d é".to_owned()), ("n".to_owned(), "7".to_owned())];
        assert_eq!(filled("/x/{id}/y/{n}", &parts), "/x/a%2F..%2Fb%3Fc%23d%20%C3%A9/y/7");
    }

    #[test]
    fn secrets_are_not_kept_aside() {
        let sent = json!({ "body": { "password": "x", "a": [{ "social_network_token": "y", "name": "z" }] } });
        assert_eq!(
            without_secrets(sent),
            json!({ "body": { "password": "***", "a": [{ "social_network_token": "***", "name": "z" }] } })
        );
    }
}

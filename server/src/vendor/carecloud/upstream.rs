//! The real CareCloud: logging in there, and showing who is calling.

use axum::http::{HeaderMap, HeaderValue, Method, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::basic;
use super::dialect::CareCloud;
use super::interface::Interface;
use super::tokens::upstream as devices;
use crate::net::Answer;
use crate::vendor::contract::{Call, Dialect, Refusal};
use crate::vendor::outbound::{Failure, Repeat, Shown, Token, Unsigned};

/// Names of the connection's credentials.
const LOGIN: &str = "login";
const PASSWORD: &str = "password";
const APPLICATION: &str = "user_external_application_id";
/// The setting of a connection that shows Basic credentials at the vendor instead of logging in.
pub(super) const BASIC: &str = "upstream_basic_auth";

const ENTERPRISE: &str = "/rest-api/enterprise-interface/v1.0";

/// Logging the connection's API user in. `valid_to` is in the project's own time, so that a token is used until it is refused.
pub(super) fn login(shown: &Shown<'_>) -> Result<Unsigned, Failure> {
    let (base, path) = CareCloud::upstream(shown.connection, ENTERPRISE, "/users/actions/login")?;
    let body = json!({
        APPLICATION: shown.secret(APPLICATION)?,
        LOGIN: shown.secret(LOGIN)?,
        PASSWORD: shown.secret(PASSWORD)?,
    });
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    Ok(Unsigned {
        operation: "postUserLogin",
        method: Method::POST,
        base,
        path,
        query: Vec::new(),
        headers: HeaderMap::from_iter(headers),
        body: body.to_string().into(),
        repeat: Repeat::Harmless,
    })
}

/// Whether the connection shows Basic credentials, and so needs no token.
pub(super) fn is_basic(shown: &Shown<'_>) -> bool {
    shown.connection.settings.get(BASIC).and_then(Value::as_bool).unwrap_or_default()
}

pub(super) fn token(answer: &Answer) -> Option<Token> {
    let body: Value = serde_json::from_slice(&answer.body).ok()?;
    let text = body.pointer("/data/bearer_token")?.as_str()?.to_owned();
    Some(Token { text, seconds: None })
}

pub(super) fn sign(call: &mut Unsigned, shown: &Shown<'_>) -> Result<(), Failure> {
    let value = match shown.token {
        // The call that asks for a token.
        Some("") => return Ok(()),
        Some(token) => format!("Bearer {token}"),
        None => {
            let (login, password) = (shown.secret(LOGIN)?, shown.secret(PASSWORD)?);
            let password = basic::password_of(&basic::digest(password), shown.now);
            format!("Basic {}", STANDARD.encode(format!("{login}:{password}")))
        }
    };
    call.show(header::AUTHORIZATION, &value)
}

/// What stands under `data`; nothing where there is no body.
pub(super) fn opened(answer: &Answer) -> Option<Value> {
    if answer.body.trim_ascii().is_empty() {
        return Some(Value::Null);
    }
    let body: Value = serde_json::from_slice(&answer.body).ok()?;
    body.get("data").cloned()
}

/// A client of the customer interface shows the vendor its device's own token there, in place of the one it has here.
pub(super) async fn ready(
    call: &Call<'_, CareCloud>,
    path: &mut [(String, String)],
) -> Result<Option<String>, Refusal> {
    if Interface::of(call.prefix) == Interface::Enterprise {
        return Ok(None);
    }
    let token = devices::token(call).await?;
    if let Some((_, shown)) = path.iter_mut().find(|(name, _)| name == "token_id") {
        shown.clone_from(&token);
    }
    Ok(Some(token))
}

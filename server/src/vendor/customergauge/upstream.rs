//! The real CustomerGauge: three hosts of one region, and the token that one gives out for another.

use axum::http::{HeaderMap, HeaderValue, Method, header};
use entity::connection;
use serde_json::Value;

use crate::net::Answer;
use crate::vendor::outbound::{Failure, Repeat, Shown, Token, Unsigned};

/// Settings of a connection whose hosts are not the vendor's own.
const TOKEN_URL: &str = "token_url";
const HOOKS_URL: &str = "hooks_url";

/// The vendor's hosts: `imports.api.{region}` takes records, `auth.{region}` gives out tokens, `hooks.{region}` receives webhooks.
const IMPORTS: &str = "https://imports.api.";

/// Where records are sent; the page prints a slash at the end.
pub(super) fn records(connection: &connection::Model, prefix: &str, path: &str) -> Result<(String, String), Failure> {
    Ok((base(connection)?, format!("{prefix}{path}/")))
}

/// Where tokens are given out.
pub(super) fn auth(connection: &connection::Model, prefix: &str, path: &str) -> Result<(String, String), Failure> {
    let own = setting(connection, TOKEN_URL).or_else(|| of_region(connection, "https://auth."));
    Ok((own.map_or_else(|| base(connection), Ok)?, format!("{prefix}{path}")))
}

/// Where webhooks are received. Onefold's own have a path below the host's root, so that they can stand beside everything else.
pub(super) fn hooks(connection: &connection::Model, prefix: &str, path: &str) -> Result<(String, String), Failure> {
    let own = setting(connection, HOOKS_URL).or_else(|| of_region(connection, "https://hooks."));
    match own {
        Some(own) => Ok((own, path.strip_prefix("/customergauge").unwrap_or(path).to_owned())),
        None => Ok((base(connection)?, format!("{prefix}{path}"))),
    }
}

/// Asking for the connection's token.
pub(super) fn login(shown: &Shown<'_>) -> Result<Unsigned, Failure> {
    let (base, path) = auth(shown.connection, "/oauth2", "/token")?;
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair("client_id", shown.secret("client_id")?)
        .append_pair("client_secret", shown.secret("client_secret")?)
        .finish();
    let form = HeaderValue::from_static("application/x-www-form-urlencoded");
    Ok(Unsigned {
        operation: "issueToken",
        method: Method::POST,
        base,
        path,
        query: Vec::new(),
        headers: HeaderMap::from_iter([(header::CONTENT_TYPE, form)]),
        body: body.into(),
        repeat: Repeat::Harmless,
    })
}

pub(super) fn token(answer: &Answer) -> Option<Token> {
    let body: Value = serde_json::from_slice(&answer.body).ok()?;
    let text = body.get("access_token")?.as_str()?.to_owned();
    Some(Token { text, seconds: body.get("expires_in").and_then(Value::as_i64) })
}

fn base(connection: &connection::Model) -> Result<String, Failure> {
    connection.base_url.clone().ok_or(Failure::Incomplete("base_url"))
}

fn setting(connection: &connection::Model, name: &str) -> Option<String> {
    connection.settings.get(name)?.as_str().filter(|url| !url.is_empty()).map(str::to_owned)
}

fn of_region(connection: &connection::Model, host: &str) -> Option<String> {
    Some(format!("{host}{}", connection.base_url.as_deref()?.strip_prefix(IMPORTS)?))
}

//! `POST /oauth2/token`: a connected app gets its token, after RFC 6749.

use axum::Json;
use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use entity::connection::{self, Vendor};
use entity::vendor_token::TokenKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::account::ACCOUNT;
use super::{basic, session, upstream};
use crate::app::App;
use crate::domain::account::{Viewer, clients};
use crate::error::Error;
use crate::vendor::account::Account;
use crate::vendor::contract::{About, Access, Call, Caller, Dialect, Operation, Refusal};
use crate::vendor::forms::{self, Tolerance};
use crate::vendor::outbound::{Failure, Shown, Unsigned};
use crate::vendor::reading::Body;
use crate::vendor::shape::{Field, Kind};

/// The vendor's tokens live an hour.
const SECONDS: i64 = 3600;
const GRANT: &str = "client_credentials";
const UNSUPPORTED: &str = "unsupported_grant_type";
const INVALID: &str = "invalid_request";

/// The dialect of the host that issues tokens.
#[derive(Debug)]
pub struct Tokens;

impl Dialect for Tokens {
    const VENDOR: Vendor = Vendor::Customergauge;
    const PREFIXES: &'static [&'static str] = &["/oauth2"];
    const BODY_LIMIT: usize = 16 * 1024;
    type Session = ();

    fn account() -> &'static Account {
        &ACCOUNT
    }

    fn about() -> About {
        About {
            title: "CustomerGauge, imports",
            version: "1",
            description: "Tokens of connected apps.",
            credentials: Vec::new(),
            encodings: &["application/x-www-form-urlencoded"],
            refusals: &[
                (400, "The request is not right"),
                (401, "The client is unknown or its secret wrong"),
                (404, "There is no such path"),
                (405, "The path does not support this method"),
                (413, "The body is too large"),
                (429, "Too many requests"),
                (500, "The request could not be carried out"),
                (502, "The real vendor cannot be reached or is not understood"),
                (503, "Try again later"),
                (504, "The real vendor did not answer in time"),
            ],
            error: json!({
                "type": "object",
                "required": ["error"],
                "properties": { "error": { "type": "string" }, "error_description": { "type": "string" } },
            }),
            envelope: |_, reply| Some(reply),
        }
    }

    /// Nothing here asks for it: the credentials are parameters of the call.
    async fn authenticate(_: &App, _: &'static str, _: &Parts) -> Result<Caller<()>, Refusal> {
        Err(Refusal::NoCredentials)
    }

    fn acceptable(_: &Parts) -> Result<(), Refusal> {
        Ok(())
    }

    /// The app's id and secret may stand in the header instead, and not in both.
    async fn decode(head: &Parts, body: Bytes) -> Result<Body, Refusal> {
        let form = forms::decode(head, body, Tolerance::default()).await?.into_form()?;
        let mut body = form.into_body();
        if body.values.values().any(Value::is_array) {
            return Err(Refusal::Unreadable("a parameter must not be repeated".to_owned()));
        }
        if !head.headers.contains_key(header::AUTHORIZATION) {
            return Ok(body);
        }
        let (id, secret) = basic::credentials(head).ok_or(Refusal::BadCredentials)?;
        if body.values.contains_key("client_secret") {
            return Err(Refusal::Unreadable("the client must show its secret in one way only".to_owned()));
        }
        body.values.insert("client_id".to_owned(), id.into());
        body.values.insert("client_secret".to_owned(), secret.into());
        Ok(body)
    }

    fn reply(status: StatusCode, result: Value) -> Response {
        (status, UNCACHED, Json(result)).into_response()
    }

    fn refuse(refusal: Refusal) -> Response {
        let (status, error, why) = failure(&refusal);
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut body = json!({ "error": error });
        if let Some(why) = why {
            body["error_description"] = why.into();
        }
        let mut response = (status, UNCACHED, Json(body)).into_response();
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic"));
        }
        if let Refusal::Method { allow, .. } = &refusal
            && let Ok(allow) = HeaderValue::from_str(allow)
        {
            response.headers_mut().insert(header::ALLOW, allow);
        }
        response
    }

    fn upstream(connection: &connection::Model, prefix: &str, path: &str) -> Result<(String, String), Failure> {
        upstream::auth(connection, prefix, path)
    }

    /// What it shows is in the call.
    fn sign(_: &mut Unsigned, _: &Shown<'_>) -> Result<(), Failure> {
        Ok(())
    }

    async fn own_session(_: &App, _: &connection::Model, _: &Viewer) -> Result<(), Error> {
        Ok(())
    }
}

/// What holds a secret must not be kept on the way.
const UNCACHED: [(header::HeaderName, &str); 2] = [(header::CACHE_CONTROL, "no-store"), (header::PRAGMA, "no-cache")];

fn failure(refusal: &Refusal) -> (u16, &'static str, Option<String>) {
    match refusal {
        Refusal::NoCredentials | Refusal::BadCredentials | Refusal::Domain(Error::Unauthenticated) => {
            (401, "invalid_client", None)
        }
        Refusal::Own { status, .. } => (*status, UNSUPPORTED, Some(format!("grant_type must be {GRANT}"))),
        Refusal::UnknownPath => (404, INVALID, None),
        Refusal::Method { allow, .. } => (405, INVALID, Some(format!("use {allow}"))),
        Refusal::TooLarge { .. } => (413, INVALID, None),
        Refusal::NotAcceptable(why) | Refusal::Unreadable(why) => (400, INVALID, Some(why.clone())),
        Refusal::Domain(Error::Unavailable(_)) => (503, "temporarily_unavailable", None),
        Refusal::Domain(Error::Upstream { fault, .. }) => (fault.status(), "temporarily_unavailable", None),
        Refusal::Domain(Error::Internal(_)) => (500, "server_error", None),
        Refusal::Domain(error) => (400, INVALID, Some(error.to_string())),
    }
}

/// The operation.
pub(super) struct IssueToken;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    grant_type: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Issued {
    access_token: String,
    token_type: String,
    expires_in: i64,
}

impl Operation for IssueToken {
    type Dialect = Tokens;
    type Request = Request;
    type Reply = Issued;
    const NAME: &'static str = "issueToken";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/token";
    const ACCESS: Access = Access::Open;

    fn fields() -> Vec<Field> {
        vec![
            Field::body("grant_type", Kind::Text).required().doc("client_credentials"),
            Field::body("client_id", Kind::Text).doc("Of the connected app"),
            Field::body("client_secret", Kind::Text).doc("Of the connected app"),
        ]
    }

    async fn perform(call: &Call<'_, Tokens>, request: Request) -> Result<Issued, Refusal> {
        if request.grant_type != GRANT {
            return Err(Refusal::Own { status: 400, message: UNSUPPORTED.to_owned() });
        }
        let (id, secret) = request.client_id.zip(request.client_secret).ok_or(Refusal::NoCredentials)?;
        let client = clients::oauth_client(call.app, &id, &secret).await.map_err(session::refused)?;
        let (connection, kind) = (client.connection_id, TokenKind::Oauth);
        let issued = clients::issue_token(call.app, connection, kind, Some(client.id), None, Some(SECONDS)).await?;
        Ok(Issued { access_token: issued.token, token_type: "Bearer".to_owned(), expires_in: SECONDS })
    }
}

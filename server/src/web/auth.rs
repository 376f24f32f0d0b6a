//! Logging staff in and out. The access token goes to the page's memory, the refresh token into a cookie that no script can read.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::Json;
use axum::extract::{ConnectInfo, FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use cookie::{Cookie, SameSite};
use serde::Deserialize;
use serde_json::json;

use super::Web;
use super::error::Refused;
use crate::app::App;
use crate::domain::account::sessions::{self, Session};
use crate::error::{Error, Rule, Violation};
use crate::net;

const COOKIE: &str = "onefold_refresh";
const PATH: &str = "/auth";

/// Proof that the request comes from a page of ours: another site's page cannot set a header of this name without being asked first.
pub(super) struct OwnPage;

impl<S: Sync> FromRequestParts<S> for OwnPage {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        let shown = parts.headers.get("x-onefold-request");
        match shown {
            Some(_) => Ok(Self),
            None => Err(Refused(
                Violation::new("x-onefold-request", Rule::Required, "the header x-onefold-request is required").into(),
            )),
        }
    }
}

/// Where a request came from, when that is known.
pub(super) struct From(Option<IpAddr>);

impl FromRequestParts<Web> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
        Ok(Self(net::client_address(&web.app.config().http, &parts.headers, peer)))
    }
}

/// What the login page sends.
#[derive(Deserialize)]
pub(super) struct Login {
    email: String,
    password: String,
}

pub(super) async fn log_in(
    State(web): State<Web>,
    _: OwnPage,
    From(address): From,
    login: Result<Json<Login>, axum::extract::rejection::JsonRejection>,
) -> Response {
    let Ok(Json(login)) = login else {
        return Refused(Violation::new("", Rule::Format, "a JSON object with email and password is expected").into())
            .into_response();
    };
    match sessions::log_in(&web.app, &login.email, &login.password, address).await {
        Ok(session) => begun(&web.app, session),
        Err(error) => Refused(error).into_response(),
    }
}

pub(super) async fn refresh(State(web): State<Web>, _: OwnPage, headers: HeaderMap) -> Response {
    let Some(token) = shown(&headers) else { return Refused(Error::Unauthenticated).into_response() };
    match sessions::refresh(&web.app, &token).await {
        Ok(session) => begun(&web.app, session),
        Err(error) => (AppendHeaders([(header::SET_COOKIE, ended())]), Refused(error)).into_response(),
    }
}

pub(super) async fn log_out(State(web): State<Web>, _: OwnPage, headers: HeaderMap) -> Result<Response, Refused> {
    if let Some(token) = shown(&headers) {
        sessions::log_out(&web.app, &token).await?;
    }
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(header::SET_COOKIE, ended())])).into_response())
}

fn begun(app: &App, session: Session) -> Response {
    let secure = app.config().public_url.as_deref().is_some_and(|url| url.starts_with("https:"));
    let kept = Cookie::build((COOKIE, session.refresh_token))
        .path(PATH)
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Strict)
        .max_age(cookie::time::Duration::seconds(session.refresh_seconds))
        .build();
    let body =
        Json(json!({ "access_token": session.access_token, "token_type": "Bearer", "expires_in": session.expires_in }));
    let headers =
        AppendHeaders([(header::SET_COOKIE, kept.to_string()), (header::CACHE_CONTROL, "no-store".to_owned())]);
    (headers, body).into_response()
}

fn ended() -> HeaderValue {
    HeaderValue::from_static("onefold_refresh=; Path=/auth; HttpOnly; SameSite=Strict; Max-Age=0")
}

fn shown(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let found =
        cookies.flat_map(|text| Cookie::split_parse(text.to_owned())).flatten().find(|cookie| cookie.name() == COOKIE);
    found.map(|cookie| cookie.value().to_owned())
}

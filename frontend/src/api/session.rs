//! The staff session of this browser: a short-lived access token, renewed by the refresh cookie that no script can read.

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared};
use gloo_net::http::{Request, Response};
use leptos::prelude::*;
use serde_json::json;

use super::ApiError;
use super::error::Refusal;
use super::locks::in_turn;
use super::token::Token;

/// The refresh token rotates, and an old one used again ends the session: pages of one browser therefore take turns.
const LOCK: &str = "onefold-refresh";

/// Whether somebody is logged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// The server has not been asked yet.
    Unknown,
    /// Somebody is.
    In,
    /// Nobody is.
    Out,
}

type Renewal = Shared<LocalBoxFuture<'static, Result<Token, ApiError>>>;

/// A handle on the session; all copies are one session.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    token: StoredValue<Option<Token>, LocalStorage>,
    renewal: StoredValue<Option<Renewal>, LocalStorage>,
    status: RwSignal<Status>,
}

impl Session {
    /// A session of which nothing is known yet.
    pub(crate) fn new() -> Self {
        Self {
            token: StoredValue::new_local(None),
            renewal: StoredValue::new_local(None),
            status: RwSignal::new(Status::Unknown),
        }
    }

    /// Whether somebody is logged in; follows every change.
    pub(crate) fn status(self) -> Status {
        self.status.get()
    }

    /// Logs in.
    pub(crate) async fn log_in(self, email: String, password: String) -> Result<(), ApiError> {
        let body = json!({ "email": email, "password": password });
        let answer = post("/auth/login").json(&body)?.send().await?;
        let token = granted(answer).await.map_err(|error| match error {
            ApiError::LoggedOut => ApiError::WrongPassword,
            other => other,
        })?;
        self.settle(Some(token));
        Ok(())
    }

    /// Logs out here and on the server. The cookie is gone even when the answer is lost: the server's next refusal ends the session.
    pub(crate) async fn log_out(self) -> Result<(), ApiError> {
        let answer = post("/auth/logout").send().await?;
        if !answer.ok() {
            return Err(ApiError::of_status(answer.status(), None));
        }
        self.settle(None);
        Ok(())
    }

    /// The token to send, renewed when it has run out.
    pub(crate) async fn token(self) -> Result<String, ApiError> {
        let kept = self.token.get_value().filter(|token| token.holds(js_sys::Date::now()));
        match kept {
            Some(token) => Ok(token.text),
            None => self.renewed().await,
        }
    }

    /// Gives up `refused` when it is still the token in use: the next call of [`Session::token`] fetches a new one.
    pub(crate) fn discard(self, refused: &str) {
        self.token.update_value(|token| drop(token.take_if(|token| token.text == refused)));
    }

    /// Forgets the session because the server does not know it any more.
    pub(crate) fn end(self) {
        self.settle(None);
    }

    /// One renewal at a time: whoever needs a token meanwhile waits for the same one.
    async fn renewed(self) -> Result<String, ApiError> {
        let under_way = self.renewal.get_value();
        let renewal = under_way.unwrap_or_else(|| {
            let started = renew().boxed_local().shared();
            self.renewal.set_value(Some(started.clone()));
            started
        });
        let outcome = renewal.await;
        self.renewal.set_value(None);
        match outcome {
            Ok(token) => {
                let text = token.text.clone();
                self.settle(Some(token));
                Ok(text)
            }
            Err(error) => {
                if error == ApiError::LoggedOut {
                    self.settle(None);
                }
                Err(error)
            }
        }
    }

    fn settle(self, token: Option<Token>) {
        let status = if token.is_some() { Status::In } else { Status::Out };
        self.token.set_value(token);
        if self.status.get_untracked() != status {
            self.status.set(status);
        }
    }
}

async fn renew() -> Result<Token, ApiError> {
    let work = async { granted(post("/auth/refresh").send().await?).await };
    in_turn(LOCK, work).await.unwrap_or(Err(ApiError::Offline))
}

fn post(path: &str) -> gloo_net::http::RequestBuilder {
    Request::post(path).header("accept", "application/json").header("x-onefold-request", "1")
}

async fn granted(answer: Response) -> Result<Token, ApiError> {
    if !answer.ok() {
        let status = answer.status();
        return Err(ApiError::of_status(status, answer.json::<Refusal>().await.ok()));
    }
    Ok(Token::new(answer.json().await?, js_sys::Date::now()))
}

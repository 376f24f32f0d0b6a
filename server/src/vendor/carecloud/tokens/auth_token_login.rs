//! `POST /tokens/{token_id}/actions/auth-token-login`: log a customer in whom another application hands over.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::dialect::CareCloud;
use super::super::identity::{Found, ShownAuthToken, verify_token};
use super::login::log_in;
use super::shown;
use crate::domain::account::Permission;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::Field;

/// The operation.
pub(super) struct LogInByAuthToken;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    token_id: String,
    #[serde(flatten)]
    shown: ShownAuthToken,
}

impl Operation for LogInByAuthToken {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = Found;
    const NAME: &'static str = "postTokenAuthTokenLogin";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/tokens/{token_id}/actions/auth-token-login";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        [shown::id()].into_iter().chain(ShownAuthToken::fields()).collect()
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<Found, Refusal> {
        let token = shown::token(call, &request.token_id)?;
        let record = verify_token(call, request.shown).await?;
        log_in(call, token.id, record).await
    }

    /// The real vendor has found out who it is.
    async fn absorb(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        super::login::log_in_given(call, &request.token_id).await
    }
}

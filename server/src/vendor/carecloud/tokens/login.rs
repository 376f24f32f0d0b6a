//! `POST /tokens/{token_id}/actions/login`: log a customer in by login and password.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::dialect::CareCloud;
use super::super::identity::{Credentials, Found, found};
use super::shown;
use crate::domain::account::Permission;
use crate::domain::account::customers::devices;
use crate::domain::source::service as sources;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::Field;

/// The operation.
pub(super) struct LogIn;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    token_id: String,
    #[serde(flatten)]
    credentials: Credentials,
}

impl Operation for LogIn {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = Found;
    const NAME: &'static str = "postTokenLogin";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/tokens/{token_id}/actions/login";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        [shown::id()].into_iter().chain(Credentials::fields(&["email", "phone", "card"])).collect()
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<Found, Refusal> {
        let token = shown::token(call, &request.token_id)?;
        let record = request.credentials.verify(call).await?;
        log_in(call, token.id, record).await
    }

    /// The real vendor has found out who it is.
    async fn absorb(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        log_in_given(call, &request.token_id).await
    }
}

/// Logs a customer in whose credentials were right.
pub(super) async fn log_in(call: &Call<'_, CareCloud>, token: i64, record: i64) -> Result<Found, Refusal> {
    let work = call.begin(Permission::CustomerRead).await?;
    devices::log_in(&work, token, record).await?;
    work.commit().await?;
    found(call, record).await
}

/// Logs the customer in whom the real vendor names in its reply.
pub(super) async fn log_in_given(call: &Call<'_, CareCloud>, token_id: &str) -> Result<(), Refusal> {
    let token = shown::token(call, token_id)?;
    let Some(customer_id) = call.given("customer_id") else { return Ok(()) };
    let work = call.begin(Permission::CustomerRead).await?;
    let record = sources::named(&work, call.caller()?.connection.id, &customer_id).await?;
    devices::log_in(&work, token.id, record.id).await?;
    Ok(work.commit().await?)
}

//! `POST /tokens/{token_id}/actions/logout`: log the customer out. The token stays.

use axum::http::{Method, StatusCode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::dialect::CareCloud;
use super::shown;
use crate::domain::account::Permission;
use crate::domain::account::customers::devices;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::Field;

/// The operation.
pub(super) struct LogOut;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    token_id: String,
}

impl Operation for LogOut {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = ();
    const NAME: &'static str = "postTokenLogout";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/tokens/{token_id}/actions/logout";
    const STATUS: StatusCode = StatusCode::NO_CONTENT;
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        vec![shown::id()]
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        let token = shown::token(call, &request.token_id)?;
        let work = call.begin(Permission::CustomerRead).await?;
        devices::log_out(&work, token.id).await?;
        Ok(work.commit().await?)
    }

    /// Nobody is logged in on the device any more, here as there.
    async fn absorb(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        Self::perform(call, request).await
    }
}

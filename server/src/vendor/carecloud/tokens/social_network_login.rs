//! `POST /tokens/{token_id}/actions/social-network-login`: log a customer in by an account at a social network.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::customers::{SocialNetworkCredentials, social_network_credentials};
use super::super::dialect::CareCloud;
use super::super::identity::{Found, verify_social};
use super::login::log_in;
use super::shown;
use crate::domain::account::Permission;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::Field;

/// The operation.
pub(super) struct LogInBySocialNetwork;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    token_id: String,
    social_network_credentials: SocialNetworkCredentials,
}

impl Operation for LogInBySocialNetwork {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = Found;
    const NAME: &'static str = "postTokenSocialLogin";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/tokens/{token_id}/actions/social-network-login";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        vec![shown::id(), social_network_credentials().required()]
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<Found, Refusal> {
        let token = shown::token(call, &request.token_id)?;
        let record = verify_social(call, &request.social_network_credentials).await?;
        log_in(call, token.id, record).await
    }

    /// The real vendor has found out who it is.
    async fn absorb(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        super::login::log_in_given(call, &request.token_id).await
    }
}

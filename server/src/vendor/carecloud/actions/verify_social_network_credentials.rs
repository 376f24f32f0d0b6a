//! `POST /customers/actions/verify-social-network-credentials`: whose account at a social network is this? Begins no session.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::access::enterprise_only;
use super::super::customers::{SocialNetworkCredentials, social_network_credentials};
use super::super::dialect::CareCloud;
use super::super::identity::{Found, found, verify_social};
use crate::domain::account::Permission;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::outbound::Repeat;
use crate::vendor::shape::Field;

/// The operation.
pub(super) struct VerifySocialNetworkCredentials;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    social_network_credentials: SocialNetworkCredentials,
}

impl Operation for VerifySocialNetworkCredentials {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = Found;
    const NAME: &'static str = "postCustomerVerifySocialNetworkCredentials";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/customers/actions/verify-social-network-credentials";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        vec![social_network_credentials().required()]
    }

    /// It only reads, whatever its method.
    fn repeat() -> Repeat {
        Repeat::Reads
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<Found, Refusal> {
        enterprise_only(call, super::RESOURCE)?;
        found(call, verify_social(call, &request.social_network_credentials).await?).await
    }
}

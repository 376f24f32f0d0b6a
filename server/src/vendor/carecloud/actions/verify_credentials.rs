//! `POST /customers/actions/verify-credentials`: is this the customer's password? Begins no session.

use axum::http::Method;

use super::super::access::enterprise_only;
use super::super::dialect::CareCloud;
use super::super::identity::{Credentials, Found, found};
use crate::domain::account::Permission;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::outbound::Repeat;
use crate::vendor::shape::Field;

/// The operation.
pub(super) struct VerifyCredentials;

impl Operation for VerifyCredentials {
    type Dialect = CareCloud;
    type Request = Credentials;
    type Reply = Found;
    const NAME: &'static str = "postCustomerVerifyCredentials";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/customers/actions/verify-credentials";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        Credentials::fields(&["card", "email"])
    }

    /// It only reads, whatever its method.
    fn repeat() -> Repeat {
        Repeat::Reads
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Credentials) -> Result<Found, Refusal> {
        enterprise_only(call, super::RESOURCE)?;
        found(call, request.verify(call).await?).await
    }
}

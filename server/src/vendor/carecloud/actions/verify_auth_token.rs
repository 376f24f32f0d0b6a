//! `POST /customers/actions/verify-auth-token`: whom does this token hand over? It can be asked once.

use axum::http::Method;

use super::super::access::enterprise_only;
use super::super::dialect::CareCloud;
use super::super::identity::{Found, ShownAuthToken, found, verify_token};
use crate::domain::account::Permission;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::Field;

/// The operation.
pub(super) struct VerifyAuthToken;

impl Operation for VerifyAuthToken {
    type Dialect = CareCloud;
    type Request = ShownAuthToken;
    type Reply = Found;
    const NAME: &'static str = "postCustomerVerifyAuthToken";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/customers/actions/verify-auth-token";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        ShownAuthToken::fields()
    }

    async fn perform(call: &Call<'_, CareCloud>, request: ShownAuthToken) -> Result<Found, Refusal> {
        enterprise_only(call, super::RESOURCE)?;
        found(call, verify_token(call, request).await?).await
    }
}

//! `POST /customers/actions/verify-auth-token`: whom does this token hand over? It can be asked once.

use axum::http::Method;
use serde::{Deserialize, Serialize};

use super::super::access::enterprise_only;
use super::super::dialect::CareCloud;
use super::super::identity::{Found, found, verify_token};
use crate::domain::account::Permission;
use crate::domain::account::customers::hand_over::ShownToken;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

/// The operation.
pub(super) struct VerifyAuthToken;

#[derive(Serialize, Deserialize)]
pub(super) struct Request {
    application_id: String,
    token: String,
    token_request_id: String,
}

impl Operation for VerifyAuthToken {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = Found;
    const NAME: &'static str = "postCustomerVerifyAuthToken";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/customers/actions/verify-auth-token";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        vec![
            Field::body("application_id", Kind::Text).required().longest(255).doc("The application it is meant for"),
            Field::body("token", Kind::Text).or_number().required().longest(4096).doc("Authentication token"),
            Field::body("token_request_id", Kind::Text).required().longest(255).doc("The request that made it"),
        ]
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<Found, Refusal> {
        enterprise_only(call, super::RESOURCE)?;
        let Request { application_id: application, token, token_request_id: request_id } = request;
        found(call, verify_token(call, &ShownToken { application, token, request_id }).await?).await
    }
}

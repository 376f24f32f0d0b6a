//! `GET /tokens/{token_id}/actions/auth-token`: a token that hands the logged-in customer over to another application.

use axum::http::Method;
use serde::{Deserialize, Serialize};

use super::super::access::own_record;
use super::super::dialect::CareCloud;
use super::super::identity::{AuthToken, form, token_type};
use super::shown;
use crate::domain::account::Permission;
use crate::domain::account::customers::hand_over::{self, NewToken};
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

/// The operation.
pub(super) struct GetAuthToken;

#[derive(Serialize, Deserialize)]
pub(super) struct Request {
    token_id: String,
    external_application_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    token_type: Option<i64>,
}

impl Operation for GetAuthToken {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = AuthToken;
    const NAME: &'static str = "getTokenAuthentication";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/tokens/{token_id}/actions/auth-token";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        vec![
            shown::id(),
            Field::query("external_application_id", Kind::Text).required().doc("The application that may redeem it"),
            token_type(Field::query("token_type", Kind::Integer)),
        ]
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<AuthToken, Refusal> {
        shown::token(call, &request.token_id)?;
        let record = own_record(call).await?;
        hand_over::prepare(call.app).await?;
        let work = call.begin(Permission::CustomerRead).await?;
        let new = NewToken {
            source_record: record.id,
            application: request.external_application_id,
            form: form(request.token_type),
        };
        let issued = hand_over::issue(&work, "external_application_id", new).await?;
        work.commit().await?;
        AuthToken::of(issued, call)
    }
}

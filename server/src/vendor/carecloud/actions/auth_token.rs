//! `POST /customers/actions/auth-token`: a token that hands a customer over to another application.

use axum::http::Method;
use entity::source_record::RecordState;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::access::enterprise_only;
use super::super::dialect::CareCloud;
use super::super::identity::{AuthToken, form, token_type};
use crate::domain::account::Permission;
use crate::domain::account::customers::hand_over::{self, NewToken};
use crate::domain::source::store as sources;
use crate::error::{Rule, Violation};
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

/// The operation.
pub(super) struct IssueAuthToken;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    customer_id: String,
    external_application_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    token_type: Option<i64>,
}

impl Operation for IssueAuthToken {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = AuthToken;
    const NAME: &'static str = "postCustomersAuthToken";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/customers/actions/auth-token";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        vec![
            Field::body("customer_id", Kind::Text).required().longest(255).doc("The unique id for the customer"),
            Field::body("external_application_id", Kind::Text)
                .required()
                .longest(255)
                .doc("The application that may redeem it"),
            token_type(Field::body("token_type", Kind::Integer)),
        ]
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<AuthToken, Refusal> {
        enterprise_only(call, super::RESOURCE)?;
        hand_over::prepare(call.app).await?;
        let work = call.begin(Permission::CustomerCud).await?;
        let record = sources::by_vendor_id(work.db(), call.caller()?.connection.id, &request.customer_id).await?;
        let record = record.filter(|record| record.state == RecordState::Active).ok_or_else(|| {
            let unknown = Violation::new("customer_id", Rule::NotFound, "customer_id does not exist");
            unknown.with_value(&request.customer_id)
        })?;
        let new = NewToken {
            source_record: record.id,
            application: request.external_application_id,
            form: form(request.token_type),
        };
        let issued = hand_over::issue(&work, "external_application_id", new).await?;
        work.commit().await?;
        AuthToken::of(issued, call)
    }

    /// The token is the real vendor's, which will redeem it.
    async fn absorb(_: &Call<'_, CareCloud>, _: Request) -> Result<(), Refusal> {
        Ok(())
    }
}

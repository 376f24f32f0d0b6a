//! `POST /customers/{customer_id}/interest-records`: create an interest record.

use axum::http::{Method, StatusCode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::access;
use super::super::dialect::CareCloud;
use super::super::heard;
use super::records;
use super::types::{Sent, field};
use crate::domain::account::{Permission, secrets};
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::Field;

/// The operation.
pub(super) struct AddInterestRecord;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Added {
    interest_record_id: String,
}

impl Operation for AddInterestRecord {
    type Dialect = CareCloud;
    type Request = Sent;
    type Reply = Added;
    const NAME: &'static str = "postSubCustomerInterest";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = super::PATH;
    const STATUS: StatusCode = StatusCode::CREATED;
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        vec![access::customer_id(), field()]
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Sent) -> Result<Added, Refusal> {
        let record = access::record(call, &request.customer_id).await?;
        let given = call.given("interest_record_id");
        let interest_record_id = given.map_or_else(secrets::random_hex::<13>, Ok)?;
        let work = call.begin(Permission::CustomerCud).await?;
        let interest = records::named(&work, call.caller()?.connection.id, &request).await?;
        records::add(&work, record.id, interest, interest_record_id.clone()).await?;
        work.commit().await?;
        Ok(Added { interest_record_id })
    }

    /// As the list says it: the record may have the interest here already.
    async fn absorb(call: &Call<'_, CareCloud>, mut request: Sent) -> Result<(), Refusal> {
        request.interest_record.interest_record_id = call.given("interest_record_id");
        heard::absorb_one(call, &request.customer_id, request.interest_record).await
    }
}

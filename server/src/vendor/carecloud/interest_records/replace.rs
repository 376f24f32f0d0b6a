//! `PUT /customers/{customer_id}/interest-records/{interest_record_id}`: update an interest record.

use axum::http::{Method, StatusCode};

use super::super::access;
use super::super::dialect::CareCloud;
use super::super::heard;
use super::records;
use super::types::{Sent, field, id};
use crate::domain::account::Permission;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::Field;

/// The operation.
pub(super) struct ReplaceInterestRecord;

impl Operation for ReplaceInterestRecord {
    type Dialect = CareCloud;
    type Request = Sent;
    type Reply = ();
    const NAME: &'static str = "putSubCustomerInterest";
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = super::ITEM;
    const STATUS: StatusCode = StatusCode::NO_CONTENT;
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        vec![access::customer_id(), id(), field()]
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Sent) -> Result<(), Refusal> {
        let record = access::record(call, &request.customer_id).await?;
        let asked = request.interest_record_id.as_deref().unwrap_or_default();
        let present = records::find(call, record.id, asked).await?;
        let work = call.begin(Permission::CustomerCud).await?;
        let interest = records::named(&work, call.caller()?.connection.id, &request).await?;
        records::change(&work, present.id, interest).await?;
        Ok(work.commit().await?)
    }

    /// As the list says it: the record may have no such interest here yet.
    async fn absorb(call: &Call<'_, CareCloud>, mut request: Sent) -> Result<(), Refusal> {
        request.interest_record.interest_record_id = request.interest_record_id;
        heard::absorb_one(call, &request.customer_id, request.interest_record).await
    }
}

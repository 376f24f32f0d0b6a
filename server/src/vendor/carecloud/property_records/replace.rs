//! `PUT /customers/{customer_id}/property-records/{property_record_id}`: update a property record.

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
pub(super) struct ReplacePropertyRecord;

impl Operation for ReplacePropertyRecord {
    type Dialect = CareCloud;
    type Request = Sent;
    type Reply = ();
    const NAME: &'static str = "putSubCustomerProperty";
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = super::ITEM;
    const STATUS: StatusCode = StatusCode::NO_CONTENT;
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        vec![access::customer_id(), id(), field()]
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Sent) -> Result<(), Refusal> {
        let record = access::record(call, &request.customer_id).await?;
        let asked = request.property_record_id.unwrap_or_default();
        let (present, property) = records::find(call, record.id, &asked).await?;
        let work = call.begin(Permission::CustomerCud).await?;
        records::replace(&work, &call.caller()?.connection, (&present, &property), &request.property_record).await?;
        Ok(work.commit().await?)
    }

    /// As the list says it: the record may have no value here yet.
    async fn absorb(call: &Call<'_, CareCloud>, mut request: Sent) -> Result<(), Refusal> {
        // The property's own id will do in the path, and is none of the record's.
        let named = request.property_record_id.filter(|id| id.contains(':'));
        request.property_record.property_record_id = named;
        heard::absorb_one(call, &request.customer_id, request.property_record).await
    }
}

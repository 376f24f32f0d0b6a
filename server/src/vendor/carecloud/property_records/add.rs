//! `POST /customers/{customer_id}/property-records`: add a new property record.

use axum::http::{Method, StatusCode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::access;
use super::super::dialect::CareCloud;
use super::super::heard;
use super::records;
use super::types::{Sent, field};
use crate::domain::account::Permission;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::Field;

/// The operation.
pub(super) struct AddPropertyRecord;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Added {
    property_record_id: String,
}

impl Operation for AddPropertyRecord {
    type Dialect = CareCloud;
    type Request = Sent;
    type Reply = Added;
    const NAME: &'static str = "postSubCustomerProperty";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = super::PATH;
    const STATUS: StatusCode = StatusCode::CREATED;
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        vec![access::customer_id(), field()]
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Sent) -> Result<Added, Refusal> {
        let record = access::record(call, &request.customer_id).await?;
        let work = call.begin(Permission::CustomerCud).await?;
        let given = call.given("property_record_id");
        let row = records::add(call, &work, record.id, (&request.property_record, given)).await?;
        work.commit().await?;
        Ok(Added { property_record_id: row.vendor_id.unwrap_or_default() })
    }

    /// As the list says it: the record may have a value here that it had not there.
    async fn absorb(call: &Call<'_, CareCloud>, mut request: Sent) -> Result<(), Refusal> {
        request.property_record.property_record_id = call.given("property_record_id");
        heard::absorb_one(call, &request.customer_id, request.property_record).await
    }
}

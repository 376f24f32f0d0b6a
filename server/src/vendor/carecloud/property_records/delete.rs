//! `DELETE /customers/{customer_id}/property-records/{property_record_id}`: delete a property record.

use axum::http::{Method, StatusCode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::access;
use super::super::dialect::CareCloud;
use super::records;
use super::types::id;
use crate::domain::account::Permission;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::Field;

/// The operation.
pub(super) struct DeletePropertyRecord;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    customer_id: String,
    property_record_id: String,
}

impl Operation for DeletePropertyRecord {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = ();
    const NAME: &'static str = "deleteSubCustomerProperty";
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = super::ITEM;
    const STATUS: StatusCode = StatusCode::NO_CONTENT;
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        vec![access::customer_id(), id()]
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        let record = access::record(call, &request.customer_id).await?;
        let (present, _) = records::find(call, record.id, &request.property_record_id).await?;
        let work = call.begin(Permission::CustomerCud).await?;
        records::remove(&work, present.id).await?;
        Ok(work.commit().await?)
    }

    /// What is not there is gone here too.
    async fn absorb(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        match Self::perform(call, request).await {
            Err(Refusal::Own { status: 404, .. }) => Ok(()),
            done => done,
        }
    }
}

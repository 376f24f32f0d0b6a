//! `GET /customers/{customer_id}/property-records`: all property records of a customer.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::access;
use super::super::dialect::CareCloud;
use super::super::heard::{self, Asked};
use super::super::paging::Paging;
use super::records;
use super::types::PropertyRecord;
use crate::domain::account::Permission;
use crate::domain::property::store;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::Field;

const SORTS: [&str; 5] = ["property_record_id", "property_id", "property_name", "property_value", "last_change"];

/// The operation.
pub(super) struct ListPropertyRecords;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    customer_id: String,
    #[serde(flatten)]
    paging: Paging,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct PropertyRecords {
    property_records: Vec<PropertyRecord>,
    total_items: u64,
}

impl Operation for ListPropertyRecords {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = PropertyRecords;
    const NAME: &'static str = "getSubCustomerProperties";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = super::PATH;
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        Paging::with([access::customer_id()])
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<PropertyRecords, Refusal> {
        let record = access::record(call, &request.customer_id).await?;
        let rows = store::of_record(call.app.store().reader(), record.id).await?;
        let properties = records::properties(call, &rows).await?;
        let connection = &call.caller()?.connection;
        let items = rows.iter().filter_map(|row| {
            let property = properties.get(&row.definition_id)?;
            Some(records::item(row, property, connection))
        });
        let (property_records, total_items) = request.paging.cut(items.collect(), &SORTS)?;
        Ok(PropertyRecords { property_records, total_items })
    }

    async fn absorb(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        let is_narrowed = false;
        let (customer_id, paging) = (request.customer_id.as_str(), &request.paging);
        heard::absorb::<PropertyRecord>(call, Asked { operation: Self::NAME, customer_id, paging, is_narrowed }).await
    }
}

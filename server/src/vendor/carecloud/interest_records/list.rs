//! `GET /customers/{customer_id}/interest-records`: all interest records of a customer.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::dialect::CareCloud;
use super::super::heard::{self, Asked};
use super::super::paging::Paging;
use super::super::{access, time};
use super::records;
use super::types::InterestRecord;
use crate::domain::account::Permission;
use crate::domain::interest::store;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::Field;

const SORTS: [&str; 4] = ["interest_record_id", "interest_id", "customer_id", "last_change"];

/// The operation.
pub(super) struct ListInterestRecords;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    customer_id: String,
    /// The page has none for this list; it does no harm.
    #[serde(flatten)]
    paging: Paging,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct InterestRecords {
    interest_records: Vec<InterestRecord>,
    total_items: u64,
}

impl Operation for ListInterestRecords {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = InterestRecords;
    const NAME: &'static str = "getSubCustomerInterests";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = super::PATH;
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        Paging::with([access::customer_id()])
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<InterestRecords, Refusal> {
        let record = access::record(call, &request.customer_id).await?;
        let (db, caller) = (call.app.store().reader(), call.caller()?);
        let rows = store::of_record(db, record.id).await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.interest_id).collect();
        let interests = store::definitions(db, caller.viewer.brand(), &ids).await?;
        let zone = time::zone(&caller.connection.time_zone);
        let items = rows.iter().filter_map(|row| {
            let interest = interests.get(&row.interest_id)?;
            Some(records::item(row, interest, &record.vendor_id, zone))
        });
        let (interest_records, total_items) = request.paging.cut(items.collect(), &SORTS)?;
        Ok(InterestRecords { interest_records, total_items })
    }

    async fn absorb(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        let is_narrowed = false;
        let (customer_id, paging) = (request.customer_id.as_str(), &request.paging);
        heard::absorb::<InterestRecord>(call, Asked { operation: Self::NAME, customer_id, paging, is_narrowed }).await
    }
}

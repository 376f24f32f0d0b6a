//! `GET /customers/{customer_id}/customer-source-records`: all customer source records of a customer.

use axum::http::Method;
use entity::lookup::LookupKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::dialect::CareCloud;
use super::super::heard::{self, Asked};
use super::super::paging::Paging;
use super::super::{access, ids, time};
use super::types::CustomerSourceRecord;
use crate::domain::account::Permission;
use crate::domain::catalogue::service as catalogue;
use crate::domain::origin::{OriginFilter, store as origins};
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

const SORTS: [&str; 5] =
    ["customer_source_record_id", "customer_source_id", "customer_id", "external_id", "last_change"];

/// The operation.
pub(super) struct ListCustomerSourceRecords;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    customer_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    customer_source_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    external_id: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    external_ids: Vec<String>,
    #[serde(flatten)]
    paging: Paging,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct CustomerSourceRecords {
    customer_source_records: Vec<CustomerSourceRecord>,
    total_items: u64,
}

impl Operation for ListCustomerSourceRecords {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = CustomerSourceRecords;
    const NAME: &'static str = "getSubCustomerSources";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = super::PATH;
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        let texts = Kind::List { of: Box::new(Kind::Text), at_least: 0, at_most: 1000 };
        Paging::with([
            access::customer_id(),
            Field::query("customer_source_id", Kind::Text).doc("Only this source"),
            Field::query("external_id", Kind::Text).doc("Only under this id; older than external_ids"),
            Field::query("external_ids", texts).doc("Only under one of these ids; wins over external_id"),
        ])
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<CustomerSourceRecords, Refusal> {
        let record = access::record(call, &request.customer_id).await?;
        let (db, caller) = (call.app.store().reader(), call.caller()?);
        let mut filter = OriginFilter { customer_source: None, external_ids: request.external_ids };
        if filter.external_ids.is_empty() {
            filter.external_ids.extend(request.external_id.filter(|id| !id.is_empty()));
        }
        if let Some(source) = request.customer_source_id.filter(|source| !source.is_empty()) {
            let known = catalogue::find(db, caller.connection.id, LookupKind::CustomerSource, &source).await?;
            // A source that does not exist has no customers: no row has this id.
            filter.customer_source = Some(known.map_or(0, |known| known.id));
        }
        let rows = origins::of_record(db, record.id, &filter).await?;
        let sources: Vec<i64> = rows.iter().map(|row| row.customer_source_id).collect();
        let sources = catalogue::by_ids(db, caller.viewer.brand(), &sources).await?;
        let zone = time::zone(&caller.connection.time_zone);
        let items = rows.into_iter().filter_map(|row| {
            Some(CustomerSourceRecord {
                customer_source_record_id: Some(ids::shown(row.vendor_id.as_deref(), row.id)),
                customer_source_id: sources.get(&row.customer_source_id)?.vendor_id.clone(),
                customer_id: Some(record.vendor_id.clone()),
                external_id: row.external_id,
                last_change: Some(time::write(row.updated_at, zone)),
            })
        });
        let (customer_source_records, total_items) = request.paging.cut(items.collect(), &SORTS)?;
        Ok(CustomerSourceRecords { customer_source_records, total_items })
    }

    async fn absorb(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        let is_narrowed =
            request.customer_source_id.is_some() || request.external_id.is_some() || !request.external_ids.is_empty();
        let (customer_id, paging) = (request.customer_id.as_str(), &request.paging);
        heard::absorb::<CustomerSourceRecord>(call, Asked { operation: Self::NAME, customer_id, paging, is_narrowed })
            .await
    }
}

//! `GET /customers/{customer_id}/status-records`: all status records of a customer.

use axum::http::Method;
use entity::status_record::{self, Column};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use super::dialect::CareCloud;
use super::heard::{self, Asked, On, Said};
use super::lookups::state;
use super::paging::Paging;
use super::{access, ids, time};
use crate::domain::account::Permission;
use crate::domain::segment::status::{Heard, StatusFilter, service, store};
use crate::error::Violation;
use crate::store::slice;
use crate::vendor::contract::{Access, Call, Entry, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

pub(super) fn operations() -> Vec<Entry<CareCloud>> {
    vec![Entry::of::<ListStatusRecords>()]
}

const SORTS: [(&str, Column); 8] = [
    ("status_record_id", Column::VendorId),
    ("status_id", Column::TierId),
    ("customer_id", Column::Id),
    ("valid_from", Column::ValidFrom),
    ("valid_to", Column::ValidTo),
    ("valid_now", Column::ValidFrom),
    ("last_change", Column::UpdatedAt),
    ("state", Column::State),
];

/// The operation.
struct ListStatusRecords;

#[derive(Serialize, Deserialize, JsonSchema)]
struct Request {
    customer_id: String,
    #[serde(flatten)]
    paging: Paging,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    valid_now: Option<bool>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct StatusRecords {
    status_records: Vec<StatusRecord>,
    total_items: u64,
}

/// A period in a tier.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
struct StatusRecord {
    status_record_id: String,
    status_id: Option<String>,
    customer_id: String,
    valid_from: String,
    valid_to: Option<String>,
    purchase_conditions: Json,
    last_change: String,
    state: i32,
}

impl Operation for ListStatusRecords {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = StatusRecords;
    const NAME: &'static str = "getSubCustomerStatusRecords";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/customers/{customer_id}/status-records";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        let valid = Field::query("valid_now", Kind::Boolean).doc("Only the one that holds now; false: all");
        Paging::with([access::customer_id(), valid])
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<StatusRecords, Refusal> {
        let record = access::record(call, &request.customer_id).await?;
        let slice = request.paging.slice(&SORTS, Column::Id)?;
        let valid_at = (request.valid_now == Some(true)).then(|| call.app.clock().now());
        let filter = StatusFilter { valid_at, state: None };
        let db = call.app.store().reader();
        let found = slice::of_record::<status_record::Entity>(db, record.id, &filter, slice).await?;
        let tiers: Vec<i64> = found.rows.iter().map(|row| row.tier_id).collect();
        let tiers = store::tiers(db, record.brand_id, &tiers).await?;
        let zone = time::zone(&call.caller()?.connection.time_zone);
        let records = found.rows.into_iter().map(|row| StatusRecord {
            status_record_id: ids::shown(row.vendor_id.as_deref(), row.id),
            status_id: tiers.get(&row.tier_id).map(|tier| tier.vendor_id.clone()),
            customer_id: record.vendor_id.clone(),
            valid_from: time::write(row.valid_from, zone),
            valid_to: row.valid_to.map(|to| time::write(to, zone)),
            purchase_conditions: conditions(row.conditions),
            last_change: time::write(row.updated_at, zone),
            state: state(row.state),
        });
        Ok(StatusRecords { status_records: records.collect(), total_items: found.total })
    }

    async fn absorb(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        let is_narrowed = request.valid_now.is_some();
        let (customer_id, paging) = (request.customer_id.as_str(), &request.paging);
        heard::absorb::<StatusRecord>(call, Asked { operation: Self::NAME, customer_id, paging, is_narrowed }).await
    }
}

impl Said for StatusRecord {
    const LIST: &'static str = "status_records";

    async fn said(self, on: &On<'_>) -> Result<i64, Refusal> {
        let tier = self.status_id.ok_or_else(|| Violation::required("status_id"))?;
        let tier = service::ensure_tier(on.work, on.record.connection_id, &tier).await?;
        let said = Heard {
            tier: tier.id,
            valid_from: on.instant("valid_from", &self.valid_from)?,
            valid_to: on.maybe("valid_to", self.valid_to.as_deref())?,
            conditions: self.purchase_conditions,
            state: heard::state(self.state),
        };
        Ok(service::hear(on.work, on.record.id, self.status_record_id, &tier, said).await?.id)
    }
}

/// All that the vendor documents, in its order, and what else is kept.
fn conditions(kept: Json) -> Json {
    let mut kept = match kept {
        Json::Object(kept) => kept,
        _ => Map::new(),
    };
    let documented = [
        ("keep_status_turnover", json!([])),
        ("next_status_turnover", json!([])),
        ("keep_status_points", Json::Null),
        ("next_status_points", Json::Null),
        ("next_status_id", Json::Null),
    ];
    let mut shown = Map::new();
    for (key, absent) in documented {
        shown.insert(key.to_owned(), kept.remove(key).unwrap_or(absent));
    }
    shown.extend(kept);
    Json::Object(shown)
}

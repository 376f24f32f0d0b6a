//! `GET /customers/{customer_id}/segment-records`: all segments to which a customer belongs.

use axum::http::Method;
use entity::segment_membership::{self, Column};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::dialect::CareCloud;
use super::heard::{self, Asked, On, Said};
use super::paging::Paging;
use super::parameters::texts;
use super::{access, time};
use crate::domain::account::Permission;
use crate::domain::segment::{MembershipFilter, MembershipsOf, service, store};
use crate::error::Result;
use crate::store::slice;
use crate::vendor::contract::{Access, Call, Entry, Operation, Refusal};
use crate::vendor::shape::Field;

pub(super) fn operations() -> Vec<Entry<CareCloud>> {
    vec![Entry::of::<ListSegmentRecords>()]
}

const SORTS: [(&str, Column); 5] = [
    ("segment_id", Column::SegmentId),
    ("segment_group_ids", Column::SegmentId),
    ("customer_id", Column::Id),
    ("created_at", Column::CreatedAt),
    ("last_change", Column::UpdatedAt),
];

/// The operation.
struct ListSegmentRecords;

#[derive(Serialize, Deserialize, JsonSchema)]
struct Request {
    customer_id: String,
    /// The vendor documents none here; it does no harm.
    #[serde(flatten)]
    paging: Paging,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    segment_group_ids: Vec<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct SegmentRecords {
    segment_records: Vec<SegmentRecord>,
    total_items: u64,
}

/// That a customer belongs to a segment.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
struct SegmentRecord {
    segment_id: String,
    customer_id: String,
    created_at: String,
    last_change: String,
}

impl Operation for ListSegmentRecords {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = SegmentRecords;
    const NAME: &'static str = "getSubCustomerSegmentRecords";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/customers/{customer_id}/segment-records";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        Paging::with([access::customer_id(), texts("segment_group_ids").doc("Segments of any of these groups")])
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<SegmentRecords, Refusal> {
        let record = access::record(call, &request.customer_id).await?;
        let slice = request.paging.slice(&SORTS, Column::Id)?;
        let filter = MembershipFilter { of: MembershipsOf::Customer, groups: request.segment_group_ids };
        let db = call.app.store().reader();
        let found = slice::of_record::<segment_membership::Entity>(db, record.id, &filter, slice).await?;
        let ids: Vec<i64> = found.rows.iter().map(|row| row.segment_id).collect();
        let segments = store::by_ids(db, record.brand_id, &ids).await?;
        let zone = time::zone(&call.caller()?.connection.time_zone);
        let records = found.rows.into_iter().filter_map(|row| {
            Some(SegmentRecord {
                segment_id: segments.get(&row.segment_id)?.vendor_id.clone(),
                customer_id: record.vendor_id.clone(),
                created_at: time::write(row.created_at, zone),
                last_change: time::write(row.updated_at, zone),
            })
        });
        Ok(SegmentRecords { segment_records: records.collect(), total_items: found.total })
    }

    async fn absorb(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        let is_narrowed = !request.segment_group_ids.is_empty();
        let (customer_id, paging) = (request.customer_id.as_str(), &request.paging);
        heard::absorb::<SegmentRecord>(call, Asked { operation: Self::NAME, customer_id, paging, is_narrowed }).await
    }
}

impl Said for SegmentRecord {
    const LIST: &'static str = "segment_records";

    async fn said(self, on: &On<'_>) -> Result<i64, Refusal> {
        let segment = service::ensure(on.work, on.record.connection_id, &self.segment_id).await?;
        Ok(service::hear(on.work, on.record.id, &segment).await?)
    }

    async fn others(on: &On<'_>, but: &[i64]) -> Result<()> {
        for row in store::of_record(on.work.db(), on.record.id).await? {
            if !but.contains(&row.id) {
                service::remove(on.work, row.id).await?;
            }
        }
        Ok(())
    }
}

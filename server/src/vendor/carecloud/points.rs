//! `GET /customers/{customer_id}/points`: all point records of a customer.

use axum::http::Method;
use chrono_tz::Tz;
use entity::ledger_account::LedgerUnit;
use entity::ledger_lot::{self, Column};
use entity::lookup::LookupKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::dialect::CareCloud;
use super::heard::{self, Asked, On, Said, amount};
use super::lookups::state;
use super::lots::Lots;
use super::names::wanted;
use super::paging::Paging;
use super::{access, ids, time};
use crate::domain::account::Permission;
use crate::domain::ledger::{HeardLot, Sort, service as ledger};
use crate::vendor::contract::{Access, Call, Entry, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

pub(super) fn operations() -> Vec<Entry<CareCloud>> {
    vec![Entry::of::<ListPoints>()]
}

/// Those of a type are in one account.
const SORTS: [(&str, Column); 10] = [
    ("point_id", Column::VendorId),
    ("customer_id", Column::Id),
    ("assigned_points", Column::Assigned),
    ("available_points", Column::Available),
    ("point_type_id", Column::AccountId),
    ("partner_id", Column::PartnerId),
    ("valid_to", Column::ExpiresAt),
    ("state", Column::State),
    ("created_at", Column::EarnedAt),
    ("note", Column::Note),
];

/// The operation.
struct ListPoints;

#[derive(Serialize, Deserialize, JsonSchema)]
struct Request {
    customer_id: String,
    #[serde(flatten)]
    paging: Paging,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    point_type_id: Option<String>,
}

#[derive(Default, Serialize, Deserialize, JsonSchema)]
struct Points {
    points: Vec<Point>,
    total_items: u64,
}

/// Points earned together.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
struct Point {
    point_id: String,
    customer_id: String,
    assigned_points: f64,
    available_points: f64,
    point_type_id: Option<String>,
    partner_id: Option<String>,
    valid_to: Option<String>,
    state: i32,
    created_at: String,
    note: Option<String>,
}

impl Operation for ListPoints {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = Points;
    const NAME: &'static str = "getSubCustomerPoints";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/customers/{customer_id}/points";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        let of_type = Field::query("point_type_id", Kind::Text).doc("Of this type");
        Paging::with([access::customer_id(), of_type])
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<Points, Refusal> {
        let record = access::record(call, &request.customer_id).await?;
        let slice = request.paging.slice(&SORTS, Column::Id)?;
        let of_type = wanted(call, LookupKind::PointType, request.point_type_id.as_deref()).await?;
        let Some(of_type) = of_type else { return Ok(Points::default()) };
        let lots = Lots::read(call, &record, (LedgerUnit::Points, of_type), slice).await?;
        let zone = time::zone(&call.caller()?.connection.time_zone);
        let points = lots.rows.iter().map(|lot| point(&lots, lot, &record.vendor_id, zone)).collect();
        Ok(Points { points, total_items: lots.total })
    }

    async fn absorb(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        let is_narrowed = request.point_type_id.is_some();
        let (customer_id, paging) = (request.customer_id.as_str(), &request.paging);
        heard::absorb::<Point>(call, Asked { operation: Self::NAME, customer_id, paging, is_narrowed }).await
    }
}

impl Said for Point {
    const LIST: &'static str = "points";

    async fn said(self, on: &On<'_>) -> Result<i64, Refusal> {
        let type_id = on.entry(LookupKind::PointType, self.point_type_id.as_deref()).await?;
        let lot = HeardLot {
            source_record: on.record.id,
            sort: Sort { unit: LedgerUnit::Points, type_id, currency: None },
            vendor_id: self.point_id,
            assigned: amount("assigned_points", self.assigned_points)?,
            available: amount("available_points", self.available_points)?,
            partner: on.entry(LookupKind::Partner, self.partner_id.as_deref()).await?,
            earned_at: Some(on.instant("created_at", &self.created_at)?),
            expires_at: on.maybe("valid_to", self.valid_to.as_deref())?,
            note: self.note,
            state: heard::state(self.state),
        };
        Ok(ledger::hear(on.work, lot).await?.id)
    }
}

fn point(lots: &Lots, lot: &ledger_lot::Model, customer_id: &str, zone: Tz) -> Point {
    Point {
        point_id: ids::shown(lot.vendor_id.as_deref(), lot.id),
        customer_id: customer_id.to_owned(),
        assigned_points: lot.assigned.to_f64(),
        available_points: lots.available(lot).to_f64(),
        point_type_id: lots.type_id(lot),
        partner_id: lots.names.id(lot.partner_id),
        valid_to: lot.expires_at.map(|end| time::write(end, zone)),
        state: state(lot.state),
        created_at: time::write(lot.earned_at, zone),
        note: lot.note.clone(),
    }
}

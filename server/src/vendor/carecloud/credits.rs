//! `GET /customers/{customer_id}/credits`: all credit records of a customer.

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
    vec![Entry::of::<ListCredits>()]
}

/// Those of a type, and so of a currency, are in one account.
const SORTS: [(&str, Column); 10] = [
    ("credit_id", Column::VendorId),
    ("customer_id", Column::Id),
    ("assigned_credits", Column::Assigned),
    ("available_credits", Column::Available),
    ("credit_type_id", Column::AccountId),
    ("partner_id", Column::PartnerId),
    ("valid_to", Column::ExpiresAt),
    ("currency_id", Column::AccountId),
    ("state", Column::State),
    ("note", Column::Note),
];

/// The operation.
struct ListCredits;

#[derive(Serialize, Deserialize, JsonSchema)]
struct Request {
    customer_id: String,
    #[serde(flatten)]
    paging: Paging,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    credit_type_id: Option<String>,
}

#[derive(Default, Serialize, Deserialize, JsonSchema)]
struct Credits {
    credits: Vec<Credit>,
    total_items: u64,
}

/// Credits earned together.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
struct Credit {
    credit_id: String,
    customer_id: String,
    assigned_credits: f64,
    available_credits: f64,
    credit_type_id: Option<String>,
    partner_id: Option<String>,
    valid_to: Option<String>,
    currency_id: Option<String>,
    state: i32,
    note: Option<String>,
}

impl Operation for ListCredits {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = Credits;
    const NAME: &'static str = "getSubCustomerCredits";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/customers/{customer_id}/credits";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        let of_type = Field::query("credit_type_id", Kind::Text).doc("Of this type");
        Paging::with([access::customer_id(), of_type])
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<Credits, Refusal> {
        let record = access::record(call, &request.customer_id).await?;
        let slice = request.paging.slice(&SORTS, Column::Id)?;
        let of_type = wanted(call, LookupKind::CreditType, request.credit_type_id.as_deref()).await?;
        let Some(of_type) = of_type else { return Ok(Credits::default()) };
        let lots = Lots::read(call, &record, (LedgerUnit::Credits, of_type), slice).await?;
        let zone = time::zone(&call.caller()?.connection.time_zone);
        let credits = lots.rows.iter().map(|lot| credit(&lots, lot, &record.vendor_id, zone)).collect();
        Ok(Credits { credits, total_items: lots.total })
    }

    async fn absorb(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        let is_narrowed = request.credit_type_id.is_some();
        let (customer_id, paging) = (request.customer_id.as_str(), &request.paging);
        heard::absorb::<Credit>(call, Asked { operation: Self::NAME, customer_id, paging, is_narrowed }).await
    }
}

impl Said for Credit {
    const LIST: &'static str = "credits";

    /// When they were earned is not shown: they count as earned when they were first heard of.
    async fn said(self, on: &On<'_>) -> Result<i64, Refusal> {
        let type_id = on.entry(LookupKind::CreditType, self.credit_type_id.as_deref()).await?;
        let lot = HeardLot {
            source_record: on.record.id,
            sort: Sort { unit: LedgerUnit::Credits, type_id, currency: self.currency_id },
            vendor_id: self.credit_id,
            assigned: amount("assigned_credits", self.assigned_credits)?,
            available: amount("available_credits", self.available_credits)?,
            partner: on.entry(LookupKind::Partner, self.partner_id.as_deref()).await?,
            earned_at: None,
            expires_at: on.maybe("valid_to", self.valid_to.as_deref())?,
            note: self.note,
            state: heard::state(self.state),
        };
        Ok(ledger::hear(on.work, lot).await?.id)
    }
}

fn credit(lots: &Lots, lot: &ledger_lot::Model, customer_id: &str, zone: Tz) -> Credit {
    Credit {
        credit_id: ids::shown(lot.vendor_id.as_deref(), lot.id),
        customer_id: customer_id.to_owned(),
        assigned_credits: lot.assigned.to_f64(),
        available_credits: lots.available(lot).to_f64(),
        credit_type_id: lots.type_id(lot),
        partner_id: lots.names.id(lot.partner_id),
        valid_to: lot.expires_at.map(|end| time::write(end, zone)),
        currency_id: lots.account(lot).and_then(|account| account.currency.clone()),
        state: state(lot.state),
        note: lot.note.clone(),
    }
}

//! `GET /customers/{customer_id}/vouchers`: all vouchers of a customer.

use std::collections::HashMap;

use axum::http::Method;
use chrono_tz::Tz;
use entity::lookup::LookupKind;
use entity::voucher::{self, Column};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::dialect::CareCloud;
use super::heard::{self, Asked, On, Said, amount};
use super::lookups::state;
use super::names::{Names, wanted};
use super::paging::Paging;
use super::parameters::{filled, texts, validity};
use super::rewards::{Offered, Reward};
use super::{access, ids, time};
use crate::domain::account::Permission;
use crate::domain::reward::store as rewards;
use crate::domain::reward::voucher::{Heard, VoucherFilter, service};
use crate::store::slice;
use crate::vendor::contract::{Access, Call, Entry, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

pub(super) fn operations() -> Vec<Entry<CareCloud>> {
    vec![Entry::of::<ListVouchers>()]
}

const SORTS: [(&str, Column); 18] = [
    ("voucher_id", Column::VendorId),
    ("customer_id", Column::Id),
    ("store_id", Column::StoreId),
    ("code", Column::Code),
    ("value", Column::Value),
    ("applied_date", Column::AppliedAt),
    ("is_applied", Column::AppliedAt),
    ("valid_from", Column::ValidFrom),
    ("valid_to", Column::ValidTo),
    ("is_valid", Column::ValidTo),
    ("reward_group", Column::RewardGroup),
    ("note", Column::Note),
    ("reward", Column::RewardId),
    ("reward_id", Column::RewardId),
    ("without_stores", Column::Id),
    ("created_at", Column::CreatedAt),
    ("last_change", Column::UpdatedAt),
    ("state", Column::State),
];

/// The operation.
struct ListVouchers;

#[derive(Serialize, Deserialize, JsonSchema)]
struct Request {
    customer_id: String,
    #[serde(flatten)]
    paging: Paging,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    store_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    is_valid: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    is_applied: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    without_stores: Option<bool>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    reward_id: Vec<String>,
}

#[derive(Default, Serialize, Deserialize, JsonSchema)]
struct Vouchers {
    vouchers: Vec<Voucher>,
    total_items: u64,
}

/// A reward that a customer holds.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
struct Voucher {
    voucher_id: String,
    customer_id: String,
    /// Where it was applied.
    store_id: Option<String>,
    code: String,
    value: Option<f64>,
    applied_date: Option<String>,
    valid_from: Option<String>,
    valid_to: Option<String>,
    /// Text here, a number in the reward.
    reward_group: Option<String>,
    note: Option<String>,
    reward: Option<Reward>,
    created_at: String,
    last_change: String,
    state: i32,
}

impl Operation for ListVouchers {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = Vouchers;
    const NAME: &'static str = "getSubCustomerVouchers";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/customers/{customer_id}/vouchers";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        Paging::with([
            access::customer_id(),
            Field::query("code", Kind::Text).doc("Exactly this code"),
            Field::query("store_id", Kind::Text).doc("Applied at this store"),
            Field::query("is_valid", Kind::Boolean).doc("Active and within its period; false: not"),
            Field::query("is_applied", Kind::Boolean).doc("Used, or not"),
            Field::query("without_stores", Kind::Boolean)
                .doc("Whether the stores of the reward are left out; true unless given"),
            texts("reward_id").doc("For this reward, or any of several"),
        ])
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<Vouchers, Refusal> {
        let record = access::record(call, &request.customer_id).await?;
        let slice = request.paging.slice(&SORTS, Column::Id)?;
        let db = call.app.store().reader();
        let store = wanted(call, LookupKind::Store, request.store_id.as_deref()).await?;
        let wanted_rewards: Vec<String> = request.reward_id.into_iter().filter(|id| !id.is_empty()).collect();
        let known = rewards::ids_of(db, record.connection_id, &wanted_rewards).await?;
        let Some(store) = store else { return Ok(Vouchers::default()) };
        if known.is_empty() && !wanted_rewards.is_empty() {
            return Ok(Vouchers::default());
        }
        let filter = VoucherFilter {
            validity: validity(request.is_valid, call.app.clock().now()),
            applied: request.is_applied,
            code: filled(request.code),
            rewards: known,
            store,
            state: None,
        };
        let found = slice::of_record::<voucher::Entity>(db, record.id, &filter, slice).await?;
        let of: Vec<i64> = found.rows.iter().filter_map(|row| row.reward_id).collect();
        let named = rewards::by_ids(db, record.brand_id, &of).await?;
        let offered = Offered::of(call, &named, request.without_stores == Some(false)).await?;
        let shown = Shown {
            customer_id: &record.vendor_id,
            names: Names::of(call, found.rows.iter().map(|row| row.store_id)).await?,
            rewards: named.iter().map(|row| (row.id, offered.reward(row))).collect(),
            zone: time::zone(&call.caller()?.connection.time_zone),
        };
        let vouchers = found.rows.into_iter().map(|row| shown.voucher(row)).collect();
        Ok(Vouchers { vouchers, total_items: found.total })
    }

    async fn absorb(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        let is_narrowed = request.code.is_some()
            || request.store_id.is_some()
            || request.is_valid.is_some()
            || request.is_applied.is_some()
            || !request.reward_id.is_empty();
        let (customer_id, paging) = (request.customer_id.as_str(), &request.paging);
        heard::absorb::<Voucher>(call, Asked { operation: Self::NAME, customer_id, paging, is_narrowed }).await
    }
}

impl Said for Voucher {
    const LIST: &'static str = "vouchers";

    async fn said(self, on: &On<'_>) -> Result<i64, Refusal> {
        let reward = match self.reward {
            Some(reward) => Some(reward.said(on).await?),
            None => None,
        };
        let said = Heard {
            reward,
            code: self.code,
            value: self.value.map(|value| amount("value", value)).transpose()?,
            group: self.reward_group,
            note: self.note,
            valid_from: on.maybe("valid_from", self.valid_from.as_deref())?,
            valid_to: on.maybe("valid_to", self.valid_to.as_deref())?,
            applied_at: on.maybe("applied_date", self.applied_date.as_deref())?,
            store: on.entry(LookupKind::Store, self.store_id.as_deref()).await?,
            state: heard::state(self.state),
        };
        let issued_at = on.instant("created_at", &self.created_at)?;
        Ok(service::hear(on.work, on.record.id, self.voucher_id, issued_at, said).await?.id)
    }
}

/// What replies about vouchers draw on.
struct Shown<'a> {
    customer_id: &'a str,
    names: Names,
    rewards: HashMap<i64, Reward>,
    zone: Tz,
}

impl Shown<'_> {
    fn voucher(&self, row: voucher::Model) -> Voucher {
        let write = |instant| time::write(instant, self.zone);
        Voucher {
            voucher_id: ids::shown(row.vendor_id.as_deref(), row.id),
            customer_id: self.customer_id.to_owned(),
            store_id: self.names.id(row.store_id),
            code: row.code,
            value: row.value.map(|value| value.to_f64()),
            applied_date: row.applied_at.map(write),
            valid_from: row.valid_from.map(write),
            valid_to: row.valid_to.map(write),
            reward_group: row.reward_group,
            note: row.note,
            reward: row.reward_id.and_then(|id| self.rewards.get(&id)).cloned(),
            created_at: write(row.created_at),
            last_change: write(row.updated_at),
            state: state(row.state),
        }
    }
}

//! `GET /customers/{customer_id}/rewards`: all rewards of a customer.

use axum::http::Method;
use entity::lookup::LookupKind;
use entity::reward::Column;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::access;
use super::super::dialect::CareCloud;
use super::super::heard::{self, Asked};
use super::super::names::wanted;
use super::super::paging::Paging;
use super::super::parameters::{filled, instant, texts, time, validity};
use super::super::time as local;
use super::types::{Offered, Reward};
use crate::domain::account::Permission;
use crate::domain::reward::{RewardFilter, store};
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

/// What is no column of a reward leaves the order as it is.
const SORTS: [(&str, Column); 22] = [
    ("reward_id", Column::VendorId),
    ("code", Column::Code),
    ("name", Column::Name),
    ("note", Column::Note),
    ("subtitle", Column::Subtitle),
    ("points_cost", Column::PointsCost),
    ("valid_time_from", Column::DailyFrom),
    ("valid_time_to", Column::DailyTo),
    ("valid_from", Column::ValidFrom),
    ("valid_to", Column::ValidTo),
    ("is_valid", Column::ValidTo),
    ("reward_group", Column::RewardGroup),
    ("reward_type_id", Column::TypeId),
    ("priority", Column::Priority),
    ("reward_external_url", Column::ExternalUrl),
    ("is_automated", Column::IsAutomated),
    ("last_change", Column::UpdatedAt),
    ("state", Column::State),
    ("customer_id", Column::Id),
    ("store_id", Column::Id),
    ("without_stores", Column::Id),
    ("tag_ids", Column::Id),
];

/// The operation.
pub(super) struct ListRewards;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    customer_id: String,
    #[serde(flatten)]
    paging: Paging,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    store_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    is_valid: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    valid_from: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    valid_to: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    is_automated: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reward_group: Option<i32>,
    /// No reward here is kept to sorts of customers, so every sort finds all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    customer_type_id: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    without_stores: Option<bool>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tag_ids: Vec<String>,
}

#[derive(Default, Serialize, Deserialize, JsonSchema)]
pub(super) struct Rewards {
    rewards: Vec<Reward>,
    total_items: u64,
}

impl Operation for ListRewards {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = Rewards;
    const NAME: &'static str = "getSubCustomerRewards";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/customers/{customer_id}/rewards";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        Paging::with([
            access::customer_id(),
            Field::query("name", Kind::Text).doc("Part of the name, without regard to case"),
            Field::query("store_id", Kind::Text).doc("Honoured at this store"),
            Field::query("is_valid", Kind::Boolean).doc("Active and within its period; false: not"),
            time("valid_from").doc("The period begins at this time or later"),
            time("valid_to").doc("The period ends at this time or earlier"),
            Field::query("code", Kind::Text).doc("Exactly this code"),
            Field::query("is_automated", Kind::Boolean).doc("Applied without being asked for, or not"),
            Field::query("reward_group", Kind::Integer)
                .between(0, 5)
                .doc("0 party time or cash desk, 1 catalogue, 2 campaign, 4 simple, 5 gift"),
            texts("customer_type_id").doc("For any of these sorts of customers"),
            Field::query("without_stores", Kind::Boolean).doc("Whether the stores are left out; true unless given"),
            texts("tag_ids").doc("With any of these tags"),
        ])
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<Rewards, Refusal> {
        let record = access::record(call, &request.customer_id).await?;
        let zone = local::zone(&call.caller()?.connection.time_zone);
        let slice = request.paging.slice(&SORTS, Column::Id)?;
        let from = instant("valid_from", request.valid_from.as_deref(), zone)?;
        let until = instant("valid_to", request.valid_to.as_deref(), zone)?;
        let store = wanted(call, LookupKind::Store, request.store_id.as_deref()).await?;
        let Some(store) = store else { return Ok(Rewards::default()) };
        let filter = RewardFilter {
            validity: validity(request.is_valid, call.app.clock().now()),
            from,
            until,
            store,
            group: request.reward_group,
            code: filled(request.code),
            search: filled(request.name),
            automated: request.is_automated,
            tags: request.tag_ids,
            ..RewardFilter::default()
        };
        let found = store::offered_to_record(call.app.store().reader(), &record, &filter, slice).await?;
        let offered = Offered::of(call, &found.rows, request.without_stores == Some(false)).await?;
        let rewards = found.rows.iter().map(|row| offered.reward(row)).collect();
        Ok(Rewards { rewards, total_items: found.total })
    }

    async fn absorb(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        // What is not offered to one customer may be offered to others.
        let is_narrowed = true;
        let (customer_id, paging) = (request.customer_id.as_str(), &request.paging);
        heard::absorb::<Reward>(call, Asked { operation: Self::NAME, customer_id, paging, is_narrowed }).await
    }
}

//! The structure of a reward, which vouchers show too.

use chrono_tz::Tz;
use entity::lookup::{self, LookupKind};
use entity::reward;
use entity::source_record::RecordState;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use super::super::dialect::CareCloud;
use super::super::heard::{self, On, Said, amount};
use super::super::lookups::state;
use super::super::names::Names;
use super::super::{lookups, time};
use crate::domain::catalogue::service as catalogue;
use crate::domain::reward::{Offer, service as rewards};
use crate::vendor::contract::{Call, Refusal};

/// Something a customer can get.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub(in super::super) struct Reward {
    reward_id: String,
    code: String,
    name: String,
    note: Option<String>,
    subtitle: Option<String>,
    points_cost: Option<f64>,
    valid_time_from: Option<String>,
    valid_time_to: Option<String>,
    reward_group: i32,
    reward_type_id: Option<String>,
    /// Empty unless stores are asked for.
    store_list: Vec<Json>,
    additional_properties: Json,
    priority: Option<i32>,
    image_urls: Vec<String>,
    reward_external_url: Option<String>,
    has_product_condition: bool,
    has_group_condition: bool,
    has_brand_condition: bool,
    has_product_bonus: bool,
    has_group_bonus: bool,
    has_brand_bonus: bool,
    reward_product_relation_conditions: Json,
    reward_product_relation_bonuses: Json,
    is_automated: bool,
    tags: Json,
    last_change: String,
    state: i32,
}

/// What replies about rewards draw on.
pub(in super::super) struct Offered {
    names: Names,
    /// All that the connection has in use, for rewards that every store honours; absent when no stores are asked for.
    stores: Option<Vec<lookup::Model>>,
    zone: Tz,
}

impl Offered {
    /// For these rewards, with their stores or without.
    pub(in super::super) async fn of(
        call: &Call<'_, CareCloud>,
        rows: &[reward::Model],
        with_stores: bool,
    ) -> Result<Self, Refusal> {
        let connection = &call.caller()?.connection;
        let named: Vec<Option<i64>> = match with_stores {
            true => rows.iter().flat_map(crate::domain::reward::stores).map(Some).collect(),
            false => Vec::new(),
        };
        let stores = match with_stores {
            true => {
                let all = catalogue::all(call.app.store().reader(), connection.id, LookupKind::Store).await?;
                Some(all.into_iter().filter(|store| store.state == RecordState::Active).collect())
            }
            false => None,
        };
        let names = Names::of(call, rows.iter().map(|row| row.type_id).chain(named)).await?;
        Ok(Self { names, stores, zone: time::zone(&connection.time_zone) })
    }

    /// The vendor's reward of a row.
    pub(in super::super) fn reward(&self, row: &reward::Model) -> Reward {
        let offer = Offer::of(row);
        let data = Data(offer.data.as_object());
        Reward {
            reward_id: row.vendor_id.clone(),
            store_list: self.stores(&offer.stores),
            code: offer.code,
            name: offer.name,
            note: offer.note,
            subtitle: offer.subtitle,
            points_cost: offer.points_cost.map(|cost| cost.to_f64()),
            valid_time_from: offer.daily_from,
            valid_time_to: offer.daily_to,
            reward_group: offer.group,
            reward_type_id: self.names.id(offer.kind),
            additional_properties: data.list("additional_properties"),
            priority: offer.priority,
            image_urls: offer.image_urls,
            reward_external_url: offer.external_url,
            has_product_condition: data.has("has_product_condition", CONDITIONS, "product"),
            has_group_condition: data.has("has_group_condition", CONDITIONS, "product_group"),
            has_brand_condition: data.has("has_brand_condition", CONDITIONS, "product_brand"),
            has_product_bonus: data.has("has_product_bonus", BONUSES, "product"),
            has_group_bonus: data.has("has_group_bonus", BONUSES, "product_group"),
            has_brand_bonus: data.has("has_brand_bonus", BONUSES, "product_brand"),
            reward_product_relation_conditions: data.list(CONDITIONS),
            reward_product_relation_bonuses: data.list(BONUSES),
            is_automated: offer.is_automated,
            tags: data.list("tags"),
            last_change: time::write(row.updated_at, self.zone),
            state: state(offer.state),
        }
    }

    /// The stores that honour a reward; one that names none is honoured by all.
    fn stores(&self, named: &[i64]) -> Vec<Json> {
        let Some(all) = &self.stores else { return Vec::new() };
        let honouring: Vec<&lookup::Model> = match named.is_empty() {
            true => all.iter().collect(),
            false => named.iter().filter_map(|id| self.names.entry(*id)).collect(),
        };
        honouring.into_iter().map(|store| lookups::store(store.clone(), self.zone)).collect()
    }
}

const CONDITIONS: &str = "reward_product_relation_conditions";
const BONUSES: &str = "reward_product_relation_bonuses";

/// What a reward says beyond its columns, by the vendor's keys.
struct Data<'a>(Option<&'a Map<String, Json>>);

impl Data<'_> {
    fn get(&self, key: &str) -> Option<&Json> {
        self.0?.get(key)
    }

    fn list(&self, key: &str) -> Json {
        self.get(key).filter(|value| value.is_array()).cloned().unwrap_or_else(|| Json::Array(Vec::new()))
    }

    /// What the vendor said of itself, else whether a relation to such things is among its relations.
    fn has(&self, key: &str, relations: &str, related_to: &str) -> bool {
        let is_related = || {
            let relations = self.get(relations).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
            relations.iter().any(|relation| relation["related_to"] == related_to)
        };
        self.get(key).and_then(Json::as_bool).unwrap_or_else(is_related)
    }
}

impl Said for Reward {
    const LIST: &'static str = "rewards";

    /// Its period and the segment it is offered to are not shown, and which stores honour it only to who asks.
    async fn said(self, on: &On<'_>) -> Result<i64, Refusal> {
        let kind = on.entry(LookupKind::RewardType, self.reward_type_id.as_deref()).await?;
        let mut stores = Vec::with_capacity(self.store_list.len());
        for store in &self.store_list {
            stores.extend(on.entry(LookupKind::Store, store["store_id"].as_str()).await?);
        }
        let offer = Offer {
            points_cost: self.points_cost.map(|cost| amount("points_cost", cost)).transpose()?,
            valid_from: None,
            valid_to: None,
            data: self.data(),
            code: self.code,
            name: self.name,
            note: self.note,
            subtitle: self.subtitle,
            daily_from: self.valid_time_from,
            daily_to: self.valid_time_to,
            group: self.reward_group,
            kind,
            segment: None,
            priority: self.priority,
            is_automated: self.is_automated,
            image_urls: self.image_urls,
            external_url: self.reward_external_url,
            stores,
            state: heard::state(self.state),
        };
        let say = |known: Option<Offer>| match known {
            Some(known) => {
                let Offer { segment, valid_from, valid_to, data, stores, .. } = known;
                let stores = if offer.stores.is_empty() { stores } else { offer.stores.clone() };
                Offer { segment, valid_from, valid_to, stores, data: merged(data, &offer.data), ..offer }
            }
            None => offer,
        };
        Ok(rewards::hear(on.work, on.record.connection_id, self.reward_id, say).await?.id)
    }
}

/// What is known beyond what the vendor shows stays.
fn merged(known: Json, shown: &Json) -> Json {
    let mut merged = known.as_object().cloned().unwrap_or_default();
    for (key, value) in shown.as_object().into_iter().flatten() {
        merged.insert(key.clone(), value.clone());
    }
    merged.into()
}

impl Reward {
    /// What has no column, by the vendor's keys.
    fn data(&self) -> Json {
        json!({
            "additional_properties": self.additional_properties,
            "tags": self.tags,
            CONDITIONS: self.reward_product_relation_conditions,
            BONUSES: self.reward_product_relation_bonuses,
            "has_product_condition": self.has_product_condition,
            "has_group_condition": self.has_group_condition,
            "has_brand_condition": self.has_brand_condition,
            "has_product_bonus": self.has_product_bonus,
            "has_group_bonus": self.has_group_bonus,
            "has_brand_bonus": self.has_brand_bonus,
        })
    }
}

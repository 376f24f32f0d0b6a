//! Sorts of points, credits, cards, rewards and purchases: lists that differ in names alone.

use chrono_tz::Tz;
use entity::lookup::{self, LookupKind};
use entity::source_record::RecordState;
use serde_json::{Value, json};

use super::super::dialect::CareCloud;
use super::list::{Asked, List, lookups, name, plain, text_id};
use super::said::{Item, Names, On, entry};
use crate::error::Result;
use crate::store::slice::Sliced;
use crate::vendor::contract::{Call, Refusal};
use crate::vendor::shape::Field;

macro_rules! sorts {
    ($($(#[$doc:meta])* $list:ident: $operation:literal $path:literal $key:literal $id:literal $kind:ident
        [$($field:expr),*] $item:expr, [$($name:literal $type:literal),*];)+) => {$(
        $(#[$doc])*
        pub(super) struct $list;

        impl List for $list {
            const NAME: &'static str = $operation;
            const PATH: &'static str = $path;
            const KEY: &'static str = $key;
            const ITEM: &'static [(&'static str, &'static str)] = &[($id, "string"), $(($name, $type)),*];
            type Row = lookup::Model;

            fn fields() -> Vec<Field> {
                vec![$($field),*]
            }

            async fn read(call: &Call<'_, CareCloud>, asked: &Asked) -> Result<Sliced<lookup::Model>, Refusal> {
                lookups(call, asked, LookupKind::$kind, $id, Some(RecordState::Active)).await
            }

            fn item(row: lookup::Model, zone: Tz) -> Value {
                let item: fn(&str, &lookup::Model, Tz) -> Value = $item;
                item($id, &row, zone)
            }

            async fn said(on: &On<'_>, item: Item) -> Result<()> {
                let names = Names { id: $id, text_id: "text_id", is_kept: |key| key == "prefix" };
                entry(on, item, LookupKind::$kind, names).await
            }
        }
    )+};
}

sorts! {
    /// `GET /point-types`
    PointTypes: "getPointsTypes" "/point-types" "point_types" "point_type_id" PointType [] plain, ["name" "string", "last_change" "string"];
    /// `GET /credit-types`
    CreditTypes: "getCreditTypes" "/credit-types" "credit_types" "credit_type_id" CreditType [] plain, ["name" "string", "last_change" "string"];
    /// `GET /reward-types`
    RewardTypes: "getRewardTypes" "/reward-types" "reward_types" "reward_type_id" RewardType [name()] plain, ["name" "string", "last_change" "string"];
    /// `GET /card-types`
    CardTypes: "getCardTypes" "/card-types" "card_types" "card_type_id" CardType [name(), text_id()] card_type, ["text_id" "string?", "name" "string", "prefix" "string"];
    /// `GET /purchase-types`
    PurchaseTypes: "getPurchaseTypes" "/purchase-types" "purchase_types" "type_id" PurchaseType [text_id()] purchase_type, ["name" "string", "text_id" "string?"];
}

fn card_type(id: &str, row: &lookup::Model, _: Tz) -> Value {
    let prefix = row.data.get("prefix").and_then(Value::as_str).unwrap_or_default();
    json!({ id: row.vendor_id, "text_id": row.text_id, "name": row.name, "prefix": prefix })
}

fn purchase_type(id: &str, row: &lookup::Model, _: Tz) -> Value {
    json!({ id: row.vendor_id, "name": row.name, "text_id": row.text_id })
}

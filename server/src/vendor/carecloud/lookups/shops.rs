//! `GET /stores`: shops and cash desk sites.

use chrono_tz::Tz;
use entity::lookup::{self, LookupKind};
use serde_json::{Map, Value};

use super::super::dialect::CareCloud;
use super::super::time;
use super::list::{Asked, List, lookups, state};
use super::said::{Item, Names, On, entry};
use crate::error::Result;
use crate::store::slice::Sliced;
use crate::vendor::contract::{Call, Refusal};

/// What has columns of its own.
const COLUMNS: [&str; 5] = ["store_id", "store_code", "name", "last_change", "state"];

/// The list.
pub(super) struct Stores;

impl List for Stores {
    const NAME: &'static str = "getStores";
    const PATH: &'static str = "/stores";
    const KEY: &'static str = "stores";
    const ITEM: &'static [(&'static str, &'static str)] = &[
        ("store_id", "string"),
        ("store_code", "string?"),
        ("name", "string"),
        ("last_change", "string"),
        ("state", "integer"),
    ];
    /// Opening hours, contacts, position.
    const IS_OPEN: bool = true;
    type Row = lookup::Model;

    async fn read(call: &Call<'_, CareCloud>, asked: &Asked) -> Result<Sliced<lookup::Model>, Refusal> {
        lookups(call, asked, LookupKind::Store, "store_id", None).await
    }

    async fn said(on: &On<'_>, item: Item) -> Result<()> {
        let names = Names { id: "store_id", text_id: "store_code", is_kept: |key| !COLUMNS.contains(&key) };
        entry(on, item, LookupKind::Store, names).await
    }

    /// What the vendor says of a store beyond its name is kept by the vendor's keys.
    fn item(row: lookup::Model, zone: Tz) -> Value {
        let mut item = Map::new();
        item.insert("store_id".to_owned(), row.vendor_id.into());
        item.insert("store_code".to_owned(), row.text_id.into());
        item.insert("name".to_owned(), row.name.into());
        if let Value::Object(rest) = row.data {
            for (key, value) in rest {
                // The columns above are what the look-up list says today.
                if item.get(&key).is_none_or(Value::is_null) {
                    item.insert(key, value);
                }
            }
        }
        item.insert("last_change".to_owned(), time::write(row.updated_at, zone).into());
        item.insert("state".to_owned(), state(row.state).into());
        item.into()
    }
}

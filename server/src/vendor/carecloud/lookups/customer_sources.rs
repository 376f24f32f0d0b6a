//! `GET /customer-sources`: where customers come from.

use chrono_tz::Tz;
use entity::lookup::{self, LookupKind};
use serde_json::{Value, json};

use super::super::dialect::CareCloud;
use super::super::time;
use super::list::{Asked, List, lookups, state, text_id};
use super::said::{Item, Names, On, entry};
use crate::error::Result;
use crate::store::slice::Sliced;
use crate::vendor::contract::{Call, Refusal};
use crate::vendor::shape::Field;

/// The list.
pub(super) struct CustomerSources;

impl List for CustomerSources {
    const NAME: &'static str = "getCustomerSources";
    const PATH: &'static str = "/customer-sources";
    const KEY: &'static str = "customer_sources";
    const ITEM: &'static [(&'static str, &'static str)] = &[
        ("customer_source_id", "string"),
        ("name", "string"),
        ("customer_source_text_id", "string?"),
        ("state", "integer"),
        ("last_change", "string"),
    ];
    type Row = lookup::Model;

    fn fields() -> Vec<Field> {
        vec![text_id().or(&["customer_source_text_id"])]
    }

    async fn read(call: &Call<'_, CareCloud>, asked: &Asked) -> Result<Sliced<lookup::Model>, Refusal> {
        lookups(call, asked, LookupKind::CustomerSource, "customer_source_id", None).await
    }

    fn item(row: lookup::Model, zone: Tz) -> Value {
        json!({
            "customer_source_id": row.vendor_id,
            "name": row.name,
            "customer_source_text_id": row.text_id,
            "state": state(row.state),
            "last_change": time::write(row.updated_at, zone),
        })
    }

    async fn said(on: &On<'_>, item: Item) -> Result<()> {
        let names = Names { id: "customer_source_id", text_id: "customer_source_text_id", is_kept: |_| false };
        entry(on, item, LookupKind::CustomerSource, names).await
    }
}

//! What all look-up lists share: `GET`, the paging, and an answer of items and their number.

use std::borrow::Cow;
use std::future::Future;
use std::marker::PhantomData;

use axum::http::Method;
use chrono_tz::Tz;
use entity::lookup::{self, LookupKind};
use entity::source_record::RecordState;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::super::dialect::CareCloud;
use super::super::paging::Paging;
use super::super::time;
use super::said::{Item, On};
use crate::domain::account::Permission;
use crate::domain::catalogue::{LookupFilter, store as catalogue};
use crate::error::Result;
use crate::store::slice::Sliced;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::heard::Heard;
use crate::vendor::shape::{Field, Kind};

/// A list.
pub(super) trait List: Send + Sync + 'static {
    /// The operation's name.
    const NAME: &'static str;
    /// Its path.
    const PATH: &'static str;
    /// The key of the items in the answer.
    const KEY: &'static str;
    /// A row of it.
    type Row: Send;

    /// What it can be narrowed by.
    fn fields() -> Vec<Field> {
        Vec::new()
    }

    /// The part that is asked for.
    fn read(
        call: &Call<'_, CareCloud>,
        asked: &Asked,
    ) -> impl Future<Output = Result<Sliced<Self::Row>, Refusal>> + Send;

    /// The fields of an item: a name and a type, which `?` marks as one that may be null.
    const ITEM: &'static [(&'static str, &'static str)];
    /// Whether an item may have other fields, whose names are the account's.
    const IS_OPEN: bool = false;

    /// A row as the vendor shows it.
    fn item(row: Self::Row, zone: Tz) -> Value;

    /// Records an item that the real vendor shows.
    fn said(on: &On<'_>, item: Item) -> impl Future<Output = Result<()>> + Send;
}

/// What is asked of a list; each takes of it what it has.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Asked {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) text_id: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) segment_group_ids: Vec<String>,
    #[serde(flatten)]
    pub(super) paging: Paging,
}

/// Reading the list `L`.
pub(super) struct Get<L>(PhantomData<L>);

/// What the list `L` is answered with.
pub(super) struct Found<L>(Map<String, Value>, PhantomData<L>);

impl<L> Serialize for Found<L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, L> Deserialize<'de> for Found<L> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Map::deserialize(deserializer)?, PhantomData))
    }
}

impl<L: List> JsonSchema for Found<L> {
    fn schema_name() -> Cow<'static, str> {
        L::KEY.into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = L::ITEM.iter().map(|(name, _)| *name).collect();
        let fields: Map<String, Value> =
            L::ITEM.iter().map(|(name, kind)| ((*name).to_owned(), documented(kind))).collect();
        let mut item = json!({ "type": "object", "required": names, "properties": fields });
        if L::IS_OPEN {
            item["additionalProperties"] = true.into();
        }
        json_schema!({
            "type": "object",
            "required": [L::KEY, "total_items"],
            "properties": { L::KEY: { "type": "array", "items": item }, "total_items": { "type": "integer" } },
        })
    }
}

fn documented(kind: &str) -> Value {
    match kind.strip_suffix('?') {
        Some("any") => json!({}),
        Some(kind) => json!({ "type": [kind, "null"] }),
        None => json!({ "type": kind }),
    }
}

impl<L: List> Operation for Get<L> {
    type Dialect = CareCloud;
    type Request = Asked;
    type Reply = Found<L>;
    const NAME: &'static str = L::NAME;
    const METHOD: Method = Method::GET;
    const PATH: &'static str = L::PATH;
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        Paging::with(L::fields())
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Asked) -> Result<Found<L>, Refusal> {
        let found = L::read(call, &request).await?;
        let zone = time::zone(&call.caller()?.connection.time_zone);
        let items: Vec<Value> = found.rows.into_iter().map(|row| L::item(row, zone)).collect();
        let mut reply = Map::new();
        reply.insert(L::KEY.to_owned(), items.into());
        reply.insert("total_items".to_owned(), found.total.into());
        Ok(Found(reply, PhantomData))
    }

    async fn absorb(call: &Call<'_, CareCloud>, _: Asked) -> Result<(), Refusal> {
        let connection = &call.caller()?.connection;
        let mut heard = Heard::of(call, connection, L::NAME, L::KEY);
        let work = call.begin(Permission::CustomerRead).await?;
        let on = On { work: &work, connection: connection.id };
        for (at, item) in heard.read::<Item>() {
            let done = L::said(&on, item).await;
            heard.settle(at, done.map_err(Refusal::from))?;
        }
        heard.finish(&work).await?;
        Ok(work.commit().await?)
    }
}

/// `name`
pub(super) fn name() -> Field {
    Field::query("name", Kind::Text).doc("Part of the name")
}

/// `text_id`, also under another name; one or several, any of which may hold.
pub(super) fn text_id() -> Field {
    Field::query("text_id", Kind::List { of: Box::new(Kind::Text), at_least: 0, at_most: 1000 })
        .doc("The text identification, or any of several")
}

/// The part that is asked for of a list that the catalogue holds, in which `id` is what the items call their id. Entries that the vendor
/// shows without a state are listed only while they can be named.
pub(super) async fn lookups(
    call: &Call<'_, CareCloud>,
    asked: &Asked,
    kind: LookupKind,
    id: &str,
    state: Option<RecordState>,
) -> Result<Sliced<lookup::Model>, Refusal> {
    use lookup::Column;
    let sorts = [
        (id, Column::VendorId),
        ("name", Column::Name),
        ("text_id", Column::TextId),
        ("customer_source_text_id", Column::TextId),
        ("last_change", Column::UpdatedAt),
        ("state", Column::State),
    ];
    let slice = asked.paging.slice(&sorts, Column::Name)?;
    let filter = LookupFilter {
        kind: Some(kind),
        state,
        search: asked.name.clone().filter(|name| !name.trim().is_empty()),
        text_ids: asked.text_id.clone(),
        ..LookupFilter::default()
    };
    Ok(catalogue::slice(call.app.store().reader(), call.caller()?.connection.id, &filter, slice).await?)
}

/// An entry as `{"<id>": …, "name": …, "last_change": …}`.
pub(super) fn plain(id: &str, row: &lookup::Model, zone: Tz) -> Value {
    json!({ id: row.vendor_id, "name": row.name, "last_change": time::write(row.updated_at, zone) })
}

/// The vendor's number of a state.
pub(in super::super) fn state(state: RecordState) -> i32 {
    match state {
        RecordState::Deleted => 0,
        RecordState::Active => 1,
        RecordState::Inactive => 2,
    }
}

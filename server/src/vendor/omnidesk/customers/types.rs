//! What the controller answers with.

use std::collections::HashMap;

use entity::{channel, source_record};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::channels::{kind_of, number_of};
use super::super::session::{Grant, Session};
use super::super::settings;
use super::custom;
use crate::domain::channel::store as channels;
use crate::error::Result;

/// What was done. The vendor's page prints "No content" for most writes, which stands for a body that it does not document; for an
/// account whose clients take that literally there is none.
pub(super) type Outcome = Option<Done>;

/// The name of the id of what was made.
pub(super) const ID: &str = "id";

/// `{"type":"result","message":"..."}`
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Done {
    #[serde(rename = "type")]
    kind: String,
    message: String,
    /// Without it the caller could not address what was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<i64>,
}

/// A write for which the page prints no body.
pub(super) fn done(grant: &Grant, message: &str, made: Option<&source_record::Model>) -> Outcome {
    (!settings::no_content(&grant.connection)).then(|| Done { id: made.map(number), ..printed(message) })
}

/// A write whose answer the page prints.
pub(super) fn printed(message: &str) -> Done {
    Done { kind: "result".to_owned(), message: message.to_owned(), id: None }
}

/// `{"type":"item","item":{...}}`
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Item {
    #[serde(rename = "type")]
    kind: String,
    item: Customer,
}

/// A list and where in the whole it stands.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct List {
    #[serde(rename = "type")]
    kind: String,
    item_start: u64,
    item_total: u64,
    item_limit: u64,
    items: Vec<Customer>,
}

/// A customer.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Customer {
    pub(super) id: i64,
    #[serde(default)]
    pub(super) external_primary_id: String,
    #[serde(default)]
    pub(super) brand_name: String,
    #[serde(default)]
    pub(super) firstname: String,
    #[serde(default)]
    pub(super) lastname: String,
    #[serde(default)]
    pub(super) channels: Vec<Channel>,
    /// `brand_id` and `custom_*`, where one customer is shown.
    #[serde(flatten)]
    #[schemars(schema_with = "more")]
    pub(super) more: Map<String, Value>,
}

/// The brand's number and whatever the company called its own fields.
fn more(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "properties": { "brand_id": { "type": "integer" } },
        "patternProperties": { "^custom_": true },
    })
}

/// A channel.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Channel {
    pub(super) id: i64,
    pub(super) channel_id: i64,
    pub(super) channel_name: String,
    pub(super) address: String,
}

/// The vendor's number of a record.
pub(super) fn number(record: &source_record::Model) -> i64 {
    record.vendor_id.parse().unwrap_or(record.id)
}

/// One customer, with what the writes take and the list leaves out.
pub(super) async fn item(db: &impl ConnectionTrait, grant: &Grant, record: &source_record::Model) -> Result<Item> {
    let channels = channels::of_records(db, &[record.id]).await?;
    let mut item = customer(grant, record, channels.iter().collect());
    item.more.insert("brand_id".to_owned(), grant.brand.number.into());
    item.more.extend(record.extra.as_object().map(custom::kept).into_iter().flatten());
    Ok(Item { kind: "item".to_owned(), item })
}

/// Which part of a list is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// The first of it.
    pub(super) start: u64,
    /// How many the whole has.
    pub(super) total: u64,
    /// How many are shown at the most.
    pub(super) limit: u64,
}

/// A list of customers of any of the client's brands, their channels read in one statement.
pub(super) async fn list(
    db: &impl ConnectionTrait,
    session: &Session,
    part: Part,
    records: &[source_record::Model],
) -> Result<List> {
    let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
    let rows = channels::of_records(db, &ids).await?;
    let mut by_record: HashMap<i64, Vec<&channel::Model>> = HashMap::new();
    for row in &rows {
        by_record.entry(row.source_record_id).or_default().push(row);
    }
    let mut items = Vec::with_capacity(records.len());
    for record in records {
        let channels = by_record.remove(&record.id).unwrap_or_default();
        items.push(customer(session.of_connection(record.connection_id)?, record, channels));
    }
    Ok(List {
        kind: "collection".to_owned(),
        item_start: part.start,
        item_total: part.total,
        item_limit: part.limit,
        items,
    })
}

fn customer(grant: &Grant, record: &source_record::Model, channels: Vec<&channel::Model>) -> Customer {
    let channel = |row: &&channel::Model| {
        let (channel_id, channel_name) = kind_of(&grant.connection, row);
        Channel { id: number_of(row), channel_id, channel_name, address: row.address.clone() }
    };
    Customer {
        id: number(record),
        external_primary_id: record.external_id.clone().unwrap_or_default(),
        brand_name: grant.brand.name.clone(),
        firstname: record.first_name.clone().unwrap_or_default(),
        lastname: record.last_name.clone().unwrap_or_default(),
        channels: channels.iter().map(channel).collect(),
        more: Map::new(),
    }
}

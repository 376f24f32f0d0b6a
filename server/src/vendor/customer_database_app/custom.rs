//! Custom fields: `keys[n]` and `values[n]`. Keys are opaque; one that the page prints is no UUID although it looks like one.

use chrono::NaiveDate;
use entity::property_definition::{self, PropertyType};
use entity::source_record::{self, RecordState};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{remains, time};
use crate::domain::property::definition::store as definitions;
use crate::domain::property::service::{self as properties, NewValue};
use crate::error::{Error, Result};
use crate::store::Work;
use crate::vendor::forms::Form;

/// Under which name an operation finds the pairs; the form has nothing else under it.
pub(super) const FIELD: &str = "keys";

/// One custom field.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Pair {
    key: String,
    value: String,
}

/// Takes the pairs out of a form. A key without a value, and the reverse, say nothing: the page's own sample has one.
pub(super) fn take(form: &mut Form) -> Value {
    let pairs = form.take_parallel("keys", "values").into_iter().filter(|(key, _)| !key.trim().is_empty());
    pairs.map(|(key, value)| json!({ "key": key.trim(), "value": value })).collect()
}

/// As they are kept with a record or a pipeline; of two values of one key the first counts.
pub(super) fn kept(pairs: &[Pair]) -> Map<String, Value> {
    let mut kept = Map::new();
    for pair in pairs {
        kept.entry(pair.key.as_str()).or_insert_with(|| pair.value.as_str().into());
    }
    kept
}

/// Gives a customer's record the properties that the account defines under these keys. A value that is none of its property's is kept
/// aside, because the vendor refuses nothing here.
pub(super) async fn define(
    work: &Work<'_>,
    record: &source_record::Model,
    operation: &'static str,
    pairs: &[Pair],
) -> Result<()> {
    if pairs.is_empty() {
        return Ok(());
    }
    let defined = definitions::of_connection(work.db(), record.connection_id).await?;
    for (key, value) in kept(pairs) {
        let known = defined.iter().find(|definition| definition.vendor_id == key);
        let Some(definition) = known.filter(|definition| definition.state == RecordState::Active) else { continue };
        let new = NewValue {
            source_record: record.id,
            definition: definition.id,
            vendor_id: None,
            value: typed(definition, &value),
        };
        match properties::set(work, new).await {
            Err(error @ Error::Invalid(_)) => {
                let path = format!("values[{key}]");
                remains::keep_one(work, record, operation, path, value, error.to_string()).await?;
            }
            done => {
                done?;
            }
        }
    }
    Ok(())
}

/// The form carries text; what cannot be read from it is left for the property's own rule to refuse.
fn typed(definition: &property_definition::Model, value: &Value) -> Value {
    let text = value.as_str().unwrap_or_default().trim();
    let read = match definition.data_type {
        PropertyType::Integer => text.parse::<i64>().ok().map(Value::from),
        PropertyType::Float => text.parse::<f64>().ok().map(Value::from),
        PropertyType::Boolean => match text.to_ascii_lowercase().as_str() {
            "1" | "true" | "yes" => Some(true.into()),
            "0" | "false" | "no" => Some(false.into()),
            _ => None,
        },
        PropertyType::Date => time::day("", text).ok().map(|(date, _)| iso(date).into()),
        PropertyType::Timestamp => time::day("", text)
            .ok()
            .map(|(date, at)| format!("{} {}", iso(date), at.unwrap_or_default().format("%H:%M:%S")).into()),
        _ => None,
    };
    read.unwrap_or_else(|| value.clone())
}

fn iso(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

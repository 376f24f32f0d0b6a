//! What a form carries beyond its fields. The vendor ignores it; here it is kept aside, so that nothing is lost silently.

use entity::source_record;
use serde_json::{Map, Value};

use crate::domain::quarantine::{Entry, service as quarantine};
use crate::error::Result;
use crate::store::Work;

const UNKNOWN: &str = "the form has no such field";

/// Keeps fields that the form does not have.
pub(super) async fn keep(
    work: &Work<'_>,
    record: &source_record::Model,
    operation: &'static str,
    other: Map<String, Value>,
) -> Result<()> {
    // Custom fields are read wherever they are sent and have a home only with customers and pipelines.
    let empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
    let other = other.into_iter().filter(|(_, value)| !empty(value));
    let entries = other.map(|(path, value)| entry(record, operation, path, value, UNKNOWN.to_owned()));
    quarantine::keep(work, entries.collect()).await
}

/// Keeps one value that has no home, and says why.
pub(super) async fn keep_one(
    work: &Work<'_>,
    record: &source_record::Model,
    operation: &'static str,
    path: String,
    value: Value,
    reason: String,
) -> Result<()> {
    quarantine::keep(work, vec![entry(record, operation, path, value, reason)]).await
}

fn entry(record: &source_record::Model, operation: &'static str, path: String, value: Value, reason: String) -> Entry {
    Entry { connection: record.connection_id, source_record: Some(record.id), operation, path, value, reason }
}

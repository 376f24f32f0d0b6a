//! Values that a person enters.

use chrono::NaiveDate;
use entity::score_definition::{self, SignalKind};
use entity::{Amount, source_record};
use serde_json::{Value as Json, json};

use super::recompute;
use crate::domain::outbox::What;
use crate::domain::score::store::{self, NewAttribute, NewMetric};
use crate::domain::score::values;
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{TimelineDraft, Work};

/// Sets an attribute of a record, which is of the brand. The value's row.
///
/// # Errors
/// The record's connection has no such attribute, or the value does not fit it.
pub async fn set_attribute(work: &Work<'_>, record: &source_record::Model, codename: &str, value: Json) -> Result<i64> {
    let (definition, number) = fitting(work, record, SignalKind::Attribute, codename, &value).await?;
    let title = format!("{} set to {}", definition.name, plain(&value));
    let new = NewAttribute { record: record.id, definition: definition.id, value, number };
    store::upsert_attributes(work.db(), vec![new], work.now()).await?;
    recompute(work, &[record.id]).await?;
    let row = store::attribute(work.db(), record.id, definition.id).await?.ok_or_else(missing)?;
    work.timeline(record.id, TimelineDraft::new("attribute.set", title).about("attribute_value", row.id)).await;
    let data = json!({ "source_record": record.id, "codename": codename });
    work.audit("attribute.set", "attribute_value", row.id, data).await;
    let (codename, value) = (codename.to_owned(), row.value);
    work.change(record.id, What::AttributeSet { codename, value }).await;
    Ok(row.id)
}

/// Records a metric of a record, which is of the brand, for a day. The value's row.
///
/// # Errors
/// The record's connection has no such metric, or the value does not fit it.
pub async fn record_metric(
    work: &Work<'_>,
    record: &source_record::Model,
    codename: &str,
    day: NaiveDate,
    value: Json,
) -> Result<i64> {
    let (definition, number) = fitting(work, record, SignalKind::Metric, codename, &value).await?;
    let title = format!("{} on {day}: {}", definition.name, plain(&value));
    let new = NewMetric { record: record.id, definition: definition.id, day, value, number };
    store::upsert_metrics(work.db(), vec![new], work.now()).await?;
    recompute(work, &[record.id]).await?;
    let row = store::metric(work.db(), record.id, definition.id, day).await?.ok_or_else(missing)?;
    work.timeline(record.id, TimelineDraft::new("metric.recorded", title).about("metric_value", row.id)).await;
    let data = json!({ "source_record": record.id, "codename": codename, "day": day });
    work.audit("metric.record", "metric_value", row.id, data).await;
    let (codename, date, value) = (codename.to_owned(), day, row.value);
    work.change(record.id, What::MetricRecorded { codename, date, value }).await;
    Ok(row.id)
}

/// The definition of the codename at the record's connection, which `value` fits, and the value as an exact number.
async fn fitting(
    work: &Work<'_>,
    record: &source_record::Model,
    kind: SignalKind,
    codename: &str,
    value: &Json,
) -> Result<(score_definition::Model, Option<Amount>)> {
    let definition = store::of_codename(work.db(), record.connection_id, kind, codename).await?;
    let definition = definition.ok_or_else(|| {
        Violation::new("codename", Rule::NotFound, "the record's connection does not define this").with_value(codename)
    })?;
    let number = values::check(definition.data_type, value)
        .map_err(|reason| Violation::new("value", Rule::Format, reason).with_value(value))?;
    Ok((definition, number))
}

fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn missing() -> Error {
    Error::internal("a value just written is not there")
}

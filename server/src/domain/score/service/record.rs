//! Recording values in batches.

use std::collections::{BTreeMap, HashMap};

use entity::Amount;
use entity::score_definition::{self, SignalKind};
use serde_json::Value as Json;

use crate::domain::quarantine::{self, Entry};
use crate::domain::score::store::{self, NewAttribute, NewMetric};
use crate::domain::score::{RecordValues, values};
use crate::domain::source;
use crate::error::{Error, Result};
use crate::store::{Work, batch};

/// The name under which the quarantine keeps what did not fit.
const OPERATION: &str = "score.record";

/// What recording came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// Values held now, by record; records without one are left out.
    pub values: BTreeMap<i64, usize>,
    /// Values that went to the quarantine.
    pub quarantined: usize,
}

/// Records values for many records of one connection: attributes one at a time per codename, metrics one a day. A value already there is
/// replaced, and of several in `sent` the last counts. What has no definition or not its type goes to the quarantine. The scores are not
/// recomputed: see [`super::recompute`].
///
/// # Errors
/// A record is not of the connection or the brand, or the store failed.
pub async fn record_values(work: &Work<'_>, connection: i64, sent: Vec<RecordValues>) -> Result<Recorded> {
    let records: Vec<i64> = sent.iter().map(|values| values.record).collect();
    for records in records.chunks(batch::TOGETHER) {
        let found = source::store::find_many(work.db(), work.brand(), records).await?;
        let known = |id: &i64| found.iter().any(|record| record.id == *id && record.connection_id == connection);
        if !records.iter().all(known) {
            return Err(Error::NotFound { kind: "source record" });
        }
    }
    write(work, connection, OPERATION, sent).await
}

/// The same for records that the caller found in the connection itself.
pub(super) async fn write(
    work: &Work<'_>,
    connection: i64,
    operation: &'static str,
    sent: Vec<RecordValues>,
) -> Result<Recorded> {
    let definitions = store::of_connection(work.db(), connection).await?;
    let mut sorted = Sorted::new(connection, operation, &definitions);
    for values in sent {
        sorted.take(values);
    }
    sorted.settle();
    let recorded = sorted.count();
    store::upsert_attributes(work.db(), sorted.attributes, work.now()).await?;
    store::upsert_metrics(work.db(), sorted.metrics, work.now()).await?;
    quarantine::service::keep(work, sorted.refused).await?;
    Ok(recorded)
}

/// Values sorted by what becomes of them.
struct Sorted<'a> {
    connection: i64,
    operation: &'static str,
    definitions: HashMap<(SignalKind, &'a str), &'a score_definition::Model>,
    attributes: Vec<NewAttribute>,
    metrics: Vec<NewMetric>,
    refused: Vec<Entry>,
}

impl<'a> Sorted<'a> {
    fn new(connection: i64, operation: &'static str, definitions: &'a [score_definition::Model]) -> Self {
        let definitions = definitions.iter().map(|row| ((row.kind, row.codename.as_str()), row)).collect();
        let (attributes, metrics, refused) = (Vec::new(), Vec::new(), Vec::new());
        Self { connection, operation, definitions, attributes, metrics, refused }
    }

    fn take(&mut self, sent: RecordValues) {
        let RecordValues { record, path, attributes, metrics } = sent;
        let dot = if path.is_empty() { "" } else { "." };
        for (codename, value) in attributes {
            match self.judge(SignalKind::Attribute, &codename, &value) {
                Ok((definition, number)) => self.attributes.push(NewAttribute { record, definition, value, number }),
                Err(reason) => self.refuse(record, format!("{path}{dot}attributes.{codename}"), value, reason),
            }
        }
        for (at, (day, signals)) in metrics.into_iter().enumerate() {
            for (codename, value) in signals {
                match self.judge(SignalKind::Metric, &codename, &value) {
                    Ok((definition, number)) => {
                        self.metrics.push(NewMetric { record, definition, day, value, number });
                    }
                    Err(reason) => self.refuse(record, format!("{path}{dot}metrics[{at}].{codename}"), value, reason),
                }
            }
        }
    }

    /// The definition that a value fits, and the value as an exact number; or why it fits none.
    fn judge(&self, kind: SignalKind, codename: &str, value: &Json) -> Result<(i64, Option<Amount>), &'static str> {
        let definition = self.definitions.get(&(kind, codename)).ok_or(match kind {
            SignalKind::Attribute => "there is no attribute with this codename",
            SignalKind::Metric => "there is no metric with this codename",
        })?;
        Ok((definition.id, values::check(definition.data_type, value)?))
    }

    fn refuse(&mut self, record: i64, path: String, value: Json, reason: &str) {
        let (connection, operation, reason) = (self.connection, self.operation, reason.to_owned());
        self.refused.push(Entry { connection, source_record: Some(record), operation, path, value, reason });
    }

    /// Leaves the last of several values for the same place, in the order of the unique keys, which is the order that indexes grow in.
    fn settle(&mut self) {
        keep_last(&mut self.attributes, |row| (row.record, row.definition));
        keep_last(&mut self.metrics, |row| (row.record, row.definition, row.day));
    }

    fn count(&self) -> Recorded {
        let mut values = BTreeMap::new();
        let attributes = self.attributes.iter().map(|row| row.record);
        for record in attributes.chain(self.metrics.iter().map(|row| row.record)) {
            *values.entry(record).or_default() += 1;
        }
        Recorded { values, quarantined: self.refused.len() }
    }
}

fn keep_last<T, K: Ord>(rows: &mut Vec<T>, key: impl Fn(&T) -> K) {
    // Stable: of equal keys the later row stands first after turning round, and the first is what stays.
    rows.reverse();
    rows.sort_by_key(&key);
    rows.dedup_by_key(|row| key(row));
}

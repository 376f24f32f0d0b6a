//! Computing scores, and the customers' health that follows.

use std::collections::HashMap;

use entity::score_definition::{self, ScoreKind};
use sea_orm::Iterable;

use crate::app::App;
use crate::domain::account::{Permission, Viewer};
use crate::domain::score::formula::{self, Score};
use crate::domain::score::store::{self, Latest};
use crate::domain::source;
use crate::error::Result;
use crate::store::{Work, batch};

/// Computes the scores of these records of the brand from their attributes and newest metrics, in a fixed number of statements for each
/// few hundred. A record without a value that counts has no score.
///
/// # Errors
/// The store failed.
pub async fn recompute(work: &Work<'_>, records: &[i64]) -> Result<()> {
    for records in records.chunks(batch::TOGETHER) {
        recompute_some(work, records).await?;
    }
    Ok(())
}

/// Computes the scores of every record of a connection anew, some hundreds in a transaction, so that other writers come in between.
/// Called when a definition has changed. Cut off halfway it can be repeated.
///
/// # Errors
/// The viewer may not, or the store failed.
pub async fn recompute_connection(app: &App, viewer: &Viewer, connection: i64) -> Result<()> {
    let mut after = 0;
    loop {
        let work = Work::begin(app, viewer, Permission::Admin).await?;
        let records = store::records_of(work.db(), connection, after, batch::TOGETHER as u64).await?;
        let Some(last) = records.last() else { return Ok(()) };
        after = *last;
        recompute(&work, &records).await?;
        work.commit().await?;
    }
}

/// Makes the health of customers that of the records that are linked to them now.
///
/// # Errors
/// The store failed.
pub async fn follow(work: &Work<'_>, customers: &[i64]) -> Result<()> {
    store::follow(work.db(), work.brand(), customers, work.now()).await
}

async fn recompute_some(work: &Work<'_>, records: &[i64]) -> Result<()> {
    let records = source::store::find_many(work.db(), work.brand(), records).await?;
    let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
    let definitions = store::scoring(work.db(), &distinct(records.iter().map(|record| record.connection_id))).await?;
    let computed = compute(&ids, &definitions, latest(work, &ids, &definitions).await?);
    for kind in ScoreKind::iter() {
        let without = ids.iter().copied().filter(|record| !computed.contains_key(&(*record, kind)));
        store::drop_scores(work.db(), kind, &without.collect::<Vec<_>>()).await?;
    }
    let mut scores: Vec<_> = computed.into_iter().map(|((record, kind), score)| (record, kind, score)).collect();
    scores.sort_by_key(|(record, kind, _)| (*record, *kind as u8));
    store::upsert_scores(work.db(), scores, work.now()).await?;
    follow(work, &distinct(records.iter().map(|record| record.customer_id))).await
}

async fn latest(work: &Work<'_>, records: &[i64], definitions: &[score_definition::Model]) -> Result<Vec<Latest>> {
    if definitions.is_empty() {
        return Ok(Vec::new());
    }
    let definitions: Vec<i64> = definitions.iter().map(|definition| definition.id).collect();
    store::latest(work.db(), records, &definitions).await
}

/// The scores of records, from the values that count for them; contributions in the order of their definitions.
fn compute(
    records: &[i64],
    definitions: &[score_definition::Model],
    latest: Vec<Latest>,
) -> HashMap<(i64, ScoreKind), Score> {
    let mut values: HashMap<(i64, i64), Latest> =
        latest.into_iter().map(|value| ((value.source_record_id, value.definition_id), value)).collect();
    let mut scores = HashMap::new();
    for record in records {
        for kind in ScoreKind::iter() {
            let feeding = definitions.iter().filter(|definition| definition.score == Some(kind));
            let signals = feeding.filter_map(|definition| {
                let found = values.remove(&(*record, definition.id))?;
                Some((definition, found.value, found.number))
            });
            if let Some(score) = formula::score(signals) {
                scores.insert((*record, kind), score);
            }
        }
    }
    scores
}

fn distinct(ids: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut ids: Vec<i64> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

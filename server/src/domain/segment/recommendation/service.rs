//! Recommending.

use entity::recommendation;
use entity::source_record::RecordState;
use serde_json::json;

use super::{Advice, store};
use crate::domain::account::secrets;
use crate::domain::rules;
use crate::error::{Error, Result};
use crate::store::{TimelineDraft, Work};

/// Recommends something to a customer, on one of its records.
///
/// # Errors
/// A rule is broken.
pub async fn add(work: &Work<'_>, source_record: i64, advice: Advice) -> Result<recommendation::Model> {
    rules::check(advice.broken())?;
    let vendor_id = secrets::random_hex::<13>()?;
    let row = store::insert(work.db(), source_record, vendor_id, advice, work.now()).await?;
    trace(work, "recommendation.added", &row, "recommended").await;
    Ok(row)
}

/// Changes what a recommendation says.
///
/// # Errors
/// There is no such recommendation in the brand, or a rule is broken.
pub async fn update(work: &Work<'_>, id: i64, change: impl FnOnce(&mut Advice)) -> Result<recommendation::Model> {
    let row = find(work, id).await?;
    let mut advice = Advice::of(&row);
    change(&mut advice);
    rules::check(advice.broken())?;
    let row = store::update(work.db(), row, advice, work.now()).await?;
    trace(work, "recommendation.changed", &row, "recommended differently").await;
    Ok(row)
}

/// Recommends something no more. The record of it is kept as deleted.
///
/// # Errors
/// There is no such recommendation in the brand.
pub async fn remove(work: &Work<'_>, id: i64) -> Result<recommendation::Model> {
    let row = find(work, id).await?;
    let advice = Advice { state: RecordState::Deleted, ..Advice::of(&row) };
    let row = store::update(work.db(), row, advice, work.now()).await?;
    trace(work, "recommendation.removed", &row, "recommended no more").await;
    Ok(row)
}

/// Records what its vendor recommends. What is known under the vendor's id says something new, or nothing.
///
/// # Errors
/// The store failed.
pub async fn hear(
    work: &Work<'_>,
    source_record: i64,
    vendor_id: String,
    advice: Advice,
) -> Result<recommendation::Model> {
    let Some(row) = store::by_vendor_id(work.db(), source_record, &vendor_id).await? else {
        let row = store::insert(work.db(), source_record, vendor_id, advice, work.now()).await?;
        trace(work, "recommendation.added", &row, "recommended").await;
        return Ok(row);
    };
    if Advice::of(&row) == advice {
        return Ok(row);
    }
    let is_gone = advice.state == RecordState::Deleted && row.state != RecordState::Deleted;
    let row = store::update(work.db(), row, advice, work.now()).await?;
    if is_gone {
        trace(work, "recommendation.removed", &row, "recommended no more").await;
    } else {
        trace(work, "recommendation.changed", &row, "recommended differently").await;
    }
    Ok(row)
}

/// One that was not removed.
async fn find(work: &Work<'_>, id: i64) -> Result<recommendation::Model> {
    let row = store::by_id(work.db(), work.brand(), id).await?;
    row.filter(|row| row.state != RecordState::Deleted).ok_or(Error::NotFound { kind: "recommendation" })
}

async fn trace(work: &Work<'_>, kind: &'static str, row: &recommendation::Model, told: &str) {
    let entry = TimelineDraft::new(kind, format!("{} {told}", row.name)).about("recommendation", row.id);
    work.timeline(row.source_record_id, entry).await;
    work.audit(kind, "recommendation", row.id, json!({ "source_record": row.source_record_id })).await;
}

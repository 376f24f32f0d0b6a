//! Recording consents.

use entity::consent::Decision;
use serde_json::json;

use super::store;
use crate::error::Result;
use crate::store::Work;

/// Records what a source says of consents; decisions that did not change keep their instant.
///
/// # Errors
/// The store failed.
pub async fn record(work: &Work<'_>, source_record: i64, decisions: Vec<(String, Decision)>) -> Result<()> {
    let known = store::of_records(work.db(), &[source_record]).await?;
    let changed: Vec<(String, Decision)> = decisions
        .into_iter()
        .filter(|(purpose, decision)| !known.iter().any(|row| row.purpose == *purpose && row.decision == *decision))
        .collect();
    if changed.is_empty() {
        return Ok(());
    }
    let said: serde_json::Map<_, _> =
        changed.iter().map(|(purpose, decision)| (purpose.clone(), json!(decision))).collect();
    store::upsert(work.db(), source_record, changed, work.now()).await?;
    work.audit("consent.record", "source_record", source_record, said.into()).await;
    Ok(())
}

//! Recording what customers consent to.

use entity::Timestamp;
use entity::consent::{self, Decision};
use serde_json::json;

use super::{Answer, store, told};
use crate::domain::outbox::What;
use crate::domain::rules;
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{TimelineDraft, Work};

/// Records an answer. The same answer again changes nothing, unless it says when it was given anew.
///
/// # Errors
/// The answer breaks a rule, or a later one is recorded.
pub async fn set(work: &Work<'_>, answer: Answer) -> Result<consent::Model> {
    rules::check(answer.broken(work.now()))?;
    let at = answer.changed_at.unwrap_or_else(|| work.now());
    let present = store::find(work.db(), answer.source_record, &answer.purpose).await?;
    let before = present.as_ref().map(|row| row.decision);
    let row = match present {
        Some(row) if row.decision == answer.decision && answer.changed_at.is_none_or(|at| at == row.changed_at) => {
            return Ok(row);
        }
        Some(row) if at < row.changed_at => {
            let message = format!("a later answer is recorded, of {}", row.changed_at);
            return Err(Violation::new("changedAt", Rule::NotAllowed, message).with_value(at).into());
        }
        Some(row) => store::update(work.db(), row, answer.decision, answer.vendor_id, at).await?,
        None => store::insert(work.db(), answer, at)
            .await?
            .ok_or_else(|| Error::Conflict("an answer for this purpose was recorded at the same moment".to_owned()))?,
    };
    trace(work, row.source_record_id, &row.purpose, (before, row.decision), at).await;
    work.change(row.source_record_id, What::ConsentSet(row.id)).await;
    Ok(row)
}

/// Records what a source says of several purposes now; answers that did not change keep their instant. Of two for one purpose the last
/// counts.
///
/// # Errors
/// The store failed.
pub async fn record(work: &Work<'_>, source_record: i64, answers: Vec<(String, Decision)>) -> Result<()> {
    let mut last: Vec<(String, Decision)> = Vec::with_capacity(answers.len());
    for (purpose, decision) in answers {
        match last.iter_mut().find(|(known, _)| *known == purpose) {
            Some((_, before)) => *before = decision,
            None => last.push((purpose, decision)),
        }
    }
    let answers = last;
    // Most often the record is new and all of them are its first: then there is nothing to look up.
    let first = store::insert_first(work.db(), source_record, answers.clone(), work.now()).await?;
    let again: Vec<(String, Decision)> =
        answers.into_iter().filter(|(purpose, _)| !first.iter().any(|row| row.purpose == *purpose)).collect();
    for row in &first {
        trace(work, source_record, &row.purpose, (None, row.decision), work.now()).await;
    }
    if again.is_empty() {
        return Ok(());
    }
    let known = store::of_records(work.db(), &[source_record]).await?;
    let before = |purpose: &str| known.iter().find(|row| row.purpose == purpose).map(|row| row.decision);
    let changed = again.into_iter().filter(|(purpose, decision)| before(purpose) != Some(*decision));
    let changed: Vec<(String, Decision)> = changed.collect();
    store::upsert(work.db(), source_record, changed.clone(), work.now()).await?;
    for (purpose, decision) in &changed {
        trace(work, source_record, purpose, (before(purpose), *decision), work.now()).await;
    }
    Ok(())
}

/// The same where what is not said is taken back: it is no longer known what the customer wants.
///
/// # Errors
/// The store failed.
pub async fn replace(work: &Work<'_>, source_record: i64, mut answers: Vec<(String, Decision)>) -> Result<()> {
    for row in store::of_records(work.db(), &[source_record]).await? {
        if !answers.iter().any(|(purpose, _)| *purpose == row.purpose) {
            answers.push((row.purpose, Decision::Unset));
        }
    }
    record(work, source_record, answers).await
}

/// Each change is audited and told on the timeline, where earlier answers are looked up.
async fn trace(
    work: &Work<'_>,
    record: i64,
    purpose: &str,
    (before, after): (Option<Decision>, Decision),
    at: Timestamp,
) {
    let change = json!({ "purpose": purpose, "from": before, "to": after });
    let entry = TimelineDraft::new("consent.changed", told(purpose, before, after)).at(at);
    work.timeline(record, entry.with_data(change.clone())).await;
    work.audit("consent.set", "source_record", record, change).await;
}

//! Writing notes.

use entity::note;
use serde_json::json;

use super::store::{self, NewNote};
use crate::domain::activity::service::check_pipeline;
use crate::domain::outbox::What;
use crate::domain::{rules, timeline};
use crate::error::{Error, Result};
use crate::store::{TimelineDraft, Work};

/// Adds a note to a record.
///
/// # Errors
/// The text is blank, or the pipeline is not on the record.
pub async fn add(work: &Work<'_>, new: NewNote) -> Result<note::Model> {
    rules::check([rules::filled("text", &new.text)])?;
    check_pipeline(work, new.source_record, new.pipeline).await?;
    let row = store::insert(work.db(), work.brand(), new, work.now()).await?;
    let entry = TimelineDraft::new("note.added", "Note added").about("note", row.id).with_body(Some(row.text.clone()));
    work.timeline(row.source_record_id, entry).await;
    work.audit("note.add", "note", row.id, json!({ "source_record": row.source_record_id })).await;
    work.change(row.source_record_id, What::NoteAdded(row.id)).await;
    Ok(row)
}

/// Changes the text of a note.
///
/// # Errors
/// There is no such note in the brand, or the text is blank.
pub async fn update(work: &Work<'_>, id: i64, text: String) -> Result<note::Model> {
    let row = find(work, id).await?;
    rules::check([rules::filled("text", &text)])?;
    let row = store::update(work.db(), row, text, work.now()).await?;
    work.audit("note.update", "note", row.id, json!({ "source_record": row.source_record_id })).await;
    work.change(row.source_record_id, What::Other("note_updated")).await;
    Ok(row)
}

/// Removes a note, also from the timeline, where only the fact stays that there was one.
///
/// # Errors
/// There is no such note in the brand.
pub async fn delete(work: &Work<'_>, id: i64) -> Result<note::Model> {
    let row = find(work, id).await?;
    store::delete(work.db(), row.id).await?;
    timeline::store::clear_bodies(work.db(), row.source_record_id, "note", row.id).await?;
    work.timeline(row.source_record_id, TimelineDraft::new("note.deleted", "Note deleted")).await;
    work.audit("note.delete", "note", row.id, json!({ "source_record": row.source_record_id })).await;
    work.change(row.source_record_id, What::Other("note_deleted")).await;
    Ok(row)
}

async fn find(work: &Work<'_>, id: i64) -> Result<note::Model> {
    store::by_id(work.db(), work.brand(), id).await?.ok_or(Error::NotFound { kind: "note" })
}

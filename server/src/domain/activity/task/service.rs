//! Setting tasks and ticking them off.

use entity::task;
use serde_json::json;

use super::TaskFields;
use super::store::{self, NewTask};
use crate::domain::activity::service::check_pipeline;
use crate::domain::outbox::What;
use crate::domain::{rules, timeline};
use crate::error::{Error, Result};
use crate::store::{TimelineDraft, Work};

/// Sets a task on a record.
///
/// # Errors
/// The task breaks a rule, or the pipeline is not on the record.
pub async fn create(work: &Work<'_>, new: NewTask) -> Result<task::Model> {
    rules::check(new.fields.broken())?;
    check_pipeline(work, new.source_record, new.pipeline).await?;
    let row = store::insert(work.db(), work.brand(), new, work.now()).await?;
    let entry = TimelineDraft::new("task.created", format!("Task {} set", row.name)).about("task", row.id);
    work.timeline(row.source_record_id, entry.with_body(row.description.clone())).await;
    audit(work, "task.create", &row).await;
    work.change(row.source_record_id, What::TaskCreated(row.id)).await;
    Ok(row)
}

/// Changes what a task says.
///
/// # Errors
/// There is no such task in the brand, or it would break a rule.
pub async fn update(work: &Work<'_>, id: i64, change: impl FnOnce(&mut TaskFields)) -> Result<task::Model> {
    let row = find(work, id).await?;
    let mut fields = store::fields(&row);
    change(&mut fields);
    rules::check(fields.broken())?;
    let row = store::update(work.db(), row, fields, work.now()).await?;
    audit(work, "task.update", &row).await;
    work.change(row.source_record_id, What::Other("task_updated")).await;
    Ok(row)
}

/// Ticks a task off; one that is done stays as it is.
///
/// # Errors
/// There is no such task in the brand.
pub async fn complete(work: &Work<'_>, id: i64) -> Result<task::Model> {
    let row = find(work, id).await?;
    if row.done_at.is_some() {
        return Ok(row);
    }
    let row = store::set_done(work.db(), row, Some(work.now()), work.now()).await?;
    let entry = TimelineDraft::new("task.completed", format!("Task {} done", row.name)).about("task", row.id);
    work.timeline(row.source_record_id, entry).await;
    audit(work, "task.complete", &row).await;
    work.change(row.source_record_id, What::Other("task_completed")).await;
    Ok(row)
}

/// Opens a task again; one that is open stays as it is.
///
/// # Errors
/// There is no such task in the brand.
pub async fn reopen(work: &Work<'_>, id: i64) -> Result<task::Model> {
    let row = find(work, id).await?;
    if row.done_at.is_none() {
        return Ok(row);
    }
    let row = store::set_done(work.db(), row, None, work.now()).await?;
    let entry = TimelineDraft::new("task.reopened", format!("Task {} opened again", row.name)).about("task", row.id);
    work.timeline(row.source_record_id, entry).await;
    audit(work, "task.reopen", &row).await;
    work.change(row.source_record_id, What::Other("task_reopened")).await;
    Ok(row)
}

/// Removes a task.
///
/// # Errors
/// There is no such task in the brand.
pub async fn delete(work: &Work<'_>, id: i64) -> Result<task::Model> {
    let row = find(work, id).await?;
    store::delete(work.db(), row.id).await?;
    timeline::store::clear_bodies(work.db(), row.source_record_id, "task", row.id).await?;
    let entry = TimelineDraft::new("task.deleted", format!("Task {} deleted", row.name));
    work.timeline(row.source_record_id, entry).await;
    audit(work, "task.delete", &row).await;
    work.change(row.source_record_id, What::Other("task_deleted")).await;
    Ok(row)
}

async fn find(work: &Work<'_>, id: i64) -> Result<task::Model> {
    store::by_id(work.db(), work.brand(), id).await?.ok_or(Error::NotFound { kind: "task" })
}

async fn audit(work: &Work<'_>, action: &str, row: &task::Model) {
    work.audit(action, "task", row.id, json!({ "source_record": row.source_record_id })).await;
}

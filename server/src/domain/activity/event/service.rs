//! Arranging appointments.

use entity::calendar_event;
use serde_json::json;

use super::EventFields;
use super::store::{self, NewEvent};
use crate::domain::outbox::What;
use crate::domain::{rules, timeline};
use crate::error::{Error, Result};
use crate::store::{TimelineDraft, Work};

const SUBJECT: &str = "calendar_event";

/// Arranges an appointment on a record.
///
/// # Errors
/// The event breaks a rule.
pub async fn create(work: &Work<'_>, new: NewEvent) -> Result<calendar_event::Model> {
    rules::check(new.fields.broken())?;
    let row = store::insert(work.db(), work.brand(), new, work.now()).await?;
    trace(work, "calendar_event.created", format!("{} arranged", row.name), &row).await;
    audit(work, "calendar_event.create", &row).await;
    work.change(row.source_record_id, What::EventCreated(row.id)).await;
    Ok(row)
}

/// Changes an appointment; a new time is told on the timeline.
///
/// # Errors
/// There is no such event in the brand, or it would break a rule.
pub async fn update(work: &Work<'_>, id: i64, change: impl FnOnce(&mut EventFields)) -> Result<calendar_event::Model> {
    let row = find(work, id).await?;
    let before = (row.starts_at, row.ends_at);
    let mut fields = store::fields(&row);
    change(&mut fields);
    rules::check(fields.broken())?;
    let row = store::update(work.db(), row, fields, work.now()).await?;
    if before != (row.starts_at, row.ends_at) {
        trace(work, "calendar_event.moved", format!("{} moved", row.name), &row).await;
    }
    audit(work, "calendar_event.update", &row).await;
    work.change(row.source_record_id, What::Other("event_updated")).await;
    Ok(row)
}

/// Removes an appointment.
///
/// # Errors
/// There is no such event in the brand.
pub async fn delete(work: &Work<'_>, id: i64) -> Result<calendar_event::Model> {
    let row = find(work, id).await?;
    store::delete(work.db(), row.id).await?;
    timeline::store::clear_bodies(work.db(), row.source_record_id, SUBJECT, row.id).await?;
    let entry = TimelineDraft::new("calendar_event.deleted", format!("{} deleted", row.name));
    work.timeline(row.source_record_id, entry).await;
    audit(work, "calendar_event.delete", &row).await;
    work.change(row.source_record_id, What::Other("event_deleted")).await;
    Ok(row)
}

async fn find(work: &Work<'_>, id: i64) -> Result<calendar_event::Model> {
    store::by_id(work.db(), work.brand(), id).await?.ok_or(Error::NotFound { kind: "calendar event" })
}

async fn trace(work: &Work<'_>, kind: &'static str, title: String, row: &calendar_event::Model) {
    let entry = TimelineDraft::new(kind, title)
        .about(SUBJECT, row.id)
        .with_body(row.description.clone())
        .with_data(json!({ "starts_at": row.starts_at, "ends_at": row.ends_at }));
    work.timeline(row.source_record_id, entry).await;
}

async fn audit(work: &Work<'_>, action: &str, row: &calendar_event::Model) {
    work.audit(action, SUBJECT, row.id, json!({ "source_record": row.source_record_id })).await;
}

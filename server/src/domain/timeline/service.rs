//! Entering what happened elsewhere.

use entity::timeline_entry;
use serde_json::json;

use super::store::{self, NewEntry};
use crate::domain::outbox::What;
use crate::domain::rules;
use crate::error::Result;
use crate::store::Work;

/// Puts an event from elsewhere on a record's timeline.
///
/// # Errors
/// The title is blank, the page is not on the web, or the data is no object.
pub async fn add(work: &Work<'_>, mut new: NewEntry) -> Result<timeline_entry::Model> {
    rules::check([
        rules::filled("title", &new.title),
        // It is shown as a link, and a link must not run a script.
        rules::web_address("sourceUrl", new.source_url.as_deref()),
        rules::object("data", &new.data),
    ])?;
    new.actor = new.actor.or_else(|| Some(work.viewer().label().to_owned()));
    let row = store::insert(work.db(), work.brand(), new, work.now()).await?;
    work.audit("timeline.add", "timeline_entry", row.id, json!({ "source_record": row.source_record_id })).await;
    work.change(row.source_record_id, What::EntryAdded(row.id)).await;
    Ok(row)
}

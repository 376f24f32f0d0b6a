//! Entering what happened elsewhere, and hearing of it.

use std::collections::HashSet;

use entity::timeline_entry;
use serde_json::json;

use super::store::{self, NewEntry, Told};
use super::title;
use crate::domain::outbox::What;
use crate::domain::rules;
use crate::error::Result;
use crate::store::{Work, batch};

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

/// Records what a vendor tells of a record's timeline. What was entered here, and what went there from here, is told again by the vendor:
/// it is recognized by what it says, and has the vendor's id from then on.
///
/// # Errors
/// The store failed.
pub async fn hear(work: &Work<'_>, source_record: i64, told: Vec<Told>) -> Result<()> {
    let ids: Vec<&str> = told.iter().map(|told| told.vendor_id.as_str()).collect();
    let mut known = store::known(work.db(), source_record, &ids).await?;
    // Each once, should the vendor repeat itself.
    let new: Vec<Told> = told.into_iter().filter(|told| known.insert(told.vendor_id.clone())).collect();
    let kinds: HashSet<&str> = new.iter().map(|told| told.kind.as_str()).collect();
    let mut untold = store::untold(work.db(), source_record, &kinds).await?;
    let mut rows = Vec::new();
    for told in new {
        match untold.iter().position(|entry| is_same(entry, &told)) {
            Some(at) => store::identify(work.db(), untold.remove(at).id, told.vendor_id).await?,
            None => {
                let title = title(&told.text);
                rows.push(store::row(work.brand(), source_record, told, title));
            }
        }
    }
    batch::insert(work.db(), rows, None).await
}

/// Whether an entry says what the vendor tells. When it happened is each system's own clock, and who did it each one's own name.
fn is_same(entry: &timeline_entry::Model, told: &Told) -> bool {
    let says = |text: &str| text == told.text;
    entry.kind == told.kind
        && (says(&entry.title) || entry.body.as_deref().is_some_and(says))
        && entry.source_url == told.source_url
        && entry.ticket_id == told.ticket_id
}

/// What a vendor tells that cannot be kept.
///
/// # Errors
/// It says nothing, or leads to what is no page of the web.
pub fn check(told: &Told) -> Result<()> {
    rules::check([
        rules::filled("description", &told.text),
        // It is shown as a link, and a link must not run a script.
        rules::web_address("source_url", told.source_url.as_deref()),
    ])
}

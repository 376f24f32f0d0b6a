//! Keeping what found no place, and dealing with it.

use entity::quarantine;
use serde_json::json;

use super::{Entry, store};
use crate::error::{Error, Result};
use crate::store::{Work, listing};

/// Keeps entries, in the transaction of the call that carried them.
///
/// # Errors
/// The store failed.
pub async fn keep(work: &Work<'_>, entries: Vec<Entry>) -> Result<()> {
    store::insert(work.db(), work.brand(), entries, work.now()).await
}

/// Keeps values aside that are said again and again: one that waits already for the same reason is not kept twice.
///
/// # Errors
/// The store failed.
pub async fn keep_once(work: &Work<'_>, entries: Vec<Entry>) -> Result<()> {
    let mut new = Vec::new();
    for entry in entries {
        if !store::waits(work.db(), &entry).await? {
            new.push(entry);
        }
    }
    keep(work, new).await
}

/// Marks an entry as dealt with. One that was dealt with before stays as it is.
///
/// # Errors
/// There is no such entry in the brand.
pub async fn resolve(work: &Work<'_>, id: i64) -> Result<i64> {
    let row = listing::find::<quarantine::Entity>(work.db(), work.brand(), id).await?;
    let row = row.ok_or(Error::NotFound { kind: "quarantine entry" })?;
    if store::resolve(work.db(), row.id, work.now()).await? {
        work.audit("quarantine.resolve", "quarantine", row.id, json!({ "path": row.path })).await;
    }
    Ok(row.id)
}

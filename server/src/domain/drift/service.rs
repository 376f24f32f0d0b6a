//! Writing down what was seen, and dealing with it.

use std::collections::BTreeMap;

use entity::drift;
use serde_json::json;

use super::{Difference, Replied, Seen, store};
use crate::app::App;
use crate::error::{Error, Result};
use crate::store::{Work, listing};

/// Writes down what was seen since the last time, a statement for each connection. How many distinct differences it was.
pub async fn write(app: &App) -> usize {
    let mut by_connection: BTreeMap<i64, Vec<(Replied, Difference, Seen)>> = BTreeMap::new();
    for seen in app.sightings().take() {
        by_connection.entry(seen.0.connection).or_default().push(seen);
    }
    let mut written = 0;
    for (connection, seen) in by_connection {
        match store::write(app.store().writer(), seen.clone()).await {
            Ok(()) => {
                written += seen.len();
                tracing::warn!(
                    connection,
                    differences = seen.len(),
                    "a vendor's replies differ from its documentation"
                );
            }
            Err(Error::Unavailable(error)) => {
                tracing::warn!(%error, "differences wait for the store");
                app.sightings().put_back(seen);
            }
            Err(error) => {
                tracing::error!(connection, error = &error as &dyn std::error::Error, "differences are not written");
            }
        }
    }
    written
}

/// Marks a difference as dealt with. One that was dealt with before stays as it is; one that is seen again is open again.
///
/// # Errors
/// There is no such difference in the brand.
pub async fn resolve(work: &Work<'_>, id: i64) -> Result<i64> {
    let row = listing::find::<drift::Entity>(work.db(), work.brand(), id).await?;
    let row = row.ok_or(Error::NotFound { kind: "drift" })?;
    if store::resolve(work.db(), row.id, work.now()).await? {
        work.audit("drift.resolve", "drift", row.id, json!({ "operation": row.operation, "path": row.path })).await;
    }
    Ok(row.id)
}

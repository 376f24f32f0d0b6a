//! Looking at all connections at once.

use super::{Connected, store};
use crate::app::App;
use crate::error::Result;

/// The connections to vendors, of one brand or of all, with how they are; in two statements.
///
/// # Errors
/// The store failed.
pub async fn of(app: &App, brand: Option<i64>) -> Result<Vec<Connected>> {
    let db = app.store().reader();
    let connections = store::connections(db, brand).await?;
    let ids: Vec<i64> = connections.iter().map(|connection| connection.id).collect();
    let mut depths = store::depths(db, &ids).await?;
    let connected = connections.into_iter().map(|connection| Connected {
        way: app.way(connection.id, connection.updated_at),
        outbox: depths.remove(&connection.id).unwrap_or_default(),
        connection,
    });
    Ok(connected.collect())
}

//! How few calls are under way of which nobody could tell a repeat.
//!
//! A kill leaves every call that is under way in doubt. One whose vendor can neither tell a repeat nor be asked is then made again on
//! suspicion, so as few of them as possible are under way: one on the whole server, as long as the vendors answer. One that takes long
//! lets the next connection have its turn, or a vendor that hangs would hold up the others; of its own connection it remains the only one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};
use tokio_util::task::AbortOnDropHandle;

use crate::error::{Error, Result};

/// How long a call keeps other connections waiting. Vendors that are well answer sooner.
const PATIENCE: Duration = Duration::from_secs(1);

/// The turns of one server.
#[derive(Debug)]
pub(super) struct Turns {
    server: Arc<Semaphore>,
    connections: Mutex<HashMap<i64, Arc<Semaphore>>>,
}

impl Default for Turns {
    fn default() -> Self {
        Self { server: one(), connections: Mutex::default() }
    }
}

fn one() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(1))
}

/// A turn. It ends when this is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    _connection: OwnedSemaphorePermit,
    _server: AbortOnDropHandle<()>,
}

impl Turns {
    /// Waits for a turn of a connection.
    pub(super) async fn next(&self, connection: i64) -> Result<Turn> {
        let connection = self.of(connection).acquire_owned().await.map_err(closed)?;
        let server = Arc::clone(&self.server).acquire_owned().await.map_err(closed)?;
        let held = tokio::spawn(async move {
            tokio::time::sleep(PATIENCE).await;
            drop(server);
        });
        Ok(Turn { _connection: connection, _server: AbortOnDropHandle::new(held) })
    }

    fn of(&self, connection: i64) -> Arc<Semaphore> {
        let mut connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(connections.entry(connection).or_insert_with(one))
    }
}

fn closed(error: AcquireError) -> Error {
    Error::internal(error)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use tokio::time::timeout;

    use super::*;

    /// Long enough to see that something waits, shorter than the patience.
    const MOMENT: Duration = Duration::from_millis(200);

    #[tokio::test]
    async fn one_is_under_way_on_the_whole_server() {
        let turns = Turns::default();
        let first = turns.next(1).await.expect("a turn");
        assert!(timeout(MOMENT, turns.next(2)).await.is_err(), "another connection waits");
        drop(first);
        assert!(timeout(MOMENT, turns.next(2)).await.is_ok(), "and comes next");
    }

    #[tokio::test]
    async fn one_that_takes_long_keeps_only_its_own_connection_waiting() {
        let turns = Turns::default();
        let hangs = turns.next(1).await.expect("a turn");
        let began = Instant::now();
        let other = turns.next(2).await.expect("a turn");
        assert!(began.elapsed() >= PATIENCE, "{:?}", began.elapsed());
        drop(other);
        assert!(timeout(PATIENCE + MOMENT, turns.next(1)).await.is_err(), "its own connection has one at a time");
        drop(hangs);
        assert!(timeout(MOMENT, turns.next(1)).await.is_ok());
    }
}

//! Which connections are served.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, Semaphore};
use tokio::task::{AbortHandle, JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use super::desk::Desk;
use super::turns::Turns;
use crate::app::App;
use crate::domain::outbox::store;
use crate::error::Result;

/// Deliveries under way on one server beyond the first of each connection, which has a place of its own.
const SHARED_PLACES: usize = 128;

/// What the desks of one server share.
#[derive(Clone, Debug)]
pub(super) struct Office {
    pub(super) app: App,
    /// Cancelled when nothing more is to be taken.
    pub(super) stop: CancellationToken,
    pub(super) turns: Arc<Turns>,
    /// Places of whichever desk needs more than its own.
    pub(super) places: Arc<Semaphore>,
}

impl Office {
    fn open(app: App, stop: CancellationToken) -> Self {
        Self { app, stop, turns: Arc::default(), places: Arc::new(Semaphore::new(SHARED_PLACES)) }
    }

    pub(super) fn pause(&self) -> Duration {
        Duration::from_secs(self.app.config().upstream.poll_seconds)
    }

    async fn waiting(&self) -> Result<Vec<i64>> {
        store::waiting(self.app.store().reader(), self.app.clock().now()).await
    }
}

/// Delivers until told to stop: when rung, when a desk has done its work, and every few seconds for what others left. Then it waits for
/// the calls under way, each of which has its limit.
pub(in crate::job) async fn run(app: App, stop: CancellationToken) {
    let office = Office::open(app, stop);
    let mut desks = Desks::default();
    while !office.stop.is_cancelled() {
        match office.waiting().await {
            Ok(connections) => desks.serve(&office, connections),
            Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "the outbox cannot be read"),
        }
        tokio::select! {
            () = office.stop.cancelled() => {}
            () = office.app.outbox_bell().notified() => {}
            // What came in while it was closing needs it again.
            Some(closed) = desks.open.join_next() => { delivered_by(closed); }
            () = tokio::time::sleep(office.pause()) => {}
        }
    }
    while let Some(closed) = desks.open.join_next().await {
        delivered_by(closed);
    }
}

/// Delivers what is due, and what becomes due by that. How many deliveries came to their end.
///
/// # Errors
/// The store failed.
pub async fn round(app: &App) -> Result<usize> {
    let office = Office::open(app.clone(), CancellationToken::new());
    let mut desks = Desks::default();
    let connections = office.waiting().await?;
    desks.serve(&office, connections);
    let mut delivered = 0;
    while let Some(closed) = desks.open.join_next().await {
        delivered += delivered_by(closed);
    }
    Ok(delivered)
}

/// How much a desk did. One that broke did what it wrote down; the rest is still due, and is taken again when its lease is over.
fn delivered_by(closed: std::result::Result<usize, JoinError>) -> usize {
    closed.unwrap_or_else(|error| {
        tracing::error!(%error, "the deliveries of a connection broke off");
        0
    })
}

/// The desks of one server.
#[derive(Debug, Default)]
struct Desks {
    open: JoinSet<usize>,
    known: HashMap<i64, Known>,
}

#[derive(Debug)]
struct Known {
    desk: AbortHandle,
    bell: Arc<Notify>,
}

impl Desks {
    /// Opens a desk for each of the connections, or rings where there is one.
    fn serve(&mut self, office: &Office, connections: Vec<i64>) {
        self.known.retain(|_, known| !known.desk.is_finished());
        for connection in connections {
            match self.known.get(&connection) {
                Some(known) => known.bell.notify_one(),
                None => {
                    let bell = Arc::new(Notify::new());
                    let desk = self.open.spawn(Desk::new(office.clone(), connection, Arc::clone(&bell)).serve());
                    self.known.insert(connection, Known { desk, bell });
                }
            }
        }
    }
}

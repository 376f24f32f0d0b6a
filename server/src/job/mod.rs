//! Work that nobody waits for. Each job finds what is due in the store, so that any server may do it and a killed one loses nothing.

pub mod drift;
pub mod outbox;

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::domain::ledger;

/// How often lots are looked at. A lot past its date counts no more from the moment it passes; the job only books it.
const EXPIRY: Duration = Duration::from_secs(60);
/// Lots booked in one round.
const LOTS: u64 = 1000;

/// Starts the jobs; they end soon after `stop` is cancelled.
pub fn start(app: App, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        tokio::join!(
            expiring(app.clone(), stop.clone()),
            drift::run(app.clone(), stop.clone()),
            outbox::run(app, stop),
        );
    })
}

async fn expiring(app: App, stop: CancellationToken) {
    let mut rounds = tokio::time::interval(EXPIRY);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = rounds.tick() => expire(&app).await,
        }
    }
}

async fn expire(app: &App) {
    match ledger::service::expire_due(app, LOTS).await {
        Ok(0) => {}
        Ok(lots) => tracing::info!(lots, "points and credits expired"),
        Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "booking what expired failed"),
    }
}

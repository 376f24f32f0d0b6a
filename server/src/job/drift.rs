//! Writing down what was seen of the vendors' replies.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::domain::drift::service;

/// What is seen within this time of the last writing waits, so that a vendor whose every reply differs is no load.
const PAUSE: Duration = Duration::from_secs(5);

/// Writes when something was seen, and what is left when told to stop.
pub(super) async fn run(app: App, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            () = app.sightings().rung() => {}
        }
        service::write(&app).await;
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
    round(&app).await;
}

/// Waits for the comparisons under way and writes what they found. How many distinct differences it was.
pub async fn round(app: &App) -> usize {
    app.sightings().settled().await;
    service::write(app).await
}

//! Work that nobody waits for.

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::app::App;

/// Starts the jobs; they end soon after `stop` is cancelled.
pub fn start(_app: App, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move { stop.cancelled().await })
}

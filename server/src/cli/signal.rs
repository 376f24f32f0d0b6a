//! Being told to stop.

use std::io::Result;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Hears the signals that tell the process to stop. From when it is made: a program that says it serves must end in good order whenever it
/// is told to from then on.
#[derive(Debug)]
pub(super) struct Told {
    #[cfg(unix)]
    terminate: Signal,
    #[cfg(unix)]
    interrupt: Signal,
}

impl Told {
    /// Begins to listen. Needs a runtime.
    ///
    /// # Errors
    /// The system lets nobody listen.
    #[cfg(unix)]
    pub(super) fn listen() -> Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// Begins to listen.
    ///
    /// # Errors
    /// None here.
    #[cfg(not(unix))]
    pub(super) fn listen() -> Result<Self> {
        Ok(Self {})
    }

    /// Returns when the process is told to stop, also when it was before.
    #[cfg(unix)]
    pub(super) async fn wait(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    /// Returns when the process is told to stop.
    #[cfg(not(unix))]
    pub(super) async fn wait(self) {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::warn!(%error, "nobody can tell this process to stop");
            std::future::pending::<()>().await;
        }
    }
}

//! Pools and time-outs of the store.

use anyhow::ensure;
use serde::{Deserialize, Serialize};

/// How the store is connected.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StoreConfig {
    /// SQLite: connections that read. PostgreSQL: connections in all.
    pub connections: u32,
    /// Seconds to wait for a free connection, and on SQLite for the one writer.
    pub acquire_seconds: u64,
}

impl Default for StoreConfig {
    fn default() -> Self {
        Self { connections: 8, acquire_seconds: 20 }
    }
}

impl StoreConfig {
    pub(super) fn validate(&self) -> anyhow::Result<()> {
        ensure!(self.connections > 0, "store.connections must be positive");
        Ok(())
    }
}

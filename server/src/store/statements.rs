//! Counting statements.

use std::sync::atomic::{AtomicU64, Ordering};

/// Statements run over the life of a store.
#[derive(Debug, Default)]
pub struct StatementCount(AtomicU64);

impl StatementCount {
    pub(crate) fn add_one(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// The number so far.
    pub fn total(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

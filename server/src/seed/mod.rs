//! Demo data: customers that look real, the same for the same seed.
//!
//! ```text
//! definitions ──► catalogue ─┐
//! words, dice ───────────────┴─► story: one customer at a time ──► rows ──► store: many rows a statement
//!                                (a thread of its own)           (a batch)  (a transaction a batch)
//! ```
//!
//! A customer follows from the seed and its own id alone. The ids of all rows are kept free beforehand, so a row can name another
//! before either is written and the server may go on writing meanwhile.
//!
//! To fill one more table: 1. a line in `rows.rs`; 2. what it tells, in a file of `story/`; 3. what it names, in `definitions/`.

mod calendar;
mod definitions;
mod dice;
mod fill;
mod rows;
mod store;
mod story;
mod words;

use std::time::Duration;

pub use definitions::{Catalogue, definitions};
pub(crate) use dice::Dice;
pub use fill::fill;

/// The password of the first few demo customers, for trying out vendor log-ins.
pub const DEMO_PASSWORD: &str = "Zrnkova-Kava-26";

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many customers.
    pub customers: u64,
    /// Another seed makes other customers.
    pub seed: u64,
}

/// How far it is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Customers written.
    pub customers: u64,
    /// Customers asked for.
    pub of: u64,
    /// Rows written.
    pub rows: u64,
    /// Since the start.
    pub elapsed: Duration,
}

/// What was done.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    /// Customers written.
    pub customers: u64,
    /// Rows written, those of the customers among them.
    pub rows: u64,
    /// From the start to the last commit.
    pub elapsed: Duration,
}

impl Report {
    /// Rows written in a second.
    pub fn rows_per_second(&self) -> f64 {
        rate(self.rows, self.elapsed)
    }

    /// Customers written in a second.
    pub fn customers_per_second(&self) -> f64 {
        rate(self.customers, self.elapsed)
    }
}

fn rate(count: u64, elapsed: Duration) -> f64 {
    count as f64 / elapsed.as_secs_f64().max(f64::EPSILON)
}

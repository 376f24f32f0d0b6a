//! How old the copies are that proxied connections left here, and reading them anew before they are shown.
//!
//! ```text
//!  a query ─► which records of these customers can be read at their vendors, and are older than asked?
//!                 ─► one reading of each at a time, whoever asks meanwhile waits for it ─► until the time is up
//!                 ─► the store answers, and every connection says how fresh it is
//! ```

pub mod graphql;
mod report;
pub mod service;
pub mod store;

use std::time::Duration;

pub use report::{Fresh, Report, State};

/// How fresh an answer is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The oldest that will do; absent: as the connection says.
    pub max_age: Option<Duration>,
    /// Whether what is stored will do when the vendor cannot be read, without an error beside it.
    pub accepts_stale: bool,
    /// Whether nothing but what was read just now will do.
    pub demands_fresh: bool,
    /// How long to wait; absent: as configured.
    pub budget: Option<Duration>,
}

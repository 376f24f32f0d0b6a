//! How well the ways to the real vendors are: what this server saw of its latest calls, and what waits in the outbox.
//!
//! ```text
//!  vendor/outbound/line ─► App::way ─┐
//!                                    ├─► graph: ConnectedSystem.health   /health/ready   /metrics
//!  delivery ─► store::depths ────────┘
//! ```

pub mod graphql;
pub mod service;
pub mod store;

use std::time::Duration;

use entity::{Timestamp, connection};

pub use crate::domain::outbox::store::Depth;

/// Whether calls are let through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Passage {
    /// They are.
    #[default]
    Closed,
    /// The vendor is left alone for a while.
    Open,
    /// A few find out whether it is well again.
    HalfOpen,
}

impl Passage {
    /// Its name in `/health/ready`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Open => "open",
            Self::HalfOpen => "half_open",
        }
    }

    /// Its number in `/metrics`.
    pub fn number(self) -> i64 {
        match self {
            Self::Closed => 0,
            Self::HalfOpen => 1,
            Self::Open => 2,
        }
    }
}

/// The way to a vendor, as this server saw it.
#[derive(Clone, Debug, Default)]
pub struct Way {
    /// Whether calls that only read are let through.
    pub reads: Passage,
    /// Whether the others are.
    pub writes: Passage,
    /// How many of the latest calls the following is made of.
    pub calls: usize,
    /// The part of them that failed, 0 to 1.
    pub error_rate: f64,
    /// Half of them were as fast.
    pub p50: Duration,
    /// 95 of a hundred were as fast.
    pub p95: Duration,
    /// 99 of a hundred were as fast.
    pub p99: Duration,
    /// When the vendor last did its part.
    pub last_success: Option<Timestamp>,
    /// When it last did not, and why.
    pub last_failure: Option<(Timestamp, String)>,
    /// Calls under way.
    pub under_way: usize,
    /// How many may be under way at a time.
    pub concurrency: usize,
    /// Calls of the last minute; not more than are remembered.
    pub last_minute: usize,
    /// How many a minute may be made; absent where nobody limits them.
    pub per_minute: Option<u32>,
}

/// A connection with its way and its outbox.
#[derive(Clone, Debug)]
pub struct Connected {
    /// The connection.
    pub connection: connection::Model,
    /// The way there.
    pub way: Way,
    /// What waits to be delivered there.
    pub outbox: Depth,
}

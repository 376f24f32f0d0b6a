//! What several operations ask for alike: one struct for each fragment of `graphql/fragments`.

use super::graph::{BreakerState, Vendor};
use super::scalar::{DateTime, Decimal};

/// What lies before and behind a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Paging {
    /// Whether there is more behind.
    pub(crate) has_next_page: bool,
    /// Whether there is more before.
    pub(crate) has_previous_page: bool,
    /// The first item's cursor.
    pub(crate) start_cursor: Option<String>,
    /// The last item's cursor.
    pub(crate) end_cursor: Option<String>,
}

/// A rule that an input broke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    /// Where in the input.
    pub(crate) path: String,
    /// For people.
    pub(crate) message: String,
}

/// The record that says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SaidBy {
    /// The system.
    pub(crate) vendor: Vendor,
    /// The connection to it.
    pub(crate) connection_name: Option<String>,
    /// The record's id there.
    pub(crate) vendor_id: String,
}

/// How the way to a real vendor is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Way {
    /// Whether calls that only read are let through.
    pub(crate) reads: BreakerState,
    /// Whether the others are.
    pub(crate) writes: BreakerState,
    /// How many of the latest calls the rate and the times are made of.
    pub(crate) calls: i64,
    /// The part of them that failed, 0 to 1.
    pub(crate) error_rate: f64,
    /// Milliseconds that half of them took at the most.
    pub(crate) p50_millis: f64,
    /// The same for 95 of a hundred.
    pub(crate) p95_millis: f64,
    /// The same for 99 of a hundred.
    pub(crate) p99_millis: f64,
    /// When the vendor last did its part.
    pub(crate) last_success: Option<DateTime>,
    /// When it last did not.
    pub(crate) last_failure: Option<DateTime>,
    /// Why it did not.
    pub(crate) last_failure_reason: Option<String>,
    /// Calls under way.
    pub(crate) under_way: i64,
    /// How many may be under way at a time.
    pub(crate) concurrency: i64,
    /// Calls of the last minute.
    pub(crate) calls_last_minute: i64,
    /// How many may be made a minute.
    pub(crate) calls_per_minute: Option<i64>,
    /// Deliveries that wait for their turn or their next try.
    pub(crate) outbox_pending: i64,
    /// Deliveries that wait for staff.
    pub(crate) outbox_dead: i64,
    /// When the oldest of those that wait for their turn was filed.
    pub(crate) outbox_oldest: Option<DateTime>,
}

/// An amount of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sum {
    /// The exact amount.
    pub(crate) amount: Decimal,
    /// Its currency.
    pub(crate) currency: String,
}

impl Sum {
    /// As people write it.
    pub(crate) fn text(&self) -> String {
        crate::format::money(&self.amount.0, &self.currency)
    }
}

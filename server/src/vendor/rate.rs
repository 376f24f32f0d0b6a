//! How often one client may call, where the vendor documents a limit.
//!
//! Counted by this server alone: a limit protects the server that counts, so several of them together let through several times as much.

use std::num::NonZeroU32;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::domain::account::Actor;
use crate::error::Error;

/// Calls of each client of one vendor.
#[derive(Debug)]
pub(super) struct Limit {
    clock: DefaultClock,
    calls: DefaultKeyedRateLimiter<Actor>,
}

impl Limit {
    /// So many calls a minute; all of them may come at once.
    pub(super) fn per_minute(calls: NonZeroU32) -> Self {
        Self { clock: DefaultClock::default(), calls: RateLimiter::keyed(Quota::per_minute(calls)) }
    }

    /// Counts a call.
    ///
    /// # Errors
    /// [`Error::Limited`], with the seconds until a call is let through.
    pub(super) fn count(&self, client: Actor) -> Result<(), Error> {
        self.calls.check_key(&client).map_err(|refused| {
            let wait = refused.wait_time_from(self.clock.now());
            // The header has whole seconds; a client that comes early would be refused again.
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            Error::Limited { message: "too many requests".to_owned(), retry_after: Some(seconds.max(1)) }
        })
    }
}

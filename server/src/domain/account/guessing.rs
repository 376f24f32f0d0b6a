//! Guessing a password: after so many tries at one login within a minute, further ones are refused unseen.
//!
//! Each server counts for itself. Several of them let through as many times the tries, which is still no way to guess a password, and
//! it spares a write to the store for every try of an attacker.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use moka::sync::Cache;

use super::secrets;
use crate::error::{Error, Result};

const MINUTE: Duration = Duration::from_secs(60);
/// Logins counted at the same time; beyond them the one tried longest ago is forgotten.
const MOST_LOGINS: u64 = 100_000;

/// Counts tries.
#[derive(Clone, Debug)]
pub struct Guesses {
    tries: Cache<String, Arc<AtomicU32>>,
    most: u32,
}

/// A try that was let through. Counted as a failure unless [`Guess::right`] is called.
#[derive(Debug)]
#[must_use]
pub struct Guess<'a> {
    guesses: &'a Guesses,
    key: String,
}

impl Guesses {
    /// Lets `most` failures of one login through in a minute.
    pub fn new(most: u32) -> Self {
        Self { tries: Cache::builder().max_capacity(MOST_LOGINS).time_to_live(MINUTE).build(), most }
    }

    /// Asks for a try at `login` of `door`. It is counted before the password is looked at, so that many at once do not slip through.
    ///
    /// # Errors
    /// [`Error::Limited`] after too many.
    pub fn attempt(&self, door: &str, login: &str) -> Result<Guess<'_>> {
        let key = secrets::digest(&format!("{door} {login}"));
        let tries = self.tries.get_with(key.clone(), Arc::default);
        if tries.fetch_add(1, Ordering::Relaxed) >= self.most {
            tracing::warn!(door, "too many failed log-ins");
            let message = "too many failed log-ins; try again in a minute".to_owned();
            return Err(Error::Limited { message, retry_after: Some(MINUTE.as_secs()) });
        }
        Ok(Guess { guesses: self, key })
    }
}

impl Guess<'_> {
    /// The password was right: earlier failures are forgotten.
    pub fn right(self) {
        self.guesses.tries.invalidate(&self.key);
    }
}

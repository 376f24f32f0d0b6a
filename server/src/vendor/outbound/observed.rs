//! What the latest calls came to.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use entity::Timestamp;

/// Calls that are remembered.
const WINDOW: usize = 512;

/// How one call went.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// When it ended.
    pub at: Timestamp,
    /// How long it took.
    pub took: Duration,
    /// Whether the vendor did its part; a refusal of the request is one.
    pub went_well: bool,
}

/// The outcomes of the latest calls to one connection.
#[derive(Debug, Default)]
pub struct Observed {
    window: Mutex<Window>,
}

#[derive(Debug, Default)]
struct Window {
    latest: VecDeque<Outcome>,
    last_success: Option<Timestamp>,
    last_failure: Option<(Timestamp, String)>,
}

/// A look at them.
#[derive(Clone, Debug, Default)]
pub struct Health {
    /// How many calls it is made of.
    pub calls: usize,
    /// The share of them that failed, 0 to 1.
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
}

impl Observed {
    /// Notes a call.
    pub fn note(&self, outcome: Outcome, why: Option<String>) {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        if window.latest.len() == WINDOW {
            window.latest.pop_front();
        }
        window.latest.push_back(outcome);
        match why {
            None => window.last_success = Some(outcome.at),
            Some(why) => window.last_failure = Some((outcome.at, why)),
        }
    }

    /// How many of the calls that are remembered ended after `instant`.
    pub fn since(&self, instant: Timestamp) -> usize {
        let window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        window.latest.iter().rev().take_while(|outcome| outcome.at > instant).count()
    }

    /// A look at the latest calls.
    pub fn health(&self) -> Health {
        let window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let mut took: Vec<Duration> = window.latest.iter().map(|outcome| outcome.took).collect();
        took.sort_unstable();
        let at = |share: usize| took.get((took.len() * share / 100).min(took.len().saturating_sub(1)));
        let failed = window.latest.iter().filter(|outcome| !outcome.went_well).count();
        Health {
            calls: took.len(),
            error_rate: if took.is_empty() { 0.0 } else { failed as f64 / took.len() as f64 },
            p50: at(50).copied().unwrap_or_default(),
            p95: at(95).copied().unwrap_or_default(),
            p99: at(99).copied().unwrap_or_default(),
            last_success: window.last_success,
            last_failure: window.last_failure.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_tells_rate_and_percentiles_of_the_latest_calls() {
        let observed = Observed::default();
        let at: Timestamp = "2026-01-01T00:00:00Z".parse().expect("an instant");
        for millis in 1..=1000_u64 {
            let went_well = millis % 4 != 0;
            let outcome = Outcome { at, took: Duration::from_millis(millis), went_well };
            observed.note(outcome, (!went_well).then(|| "down".to_owned()));
        }
        let health = observed.health();
        assert_eq!(health.calls, WINDOW);
        assert_eq!(health.error_rate, 0.25);
        assert_eq!(health.p50, Duration::from_millis(745));
        assert_eq!(health.p99, Duration::from_millis(995));
        assert_eq!(health.last_failure, Some((at, "down".to_owned())));
    }

    #[test]
    fn a_line_that_was_never_used_is_healthy() {
        let health = Observed::default().health();
        assert_eq!((health.calls, health.error_rate, health.p99), (0, 0.0, Duration::ZERO));
    }
}

//! How the way to a real vendor is.

use leptos::prelude::*;

use super::{Badge, Tone};
use crate::api::graph::{BreakerState, ConnectionMode};
use crate::api::shared::Way;

/// From which part of failed calls on a way counts as bad.
const FAILING: f64 = 0.1;

/// The state of a way in a word.
#[component]
pub(crate) fn WayBadge(
    /// Who answers.
    mode: ConnectionMode,
    /// What is known of the way; nothing for Onefold itself.
    way: Option<Way>,
) -> impl IntoView {
    way.map(|way| {
        let (text, tone) = state(mode, &way);
        view! { <Badge text tone/> }
    })
}

fn state(mode: ConnectionMode, way: &Way) -> (&'static str, Tone) {
    let is = |state| way.reads == state || way.writes == state;
    match mode {
        ConnectionMode::Mirror => ("Answered here", Tone::Plain),
        ConnectionMode::Proxy if is(BreakerState::Open) => ("Left alone", Tone::Bad),
        ConnectionMode::Proxy if is(BreakerState::HalfOpen) => ("Recovering", Tone::Warn),
        ConnectionMode::Proxy if way.calls == 0 => ("No calls yet", Tone::Plain),
        ConnectionMode::Proxy if way.error_rate >= FAILING => ("Failing", Tone::Warn),
        ConnectionMode::Proxy => ("Working", Tone::Good),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(reads: BreakerState, calls: i64, error_rate: f64) -> Way {
        Way {
            reads,
            writes: BreakerState::Closed,
            calls,
            error_rate,
            p50_millis: 0.0,
            p95_millis: 0.0,
            p99_millis: 0.0,
            last_success: None,
            last_failure: None,
            last_failure_reason: None,
            under_way: 0,
            concurrency: 0,
            calls_last_minute: 0,
            calls_per_minute: None,
            outbox_pending: 0,
            outbox_dead: 0,
            outbox_oldest: None,
        }
    }

    #[test]
    fn the_worst_is_told_and_a_mirror_needs_no_way() {
        let told = |reads, calls, rate| state(ConnectionMode::Proxy, &way(reads, calls, rate)).0;
        assert_eq!(told(BreakerState::Open, 20, 1.0), "Left alone");
        assert_eq!(told(BreakerState::HalfOpen, 20, 1.0), "Recovering");
        assert_eq!(told(BreakerState::Closed, 20, 0.2), "Failing");
        assert_eq!(told(BreakerState::Closed, 20, 0.0), "Working");
        assert_eq!(told(BreakerState::Closed, 0, 0.0), "No calls yet");
        assert_eq!(state(ConnectionMode::Mirror, &way(BreakerState::Open, 1, 1.0)).0, "Answered here");
    }
}

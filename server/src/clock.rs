//! The only place that asks what time it is, so that a test can fix it.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use entity::Timestamp;

/// Tells the time: the system's, or one that a test sets.
#[derive(Clone, Debug, Default)]
pub struct Clock(Source);

#[derive(Clone, Debug, Default)]
enum Source {
    #[default]
    System,
    Steered(Arc<Mutex<Hands>>),
}

/// How a clock goes that can be moved.
#[derive(Clone, Copy, Debug)]
enum Hands {
    At(Timestamp),
    /// So many microseconds away from the system's time.
    Away(i64),
}

impl Hands {
    fn now(self) -> Timestamp {
        match self {
            Self::At(instant) => instant,
            Self::Away(micros) => Timestamp::from_micros(system().as_micros().saturating_add(micros)),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that may read the system clock")]
fn system() -> Timestamp {
    Timestamp::from(Utc::now())
}

impl Clock {
    /// The operating system's clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands at `instant` until [`Clock::set`] moves it.
    pub fn fixed(instant: Timestamp) -> Self {
        Self::steered(Hands::At(instant))
    }

    /// A clock that goes with the system's until it is moved.
    pub fn movable() -> Self {
        Self::steered(Hands::Away(0))
    }

    fn steered(hands: Hands) -> Self {
        Self(Source::Steered(Arc::new(Mutex::new(hands))))
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => system(),
            Source::Steered(hands) => hands.lock().unwrap_or_else(PoisonError::into_inner).now(),
        }
    }

    /// The present instant as a calendar value.
    pub fn today(&self) -> DateTime<Utc> {
        self.now().into()
    }

    /// Lets the clock stand at `instant`. The system's clock cannot be moved and stays as it is.
    pub fn set(&self, instant: Timestamp) {
        self.steer(|_| Hands::At(instant));
    }

    /// Moves the clock on, or back; it goes or stands as it did.
    pub fn advance(&self, seconds: i64) {
        self.steer(|hands| match hands {
            Hands::At(instant) => Hands::At(instant.plus_seconds(seconds)),
            Hands::Away(micros) => Hands::Away(micros.saturating_add(seconds.saturating_mul(1_000_000))),
        });
    }

    /// Lets the clock go on from where it is.
    pub fn run(&self) {
        self.steer(|hands| Hands::Away(hands.now().as_micros().saturating_sub(system().as_micros())));
    }

    /// Lets the clock stand where it is.
    pub fn halt(&self) {
        self.steer(|hands| Hands::At(hands.now()));
    }

    /// Whether the clock goes.
    pub fn is_running(&self) -> bool {
        match &self.0 {
            Source::System => true,
            Source::Steered(hands) => {
                matches!(*hands.lock().unwrap_or_else(PoisonError::into_inner), Hands::Away(_))
            }
        }
    }

    fn steer(&self, change: impl FnOnce(Hands) -> Hands) {
        if let Source::Steered(hands) = &self.0 {
            let mut hands = hands.lock().unwrap_or_else(PoisonError::into_inner);
            *hands = change(*hands);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_clock_is_moved_and_goes_on_from_there() {
        let clock = Clock::fixed(Timestamp::from_micros(5_000_000));
        clock.advance(3600);
        assert_eq!(clock.now(), Timestamp::from_micros(3_605_000_000));
        assert!(!clock.is_running());
        clock.run();
        assert!(clock.is_running() && clock.now() >= Timestamp::from_micros(3_605_000_000));
        assert!(clock.now() < Timestamp::from_micros(3_665_000_000));
        clock.halt();
        assert_eq!(clock.now(), clock.now());
    }

    #[test]
    fn a_movable_clock_goes_with_the_systems_until_it_is_moved() {
        let clock = Clock::movable();
        let before = Clock::system().now();
        assert!(clock.now() >= before && clock.now() < before.plus_seconds(60));
        clock.advance(-7200);
        assert!(clock.is_running() && clock.now() < before.plus_seconds(-7100));
        clock.set(before);
        assert_eq!(clock.now(), before);
    }

    #[test]
    fn the_systems_clock_cannot_be_moved() {
        let clock = Clock::system();
        let before = clock.now();
        clock.advance(7200);
        clock.set(Timestamp::from_micros(0));
        assert!(clock.is_running() && clock.now() >= before && clock.now() < before.plus_seconds(60));
    }
}

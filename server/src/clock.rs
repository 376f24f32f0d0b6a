//! The only place that asks what time it is, so that a test can fix it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};
use entity::Timestamp;

/// Tells the time: the system's, or one that a test sets.
#[derive(Clone, Debug, Default)]
pub struct Clock(Source);

#[derive(Clone, Debug, Default)]
enum Source {
    #[default]
    System,
    /// Microseconds since 1970.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// The operating system's clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands at `instant` until [`Clock::set`] moves it.
    pub fn fixed(instant: Timestamp) -> Self {
        Self(Source::Fixed(Arc::new(AtomicI64::new(instant.as_micros()))))
    }

    /// The present instant.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that may read the system clock")]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => Timestamp::from(Utc::now()),
            Source::Fixed(micros) => Timestamp::from_micros(micros.load(Ordering::SeqCst)),
        }
    }

    /// The present instant as a calendar value.
    pub fn today(&self) -> DateTime<Utc> {
        self.now().into()
    }

    /// Moves a fixed clock; a system clock cannot be moved and stays as it is.
    pub fn set(&self, instant: Timestamp) {
        if let Source::Fixed(micros) = &self.0 {
            micros.store(instant.as_micros(), Ordering::SeqCst);
        }
    }
}

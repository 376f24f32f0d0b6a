//! That nobody else is at a delivery.

use std::time::Duration;

use entity::Timestamp;
use sea_orm::ConnectionTrait;
use tokio::time::Instant;

use crate::app::App;
use crate::domain::account::secrets;
use crate::domain::outbox::store::{self, Progress};
use crate::error::{Error, Result};

/// A delivery that is this server's for a while.
#[derive(Debug)]
pub(super) struct Lease {
    app: App,
    /// The delivery.
    pub(super) delivery: i64,
    name: String,
    /// By this machine's steady clock. Read before the lease was written, so that others see it end later.
    pub(super) until: Instant,
}

impl Lease {
    /// Takes a delivery; nothing when somebody else was faster.
    pub(super) async fn take(app: &App, delivery: i64) -> Result<Option<Self>> {
        let (now, length, name) = (app.clock().now(), length(app), secrets::random_hex::<8>()?);
        let until = Instant::now() + length;
        let is_ours = store::lease(app.store().writer(), delivery, &name, (now, later(now, length.as_secs()))).await?;
        Ok(is_ours.then(|| Self { app: app.clone(), delivery, name, until }))
    }

    /// Makes sure that nobody else takes the delivery while a call is made for it.
    pub(super) async fn keep(&mut self) -> Result<()> {
        let (now, length) = (self.app.clock().now(), length(&self.app));
        let until = Instant::now() + length;
        let db = self.app.store().writer();
        if !store::renew(db, self.delivery, &self.name, later(now, length.as_secs())).await? {
            return Err(taken_over());
        }
        self.until = until;
        Ok(())
    }

    /// How long something may be waited for before it must be kept again.
    pub(super) fn patience(&self) -> Duration {
        length(&self.app) / 2
    }

    /// Whether it is over, as far as this machine can tell.
    pub(super) fn is_over(&self) -> bool {
        Instant::now() >= self.until
    }

    /// Writes down how the delivery gets on.
    pub(super) async fn write(&self, db: &impl ConnectionTrait, progress: Progress) -> Result<()> {
        let now = self.app.clock().now();
        let is_ours = store::advance(db, self.delivery, &self.name, progress, now).await?;
        if is_ours { Ok(()) } else { Err(taken_over()) }
    }
}

fn length(app: &App) -> Duration {
    Duration::from_secs(app.config().upstream.lease_seconds)
}

/// So many seconds later.
pub(super) fn later(now: Timestamp, seconds: u64) -> Timestamp {
    now.plus_seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
}

pub(super) fn taken_over() -> Error {
    Error::Conflict("another server has taken a delivery over".to_owned())
}

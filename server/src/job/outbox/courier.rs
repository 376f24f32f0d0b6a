//! The steps of one delivery, and what is written down after each.

use entity::delivery::{self, DeliveryState};
use entity::{Timestamp, connection};
use rand::Rng;
use sea_orm::{ConnectionTrait, DatabaseConnection};

use super::call::{Attempt, Made};
use super::lease::{Lease, later};
use super::office::Office;
use super::verdict::{Halt, NOT_UNDERSTOOD};
use crate::domain::connection::store as connections;
use crate::domain::outbox::store::{self, Progress};
use crate::domain::outbox::{Makes, Plan};
use crate::error::{Error, Result};

/// The longest pause before another try, in seconds.
const LONGEST_PAUSE: u64 = 600;

/// Who carries one delivery.
#[derive(Debug)]
pub(super) struct Courier {
    pub(super) office: Office,
    pub(super) connection: connection::Model,
    pub(super) delivery: delivery::Model,
    pub(super) lease: Lease,
}

impl Courier {
    /// Makes the calls of a delivery that was taken. Whether it came to its end.
    pub(super) async fn deliver(office: Office, lease: Lease) -> Result<bool> {
        let store = office.app.store();
        // Somebody may have moved it on between the look and the lease.
        let Some(delivery) = store::find(store.writer(), lease.delivery).await? else { return Ok(false) };
        let connection = connections::find(store.reader(), delivery.connection_id).await?;
        let connection = connection.ok_or_else(|| Error::internal("a delivery has no connection"))?;
        let plan: Plan = serde_json::from_value(delivery.plan.clone()).map_err(Error::internal)?;
        let mut courier = Self { office, connection, delivery, lease };
        match courier.carry(&plan).await {
            Ok(()) => Ok(true),
            Err(halt) => courier.put_off(halt).await.map(|()| false),
        }
    }

    pub(super) fn db(&self) -> &DatabaseConnection {
        self.office.app.store().writer()
    }

    pub(super) fn now(&self) -> Timestamp {
        self.office.app.clock().now()
    }

    async fn carry(&mut self, plan: &Plan) -> Result<(), Halt> {
        let done = usize::try_from(self.delivery.step).unwrap_or_default();
        if done >= plan.calls.len() {
            return Ok(self.write(self.db(), self.progress(Some(DeliveryState::Delivered))).await?);
        }
        for (at, call) in plan.calls.iter().enumerate().skip(done) {
            if self.office.stop.is_cancelled() {
                return Err(Halt::Stopping);
            }
            let made = self.make(call).await?;
            // Until its id is known, nobody knows what became of the call.
            let given = self.given(call, made.said.as_ref()).await?;
            if let Some((makes, id)) = &given
                && self.is_anothers(makes, id).await?
            {
                return Err(self.as_anothers(made.attempt, id).await);
            }
            self.move_on(made, given, at + 1 == plan.calls.len()).await?;
        }
        Ok(())
    }

    /// Writes down that a call is done, with the id that the vendor gave: all of it or nothing, so that after a crash the call is either
    /// done or known to be uncertain.
    async fn move_on(&mut self, made: Made, given: Option<(&Makes, String)>, is_last: bool) -> Result<()> {
        let step = self.delivery.step;
        (self.delivery.step, self.delivery.attempts) = (step.saturating_add(1), 0);
        let tx = self.office.app.store().begin().await?;
        if made.settles {
            store::settle(&tx, self.delivery.id, step, self.now()).await?;
        }
        let turn = match made.attempt {
            Some(Attempt { id, ended, turn }) => {
                store::end_attempt(&tx, id, ended).await?;
                turn
            }
            None => None,
        };
        if let Some((makes, id)) = given {
            store::ids::given(&tx, &makes.table, makes.row, &id).await?;
        }
        let mut progress = self.progress(is_last.then_some(DeliveryState::Delivered));
        progress.release = is_last;
        self.write(&tx, progress).await?;
        tx.commit().await?;
        drop(turn);
        Ok(())
    }

    /// The vendor says that what was to be new is what another record stands for. Staff must decide which it is.
    async fn as_anothers(&self, attempt: Option<Attempt>, id: &str) -> Halt {
        let why = format!("the vendor gave the id {id}, which another record has");
        let Some(attempt) = attempt else { return Halt::Refused(why) };
        match store::end_attempt(self.db(), attempt.id, attempt.ended).await {
            Ok(()) => Halt::Refused(why),
            Err(error) => Halt::Failed(error),
        }
    }

    /// Leaves the delivery where it is, for another time or for staff.
    async fn put_off(&mut self, halt: Halt) -> Result<()> {
        let mut progress = self.progress(None);
        match halt {
            Halt::Failed(error) => return Err(error),
            Halt::Stopping => progress.error = self.delivery.last_error.clone(),
            Halt::Later { why, seconds } => {
                (progress.error, progress.due_at) = (Some(why), Some(later(self.now(), seconds)));
            }
            Halt::Refused(why) => (progress.error, progress.state) = (Some(why), Some(DeliveryState::Dead)),
            Halt::NotUnderstood { retry_after } => {
                progress = self.after_a_try(NOT_UNDERSTOOD.to_owned(), retry_after);
            }
            Halt::Badly { why, retry_after } => progress = self.after_a_try(why, retry_after),
        }
        self.write(self.db(), progress).await
    }

    /// Twice as long a pause each time, and not all at the same moment.
    fn after_a_try(&mut self, why: String, retry_after: Option<u64>) -> Progress {
        self.delivery.attempts = self.delivery.attempts.saturating_add(1);
        let tried = u32::try_from(self.delivery.attempts).unwrap_or(u32::MAX);
        let is_last = tried >= self.office.app.config().upstream.attempts;
        let longest = 2_u64.saturating_pow(tried.min(16)).min(LONGEST_PAUSE);
        let pause = rand::rng().random_range(longest.div_ceil(2)..=longest).max(retry_after.unwrap_or_default());
        let mut progress = self.progress(is_last.then_some(DeliveryState::Dead));
        progress.due_at = (!is_last).then(|| later(self.now(), pause));
        progress.error = Some(why);
        progress
    }

    /// Where it stands, given back.
    fn progress(&self, state: Option<DeliveryState>) -> Progress {
        let (step, attempts) = (self.delivery.step, self.delivery.attempts);
        Progress { step, state, attempts, due_at: None, error: None, release: true }
    }

    async fn write(&self, db: &impl ConnectionTrait, progress: Progress) -> Result<()> {
        if progress.state == Some(DeliveryState::Dead) {
            tracing::warn!(delivery = self.delivery.id, why = progress.error.as_deref(), "a delivery waits for staff");
        }
        self.lease.write(db, progress).await
    }
}

//! Delivering what the outbox holds. Any server may do it: each takes deliveries for itself for a while, and what a killed one was at is
//! taken by another when that while is over.

use std::time::Duration;

use chrono::TimeDelta;
use entity::delivery::{self, DeliveryState};
use entity::{Timestamp, connection};
use futures_util::{StreamExt, stream};
use rand::Rng;
use sea_orm::ConnectionTrait;
use serde_json::Value as Json;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::domain::account::secrets;
use crate::domain::connection::store as connections;
use crate::domain::outbox::store::{self, Ended, Progress};
use crate::domain::outbox::{LookUp, Makes, Onto, Plan, PlannedCall, bind};
use crate::error::{Error, Result};
use crate::net::NetError;
use crate::vendor::outbound::carry::{Said, carry, repeat_of};
use crate::vendor::outbound::overlay::overlay;
use crate::vendor::outbound::{Failure, Repeat};

/// Deliveries under way at a time on one server.
const AT_A_TIME: usize = 16;
/// Deliveries looked up at once.
const BATCH: u64 = 64;
/// The longest pause before another try, in seconds.
const LONGEST_PAUSE: u64 = 600;
/// The pause when a vendor could not be asked for lack of a turn, in seconds.
const NEXT_TURN: u64 = 2;

/// Delivers until told to stop: when rung, and every few seconds for what others left.
pub(super) async fn run(app: App, stop: CancellationToken) {
    let pause = Duration::from_secs(app.config().upstream.poll_seconds);
    loop {
        match round(&app).await {
            // There may be more: what waited for these to be delivered.
            Ok(delivered) if delivered > 0 => {
                if stop.is_cancelled() {
                    return;
                }
                continue;
            }
            Ok(_) => {}
            Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "the outbox cannot be read"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = app.outbox_bell().notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Takes what is due and tries to deliver it. How many calls were carried out or given up, so that the next may follow.
///
/// # Errors
/// The store failed.
pub async fn round(app: &App) -> Result<usize> {
    let due = store::due(app.store().reader(), app.clock().now(), BATCH).await?;
    let lease = secrets::random_hex::<8>()?;
    let tries = stream::iter(due).map(|delivery| {
        let lease = lease.clone();
        async move { attempt(app, delivery, &lease).await }
    });
    let results: Vec<Result<bool>> = tries.buffer_unordered(AT_A_TIME).collect().await;
    let mut moved = 0;
    for result in results {
        match result {
            Ok(true) => moved += 1,
            Ok(false) => {}
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "a delivery cannot be written down")
            }
        }
    }
    Ok(moved)
}

fn later(now: Timestamp, seconds: u64) -> Timestamp {
    let span = TimeDelta::seconds(i64::try_from(seconds).unwrap_or(i64::from(i32::MAX)));
    let now: chrono::DateTime<chrono::Utc> = now.into();
    Timestamp::from(now + span)
}

/// Takes one delivery and makes its calls. Whether it came to an end.
async fn attempt(app: &App, delivery: delivery::Model, lease: &str) -> Result<bool> {
    let (now, seconds) = (app.clock().now(), app.config().upstream.lease_seconds);
    let ours_until = Instant::now() + Duration::from_secs(seconds);
    let until = later(now, seconds);
    if !store::lease(app.store().writer(), delivery.id, lease, (now, until)).await? {
        return Ok(false);
    }
    // Somebody may have moved it on between the look and the lease.
    let Some(delivery) = store::find(app.store().writer(), delivery.id).await? else { return Ok(false) };
    let connection = connections::find(app.store().reader(), delivery.connection_id).await?;
    let connection = connection.ok_or_else(|| Error::internal("a delivery has no connection"))?;
    let plan: Plan = serde_json::from_value(delivery.plan.clone()).map_err(Error::internal)?;
    Courier { app, connection, delivery, lease, ours_until }.deliver(plan).await
}

/// Who carries one delivery.
struct Courier<'a> {
    app: &'a App,
    connection: connection::Model,
    delivery: delivery::Model,
    lease: &'a str,
    /// By this machine's steady clock. Read before the lease was written, so that others see it end later.
    ours_until: Instant,
}

/// How a call went.
enum Went {
    /// It is done; what the vendor said.
    Well(Option<Json>),
    /// The vendor refuses it: no use trying again.
    Refused(String),
    /// Another try may go better.
    Badly { why: String, retry_after: Option<u64> },
    /// It was not made: it is not its turn. That is no try.
    Later { why: String, seconds: u64 },
}

/// A call that was made, or was not needed.
struct Made {
    attempt: Option<Attempt>,
    went: Went,
    /// Whether it no longer matters how earlier calls of the step ended.
    settles: bool,
}

impl Made {
    fn without_a_call(went: Went) -> Self {
        Self { attempt: None, went, settles: false }
    }
}

/// A call whose end is to be written down.
struct Attempt {
    id: i64,
    ended: Ended,
}

impl Courier<'_> {
    async fn deliver(mut self, plan: Plan) -> Result<bool> {
        let steps = plan.calls.len();
        for (at, call) in plan.calls.iter().enumerate().skip(usize::try_from(self.delivery.step).unwrap_or(0)) {
            let Made { attempt, went, settles } = self.make(call).await?;
            match went {
                Went::Well(said) => {
                    // Until its id is known, nobody knows what became of the call.
                    let given = match self.given(call, said.as_ref()).await? {
                        Ok(given) => given,
                        Err(went) => return self.stop(went).await,
                    };
                    if let Some((makes, id)) = &given
                        && store::ids::is_anothers(self.app.store().writer(), &makes.table, makes.row, id).await?
                    {
                        return self.give_up_as_anothers(attempt, id).await;
                    }
                    self.delivery.step = i32::try_from(at + 1).unwrap_or(i32::MAX);
                    self.delivery.attempts = 0;
                    let settles = settles.then(|| i32::try_from(at).unwrap_or(i32::MAX));
                    self.move_on((attempt, settles), given, at + 1 == steps).await?;
                }
                other => return self.stop(other).await,
            }
        }
        if steps == 0 {
            self.write(self.app.store().writer(), Some(DeliveryState::Delivered), None, None, true).await?;
        }
        Ok(true)
    }

    /// Leaves the delivery where it is, for another time or for staff.
    async fn stop(&mut self, went: Went) -> Result<bool> {
        let db = self.app.store().writer();
        match went {
            Went::Well(_) => {}
            Went::Refused(why) => self.write(db, Some(DeliveryState::Dead), None, Some(why), true).await?,
            Went::Badly { why, retry_after } => return self.postpone(why, retry_after).await,
            Went::Later { why, seconds } => {
                let due = later(self.app.clock().now(), seconds);
                self.write(db, None, Some(due), Some(why), true).await?;
            }
        }
        Ok(false)
    }

    /// Writes down that a call is done, with the id that the vendor gave: all of it or nothing, so that after a crash the call is either
    /// done or known to be uncertain.
    async fn move_on(
        &self,
        (attempt, settles): (Option<Attempt>, Option<i32>),
        given: Option<(&Makes, String)>,
        is_last: bool,
    ) -> Result<()> {
        let tx = self.app.store().begin().await?;
        if let Some(step) = settles {
            store::settle(&tx, self.delivery.id, step, self.app.clock().now()).await?;
        }
        if let Some(Attempt { id, ended }) = attempt {
            store::end_attempt(&tx, id, ended).await?;
        }
        if let Some((makes, id)) = given {
            store::ids::given(&tx, &makes.table, makes.row, &id).await?;
        }
        self.write(&tx, is_last.then_some(DeliveryState::Delivered), None, None, is_last).await?;
        Ok(tx.commit().await?)
    }

    /// The vendor says that what was to be new is what another record stands for. Staff must decide which it is.
    async fn give_up_as_anothers(&self, attempt: Option<Attempt>, id: &str) -> Result<bool> {
        let db = self.app.store().writer();
        if let Some(Attempt { id, ended }) = attempt {
            store::end_attempt(db, id, ended).await?;
        }
        let why = format!("the vendor gave the id {id}, which another record has");
        self.write(db, Some(DeliveryState::Dead), None, Some(why), true).await?;
        Ok(false)
    }

    async fn postpone(&mut self, why: String, retry_after: Option<u64>) -> Result<bool> {
        self.delivery.attempts += 1;
        let tried = u32::try_from(self.delivery.attempts).unwrap_or(u32::MAX);
        if tried >= self.app.config().upstream.attempts {
            self.write(self.app.store().writer(), Some(DeliveryState::Dead), None, Some(why), true).await?;
            return Ok(false);
        }
        // Twice as long each time, and not all at the same moment.
        let longest = 2_u64.saturating_pow(tried.min(16)).min(LONGEST_PAUSE);
        let pause = rand::rng().random_range(longest.div_ceil(2)..=longest).max(retry_after.unwrap_or_default());
        let due = later(self.app.clock().now(), pause);
        self.write(self.app.store().writer(), None, Some(due), Some(why), true).await?;
        Ok(false)
    }

    async fn write(
        &self,
        db: &impl ConnectionTrait,
        state: Option<DeliveryState>,
        due_at: Option<Timestamp>,
        error: Option<String>,
        release: bool,
    ) -> Result<()> {
        if let Some(DeliveryState::Dead) = state {
            tracing::warn!(delivery = self.delivery.id, why = error.as_deref(), "a delivery waits for staff");
        }
        let (step, attempts) = (self.delivery.step, self.delivery.attempts);
        let progress = Progress { step, state, attempts, due_at, error, release };
        let now = self.app.clock().now();
        if store::advance(db, self.delivery.id, self.lease, progress, now).await? { Ok(()) } else { Err(taken_over()) }
    }

    /// Makes sure that nobody else takes the delivery while a call is made for it.
    async fn keep(&mut self) -> Result<()> {
        let seconds = self.app.config().upstream.lease_seconds;
        let ours_until = Instant::now() + Duration::from_secs(seconds);
        let until = later(self.app.clock().now(), seconds);
        if !store::renew(self.app.store().writer(), self.delivery.id, self.lease, until).await? {
            return Err(taken_over());
        }
        self.ours_until = ours_until;
        Ok(())
    }

    /// Asks the vendor, and waits no longer than the delivery is ours.
    async fn ask(&self, operation: &str, request: Json) -> Result<std::result::Result<Said, Failure>> {
        if Instant::now() >= self.ours_until {
            return Err(taken_over());
        }
        let asked = carry(self.app, &self.connection, operation, request);
        let said = tokio::time::timeout_at(self.ours_until, asked).await;
        Ok(said.unwrap_or(Err(Failure::Net(NetError::TimedOut))))
    }

    /// Makes one call of the plan, or finds that it had its effect already.
    async fn make(&mut self, call: &PlannedCall) -> Result<Made> {
        let app = self.app;
        let db = app.store().writer();
        let request = match self.resolved(&call.request).await? {
            Ok(request) => request,
            Err(missing) => return Ok(Made::without_a_call(Went::Refused(missing))),
        };
        let repeat = repeat_of(&self.connection, &call.operation).unwrap_or(Repeat::Doubles);
        let is_uncertain = store::is_uncertain(db, self.delivery.id, self.delivery.step).await?;
        if is_uncertain && repeat == Repeat::Doubles {
            match &call.look_up {
                Some(look_up) => match self.look_up(look_up).await? {
                    Ok(found) => match self.own(call, found).await? {
                        Some(id) => {
                            let said = call.makes.as_ref().map(|makes| there(makes, id));
                            return Ok(Made { attempt: None, went: Went::Well(said), settles: true });
                        }
                        None => store::settle(db, self.delivery.id, self.delivery.step, app.clock().now()).await?,
                    },
                    Err(went) => return Ok(Made::without_a_call(went)),
                },
                None => store::suspect(db, self.delivery.id).await?,
            }
        }
        let request = match &call.onto {
            Some(onto) => match self.laid_over(onto, request).await? {
                Ok(request) => request,
                Err(went) => return Ok(Made::without_a_call(went)),
            },
            None => request,
        };
        self.keep().await?;
        let (step, now) = (self.delivery.step, app.clock().now());
        let noted = store::begin_attempt(db, self.delivery.id, step, &call.operation, now).await?;
        let sent = self.ask(&call.operation, request).await?;
        let ended = ended(&sent, app.clock().now());
        let is_unknown = ended.at.is_none();
        let went = match judged(sent) {
            well @ Went::Well(_) => {
                // The last has the effect of all.
                let settles = repeat != Repeat::Doubles;
                return Ok(Made { attempt: Some(Attempt { id: noted, ended }), went: well, settles });
            }
            // An answer that is not understood will hardly be the next time, and each time it may be made once more.
            Went::Badly { why, .. } if why == NOT_UNDERSTOOD && repeat == Repeat::Doubles && call.look_up.is_none() => {
                Went::Refused(why)
            }
            // It may still be under way there.
            Went::Badly { why, retry_after } if is_unknown && repeat == Repeat::Doubles => {
                let pause = retry_after.unwrap_or_default().max(app.config().upstream.request_seconds);
                Went::Badly { why, retry_after: Some(pause) }
            }
            other => other,
        };
        store::end_attempt(db, noted, ended).await?;
        Ok(Made::without_a_call(went))
    }

    /// What was found, unless it is what another record stands for.
    async fn own(&self, call: &PlannedCall, found: Option<Json>) -> Result<Option<Json>> {
        let (Some(makes), Some(id)) = (&call.makes, found.as_ref().and_then(bind::id)) else { return Ok(found) };
        let is_anothers = store::ids::is_anothers(self.app.store().writer(), &makes.table, makes.row, &id).await?;
        Ok(found.filter(|_| !is_anothers))
    }

    /// What the call is asked, its references replaced by the vendor's ids as they are now.
    async fn resolved(&self, request: &Json) -> Result<std::result::Result<Json, String>> {
        bind::resolved(self.app.store().writer(), request).await
    }

    async fn look_up(&mut self, look_up: &LookUp) -> Result<std::result::Result<Option<Json>, Went>> {
        let request = match self.resolved(&look_up.request).await? {
            Ok(request) => request,
            Err(missing) => return Ok(Err(Went::Refused(missing))),
        };
        self.keep().await?;
        Ok(match self.ask(&look_up.operation, request).await? {
            Ok(said) if said.went_well && said.result.is_some() => {
                Ok(said.result.as_ref().and_then(|result| bind::at(result, &look_up.at)).cloned())
            }
            // Some vendors answer a search for nobody with a refusal.
            Ok(said) if matches!(said.status.as_u16(), 400 | 404 | 410 | 422) => Ok(None),
            other => Err(judged(other)),
        })
    }

    async fn laid_over(&mut self, onto: &Onto, request: Json) -> Result<std::result::Result<Json, Went>> {
        let asked = match self.resolved(&onto.request).await? {
            Ok(asked) => asked,
            Err(missing) => return Ok(Err(Went::Refused(missing))),
        };
        self.keep().await?;
        let said = match judged(self.ask(&onto.operation, asked).await?) {
            Went::Well(said) => said.unwrap_or_default(),
            other => return Ok(Err(other)),
        };
        let Some(mut whole) = bind::at(&said, &onto.at).cloned() else {
            return Ok(Err(Went::Refused("what the vendor has is not where it was expected".to_owned())));
        };
        let mut request = request;
        if let Some(change) = request.pointer_mut(&onto.into) {
            overlay(&mut whole, change);
            *change = whole;
        }
        Ok(Ok(request))
    }

    /// The id that the vendor gave what was made. One that is not in the reply is asked for.
    async fn given<'c>(
        &mut self,
        call: &'c PlannedCall,
        said: Option<&Json>,
    ) -> Result<std::result::Result<Option<(&'c Makes, String)>, Went>> {
        let Some(makes) = &call.makes else { return Ok(Ok(None)) };
        let mut id = said.and_then(|said| said.get(&makes.id)).and_then(bind::id);
        if id.is_none()
            && let Some(look_up) = &call.look_up
        {
            id = match self.look_up(look_up).await? {
                Ok(found) => self.own(call, found).await?.as_ref().and_then(bind::id),
                Err(went) => return Ok(Err(went)),
            };
        }
        if id.is_none() {
            tracing::warn!(delivery = self.delivery.id, "the vendor gave no id that could be found");
        }
        Ok(Ok(id.map(|id| (makes, id))))
    }
}

const NOT_UNDERSTOOD: &str = "the vendor's answer is not understood";

/// What a reply would say of something that is there.
fn there(makes: &Makes, id: Json) -> Json {
    serde_json::json!({ makes.id.as_str(): id })
}

fn ended(sent: &std::result::Result<Said, Failure>, now: Timestamp) -> Ended {
    match sent {
        Ok(said) => {
            let status = Some(i32::from(said.status.as_u16()));
            // A gateway that gave up may have passed the call on; one that is overloaded has not.
            let is_known = !said.status.is_server_error() || said.status == http::StatusCode::SERVICE_UNAVAILABLE;
            let is_known = is_known && !is_not_understood(said);
            let error = (!said.went_well).then(|| format!("the vendor answers {}", said.status.as_u16()));
            Ended { at: is_known.then_some(now), status, error }
        }
        Err(failure) => {
            Ended { at: (!failure.may_have_arrived()).then_some(now), status: None, error: Some(failure.to_string()) }
        }
    }
}

fn judged(sent: std::result::Result<Said, Failure>) -> Went {
    match sent {
        Ok(said) if is_not_understood(&said) => {
            Went::Badly { why: NOT_UNDERSTOOD.to_owned(), retry_after: said.retry_after }
        }
        Ok(said) if said.went_well => Went::Well(said.result),
        Ok(said) => {
            let why = format!("the vendor answers {}: {}", said.status.as_u16(), reason(said.result.as_ref()));
            let passes = said.status.is_server_error() || matches!(said.status.as_u16(), 408 | 425 | 429);
            if passes { Went::Badly { why, retry_after: said.retry_after } } else { Went::Refused(why) }
        }
        Err(failure @ (Failure::Incomplete(_) | Failure::Credentials | Failure::Unusable(_))) => {
            // Staff can mend it, and then all that waits goes on by itself.
            Went::Badly { why: failure.to_string(), retry_after: None }
        }
        Err(Failure::Busy) => Went::Later { why: Failure::Busy.to_string(), seconds: NEXT_TURN },
        Err(failure @ Failure::Resting { seconds }) => Went::Later { why: failure.to_string(), seconds },
        Err(failure) => Went::Badly { why: failure.to_string(), retry_after: failure.retry_after() },
    }
}

/// A page of somebody in between, or half an answer: nothing says that the vendor did anything.
fn is_not_understood(said: &Said) -> bool {
    said.went_well && said.result.is_none()
}

fn taken_over() -> Error {
    Error::Conflict("another server has taken a delivery over".to_owned())
}

/// What the vendor says of a refusal, for staff; its own words, cut.
fn reason(result: Option<&Json>) -> String {
    let text = result.map(ToString::to_string).unwrap_or_default();
    text.chars().take(500).collect()
}

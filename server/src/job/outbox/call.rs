//! Making one call.

use serde_json::{Value as Json, json};

use super::courier::Courier;
use super::turns::Turn;
use super::verdict::{Halt, NEXT_TURN, ended, judged, of_doubling};
use crate::domain::outbox::store::{self, Ended};
use crate::domain::outbox::{Makes, PlannedCall};
use crate::vendor::outbound::Repeat;
use crate::vendor::outbound::carry::repeat_of;

/// A call that had its effect.
#[derive(Debug)]
pub(super) struct Made {
    /// What the vendor said.
    pub(super) said: Option<Json>,
    /// The call whose end is to be written down; none when an earlier one had the effect.
    pub(super) attempt: Option<Attempt>,
    /// Whether it no longer matters how earlier calls of the step ended.
    pub(super) settles: bool,
}

/// A call whose end is to be written down. Its turn lasts until that is done.
#[derive(Debug)]
pub(super) struct Attempt {
    pub(super) id: i64,
    pub(super) ended: Ended,
    pub(super) turn: Option<Turn>,
}

impl Courier {
    /// Makes one call of the plan, or finds that it had its effect already.
    pub(super) async fn make(&mut self, call: &PlannedCall) -> Result<Made, Halt> {
        let repeat = repeat_of(&self.connection, &call.operation).unwrap_or(Repeat::Doubles);
        let turn = if repeat == Repeat::Doubles && call.look_up.is_none() { Some(self.turn().await?) } else { None };
        let request = self.resolved(&call.request).await?;
        if repeat == Repeat::Doubles
            && let Some(id) = self.found_in_doubt(call).await?
        {
            let said = call.makes.as_ref().map(|makes| there(makes, id));
            return Ok(Made { said, attempt: None, settles: true });
        }
        let request = match &call.onto {
            Some(onto) => self.laid_over(onto, request).await?,
            None => request,
        };
        self.send(call, repeat, request, turn).await
    }

    /// Waits until it may be made: few calls that cannot be told when repeated are under way at a time.
    async fn turn(&self) -> Result<Turn, Halt> {
        tokio::select! {
            turn = self.office.turns.next(self.connection.id) => Ok(turn?),
            () = self.office.stop.cancelled() => Err(Halt::Stopping),
            // The delivery is ours for a while only.
            () = tokio::time::sleep(self.lease.patience()) => {
                let why = "other calls to the vendor come first, of which it could tell no repeat".to_owned();
                Err(Halt::Later { why, seconds: NEXT_TURN })
            }
        }
    }

    /// What an earlier call of this step made, if nobody knows how that ended and the vendor has it. If the vendor cannot be asked, what
    /// follows is a suspected repeat.
    async fn found_in_doubt(&mut self, call: &PlannedCall) -> Result<Option<Json>, Halt> {
        let (delivery, step) = (self.delivery.id, self.delivery.step);
        if !store::is_uncertain(self.db(), delivery, step).await? {
            return Ok(None);
        }
        let Some(look_up) = &call.look_up else {
            store::suspect(self.db(), delivery).await?;
            return Ok(None);
        };
        let found = self.look_up(look_up).await?;
        let own = self.own(call, found).await?;
        if own.is_none() {
            store::settle(self.db(), delivery, step, self.now()).await?;
        }
        Ok(own)
    }

    /// Notes the call, makes it, and judges the answer. The end of one that went well is written together with what follows from it.
    async fn send(
        &mut self,
        call: &PlannedCall,
        repeat: Repeat,
        request: Json,
        turn: Option<Turn>,
    ) -> Result<Made, Halt> {
        self.lease.keep().await?;
        let id = store::begin_attempt(self.db(), self.delivery.id, self.delivery.step, &call.operation, self.now());
        let id = id.await?;
        let sent = self.ask(&call.operation, request).await?;
        let ended = ended(&sent, self.now());
        match judged(sent) {
            // Of calls that can be repeated, the last has the effect of all.
            Ok(said) => {
                Ok(Made { said, attempt: Some(Attempt { id, ended, turn }), settles: repeat != Repeat::Doubles })
            }
            Err(halt) => {
                let unknown_for = ended.at.is_none().then(|| self.office.app.config().upstream.request_seconds);
                store::end_attempt(self.db(), id, ended).await?;
                let is_doubling = repeat == Repeat::Doubles;
                Err(if is_doubling { of_doubling(halt, call.look_up.is_some(), unknown_for) } else { halt })
            }
        }
    }
}

/// What a reply would say of something that is there.
fn there(makes: &Makes, id: Json) -> Json {
    json!({ makes.id.as_str(): id })
}

//! What an answer means for the delivery.

use std::result::Result;

use entity::Timestamp;
use http::StatusCode;
use serde_json::Value as Json;

use crate::domain::outbox::store::Ended;
use crate::error::Error;
use crate::vendor::outbound::Failure;
use crate::vendor::outbound::carry::Said;

/// The pause when a vendor could not be asked for lack of a turn, in seconds.
pub(super) const NEXT_TURN: u64 = 2;

/// Why a delivery does not go on.
#[derive(Debug)]
pub(super) enum Halt {
    /// The vendor refuses it: no use trying again.
    Refused(String),
    /// Another try may go better.
    Badly { why: String, retry_after: Option<u64> },
    /// A page of somebody in between, or half an answer: nothing says that the vendor did anything.
    NotUnderstood { retry_after: Option<u64> },
    /// It was not made: it is not its turn. That is no try.
    Later { why: String, seconds: u64 },
    /// It was not made: the server stops. That is no try either.
    Stopping,
    /// It could not be written down.
    Failed(Error),
}

impl From<Error> for Halt {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// What the vendor said, if it did what it was asked.
pub(super) fn judged(sent: Result<Said, Failure>) -> Result<Option<Json>, Halt> {
    match sent {
        Ok(said) if is_not_understood(&said) => Err(Halt::NotUnderstood { retry_after: said.retry_after }),
        Ok(said) if said.went_well => Ok(said.result),
        Ok(said) => {
            let why = format!("the vendor answers {}: {}", said.status.as_u16(), reason(said.result.as_ref()));
            Err(if said.may_pass { Halt::Badly { why, retry_after: said.retry_after } } else { Halt::Refused(why) })
        }
        Err(failure @ (Failure::Incomplete(_) | Failure::Credentials | Failure::Unusable(_))) => {
            // Staff can mend it, and then all that waits goes on by itself.
            Err(Halt::Badly { why: failure.to_string(), retry_after: None })
        }
        Err(Failure::Busy) => Err(Halt::Later { why: Failure::Busy.to_string(), seconds: NEXT_TURN }),
        Err(failure @ Failure::Resting { seconds }) => Err(Halt::Later { why: failure.to_string(), seconds }),
        Err(failure) => Err(Halt::Badly { why: failure.to_string(), retry_after: failure.retry_after() }),
    }
}

/// What is written down of a call.
pub(super) fn ended(sent: &Result<Said, Failure>, now: Timestamp) -> Ended {
    match sent {
        Ok(said) => {
            let status = Some(i32::from(said.status.as_u16()));
            // A gateway that gave up may have passed the call on; one that is overloaded has not.
            let is_known = !said.status.is_server_error() || said.status == StatusCode::SERVICE_UNAVAILABLE;
            let is_known = is_known && !is_not_understood(said);
            let error = (!said.went_well).then(|| format!("the vendor answers {}", said.status.as_u16()));
            Ended { at: is_known.then_some(now), status, error }
        }
        Err(failure) => {
            Ended { at: (!failure.may_have_arrived()).then_some(now), status: None, error: Some(failure.to_string()) }
        }
    }
}

/// The same for a call that makes something anew each time. One whose end is unknown may still be under way there for `seconds`.
pub(super) fn of_doubling(halt: Halt, can_be_told: bool, unknown_for: Option<u64>) -> Halt {
    let longer = |retry_after: Option<u64>| unknown_for.max(retry_after);
    match halt {
        // An answer that is not understood will hardly be the next time, and each time it may be made once more.
        Halt::NotUnderstood { .. } if !can_be_told => Halt::Refused(NOT_UNDERSTOOD.to_owned()),
        Halt::NotUnderstood { retry_after } => Halt::NotUnderstood { retry_after: longer(retry_after) },
        Halt::Badly { why, retry_after } => Halt::Badly { why, retry_after: longer(retry_after) },
        other => other,
    }
}

/// What staff read of it.
pub(super) const NOT_UNDERSTOOD: &str = "the vendor's answer is not understood";

fn is_not_understood(said: &Said) -> bool {
    said.went_well && said.result.is_none()
}

/// What the vendor says of a refusal, for staff; its own words, cut.
fn reason(result: Option<&Json>) -> String {
    let text = result.map(ToString::to_string).unwrap_or_default();
    text.chars().take(500).collect()
}

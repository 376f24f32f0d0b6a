//! The outbox: changes made in the graph that the real vendors are to carry out.
//!
//! ```text
//!  a service ─► Work::change ─► on commit: does the record belong to a connection in proxy mode? ─► the vendor's plan ─► delivery
//!                                                                                                       (same transaction)
//!  job/outbox ─► due deliveries, one record's in order ─► call by call ─► delivered, tried again later, or dead
//! ```
//!
//! What may happen after a crash: a call whose end nobody wrote down is made again if a repeat does no harm. If it would make something a
//! second time, the vendor is asked first where it can be ([`LookUp`]); where it cannot, the call is made again and the delivery says so
//! (`suspected_repeats`).

pub mod bind;
pub mod graphql;
pub mod service;
pub mod store;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use strum::{AsRefStr, IntoStaticStr};

use crate::domain::source::Facts;

/// Something that changed on a source record, or about it.
#[derive(Clone, Debug)]
pub struct Change {
    /// The record.
    pub source_record: i64,
    /// What happened.
    pub what: What,
}

/// What happened. Rows are named by their ids; the tables are those of the topics.
#[derive(Clone, Debug, AsRefStr, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum What {
    /// Somebody new is recorded.
    CustomerCreated,
    /// The record says something else than `before`.
    CustomerUpdated {
        /// What it said.
        before: Box<Facts>,
    },
    /// The record was deleted.
    CustomerDeleted,
    /// The record and all that hangs on it is gone.
    CustomerPurged {
        /// The vendor's id that it had.
        vendor_id: String,
    },
    /// An address was added.
    ChannelAdded(i64),
    /// An address was removed.
    ChannelRemoved {
        /// The vendor's id that it had.
        vendor_id: Option<String>,
    },
    /// A consent was given or withdrawn.
    ConsentSet(i64),
    /// A property got a value.
    PropertySet {
        /// The value's row.
        row: i64,
        /// Whether it had one before.
        replaces: bool,
    },
    /// A property lost its value.
    PropertyRemoved {
        /// The vendor's id that the value had.
        vendor_id: Option<String>,
    },
    /// An interest was added.
    InterestAdded(i64),
    /// An interest became another.
    InterestChanged(i64),
    /// An interest was removed.
    InterestRemoved {
        /// The vendor's id that it had.
        vendor_id: Option<String>,
    },
    /// Where the customer came from was recorded.
    OriginAdded(i64),
    /// A note was written.
    NoteAdded(i64),
    /// A task was set.
    TaskCreated(i64),
    /// A calendar event was entered.
    EventCreated(i64),
    /// A pipeline was begun.
    PipelineCreated(i64),
    /// Something that happened elsewhere was put on the timeline.
    EntryAdded(i64),
    /// An answer to a survey was recorded.
    SurveyRecorded(i64),
    /// A score attribute got a value.
    AttributeSet {
        /// Its codename.
        codename: String,
        /// The value.
        value: Json,
    },
    /// A score metric got a value for a day.
    MetricRecorded {
        /// Its codename.
        codename: String,
        /// The day.
        date: chrono::NaiveDate,
        /// The value.
        value: Json,
    },
    /// Something else, in words: no vendor's API takes it.
    Other(&'static str),
}

impl What {
    /// Its dotted name.
    pub fn name(&self) -> String {
        match self {
            Self::Other(what) => (*what).to_owned(),
            other => other.as_ref().to_owned(),
        }
    }

    /// Table and row of the thing that changed, when there is one that stays.
    pub fn subject(&self) -> Option<(&'static str, i64)> {
        Some(match self {
            Self::ChannelAdded(row) => ("channel", *row),
            Self::ConsentSet(row) => ("consent", *row),
            Self::PropertySet { row, .. } => ("property_value", *row),
            Self::InterestAdded(row) | Self::InterestChanged(row) => ("interest_record", *row),
            Self::OriginAdded(row) => ("source_membership", *row),
            Self::NoteAdded(row) => ("note", *row),
            Self::TaskCreated(row) => ("task", *row),
            Self::EventCreated(row) => ("calendar_event", *row),
            Self::PipelineCreated(row) => ("pipeline", *row),
            Self::EntryAdded(row) => ("timeline_entry", *row),
            Self::SurveyRecorded(row) => ("survey_response", *row),
            _ => return None,
        })
    }
}

/// How a vendor carries out a change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Calls, in order; none when the vendor cannot carry the change.
    pub calls: Vec<PlannedCall>,
    /// What of the change the vendor does not take, and what else the calls lose, in words for staff.
    pub losses: Vec<String>,
}

impl Plan {
    /// One call that carries everything.
    pub fn of(call: PlannedCall) -> Self {
        Self { calls: vec![call], losses: Vec::new() }
    }

    /// A change that the vendor cannot carry.
    pub fn none(why: impl Into<String>) -> Self {
        Self { calls: Vec::new(), losses: vec![why.into()] }
    }

    /// The same, saying what it loses.
    #[must_use]
    pub fn losing(mut self, what: impl Into<String>) -> Self {
        self.losses.push(what.into());
        self
    }
}

/// One call of a vendor's operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlannedCall {
    /// The operation's name.
    pub operation: String,
    /// What it is asked, in canonical names. `{"$row": ["table", id]}` stands for the vendor's id of that row at the time of the call.
    pub request: Json,
    /// What is read first, for an operation that replaces a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onto: Option<Onto>,
    /// What the reply's id belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub makes: Option<Makes>,
    /// How to find out whether a call that was cut short had its effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look_up: Option<LookUp>,
}

impl PlannedCall {
    /// A call of an operation.
    pub fn of(operation: &str, request: Json) -> Self {
        Self { operation: operation.to_owned(), request, onto: None, makes: None, look_up: None }
    }

    /// The same, whose reply holds the id of a row under this name.
    #[must_use]
    pub fn making(mut self, table: &str, row: i64, id: &str) -> Self {
        self.makes = Some(Makes { table: table.to_owned(), row, id: id.to_owned() });
        self
    }

    /// The same, onto what another operation reads.
    #[must_use]
    pub fn onto(mut self, operation: &str, request: Json, at: &str, into: &str) -> Self {
        self.onto = Some(Onto { operation: operation.to_owned(), request, at: at.to_owned(), into: into.to_owned() });
        self
    }

    /// The same, with a way to tell a repeat.
    #[must_use]
    pub fn told_by(mut self, operation: &str, request: Json, at: &str) -> Self {
        self.look_up = Some(LookUp { operation: operation.to_owned(), request, at: at.to_owned() });
        self
    }
}

/// A replacement is what the vendor has, changed: it is read, changed and written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Onto {
    /// The operation that reads.
    pub operation: String,
    /// What it is asked.
    pub request: Json,
    /// JSON pointer to the whole in its reply.
    pub at: String,
    /// JSON pointer in the request to what is laid over the whole.
    pub into: String,
}

/// A row whose vendor id is in a reply.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Makes {
    /// Its table.
    pub table: String,
    /// The row.
    pub row: i64,
    /// The id's name in the reply.
    pub id: String,
}

/// A question to the vendor: is it there already?
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LookUp {
    /// The operation that is asked.
    pub operation: String,
    /// What it is asked.
    pub request: Json,
    /// JSON pointer to the id in its reply; nothing there means that it is not.
    pub at: String,
}

/// The mark of a reference in a request.
pub const ROW: &str = "$row";

/// The vendor's id of a row, as it is when the call is made: it may not be known before the calls before it.
pub fn row(table: &str, id: i64) -> Json {
    serde_json::json!({ ROW: [table, id] })
}

/// What a list of deliveries can be narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct DeliveryFilter {
    /// Only in this state.
    pub state: Option<entity::delivery::DeliveryState>,
    /// Only to this vendor.
    pub vendor: Option<entity::connection::Vendor>,
    /// Only those of which a call may have been made twice.
    pub suspected: bool,
}

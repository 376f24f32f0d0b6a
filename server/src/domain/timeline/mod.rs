//! The timeline: what happened to a customer, in one order. Topics write their entries with the change itself
//! ([`crate::store::Work::timeline`]); here they are read, and events from elsewhere are entered.

pub mod graphql;
pub mod service;
pub mod store;

use entity::Timestamp;

/// The kind of an event that happened outside and was entered or sent here.
pub const EXTERNAL: &str = "event.external";

/// What a timeline can be narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TimelineFilter {
    /// Only these kinds; `note` stands for every kind that begins with `note.`. Empty: all.
    pub kinds: Vec<String>,
    /// At this instant or later.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub until: Option<Timestamp>,
    /// Only what belongs to no ticket.
    pub without_tickets: bool,
}

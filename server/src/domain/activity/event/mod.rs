//! Calendar events: appointments with a customer.

pub mod graphql;
pub mod service;
pub mod store;

use entity::Timestamp;

use crate::domain::rules;
use crate::error::Violation;

/// What a list of calendar events can be narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct EventFilter {
    /// Begins at this instant or later.
    pub from: Option<Timestamp>,
    /// Begins before this instant.
    pub until: Option<Timestamp>,
}

/// What is said of a calendar event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventFields {
    /// What it is about.
    pub name: String,
    /// Place or link.
    pub location: Option<String>,
    /// Details.
    pub description: Option<String>,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends; not before it begins.
    pub ends_at: Timestamp,
    /// Customers who take part, under the vendor's ids.
    pub attendees: Vec<String>,
    /// Colleagues who take part, under the vendor's ids.
    pub attendee_users: Vec<String>,
}

impl EventFields {
    /// The rules it breaks.
    pub fn broken(&self) -> [Option<Violation>; 2] {
        [rules::filled("name", &self.name), rules::in_order("endsAt", Some(self.starts_at), Some(self.ends_at))]
    }
}

//! What is said of calendar events in arguments.

use async_graphql::{InputObject, MaybeUndefined};

use super::CalendarEventId;
use crate::domain::activity::event::{EventFields, EventFilter};
use crate::domain::customer::graphql::CustomerId;
use crate::domain::source::graphql::SourceRecordId;
use crate::graphql::mutation::{patch, replace};
use crate::graphql::page::DateTimeRange;
use crate::graphql::scalar::DateTime;

/// What a list of calendar events can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CalendarEventFilterInput {
    /// When it begins.
    pub starts: Option<DateTimeRange>,
}

impl From<CalendarEventFilterInput> for EventFilter {
    fn from(input: CalendarEventFilterInput) -> Self {
        let starts = input.starts.unwrap_or_default();
        Self { from: starts.from.map(|instant| instant.0), until: starts.until.map(|instant| instant.0) }
    }
}

/// An appointment to be arranged.
#[derive(Clone, Debug, InputObject)]
pub struct CreateEventInput {
    /// The customer.
    pub customer_id: CustomerId,
    /// The record it shall hang on; absent: Onefold's own.
    pub source_record_id: Option<SourceRecordId>,
    /// What it is about.
    pub name: String,
    /// Place or link.
    pub location: Option<String>,
    /// Details.
    pub description: Option<String>,
    /// When it begins.
    pub starts_at: DateTime,
    /// When it ends; not before it begins.
    pub ends_at: DateTime,
    /// Customers who take part, under their system's own ids.
    #[graphql(default)]
    pub attendees: Vec<String>,
    /// Colleagues who take part, under their system's own ids.
    #[graphql(default)]
    pub attendee_users: Vec<String>,
}

impl CreateEventInput {
    pub(super) fn fields(self) -> EventFields {
        EventFields {
            name: self.name,
            location: self.location,
            description: self.description,
            starts_at: self.starts_at.0,
            ends_at: self.ends_at.0,
            attendees: self.attendees,
            attendee_users: self.attendee_users,
        }
    }
}

/// A change of an appointment. What is left out stays; what is null is cleared, where it may be empty.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateEventInput {
    /// The calendar event.
    pub id: CalendarEventId,
    /// What it is about.
    pub name: Option<String>,
    /// Place or link.
    pub location: MaybeUndefined<String>,
    /// Details.
    pub description: MaybeUndefined<String>,
    /// When it begins.
    pub starts_at: Option<DateTime>,
    /// When it ends; not before it begins.
    pub ends_at: Option<DateTime>,
    /// Customers who take part, under their system's own ids.
    pub attendees: Option<Vec<String>>,
    /// Colleagues who take part, under their system's own ids.
    pub attendee_users: Option<Vec<String>>,
}

impl UpdateEventInput {
    pub(super) fn apply(self, fields: &mut EventFields) {
        replace(&mut fields.name, self.name);
        patch(&mut fields.location, self.location);
        patch(&mut fields.description, self.description);
        replace(&mut fields.starts_at, self.starts_at.map(|instant| instant.0));
        replace(&mut fields.ends_at, self.ends_at.map(|instant| instant.0));
        replace(&mut fields.attendees, self.attendees);
        replace(&mut fields.attendee_users, self.attendee_users);
    }
}

//! Calendar events in the graph.

pub mod inputs;
pub mod mutations;

use async_graphql::{ComplexObject, Context, Object, Result, SimpleObject};
use entity::calendar_event;

use super::store;
use crate::domain::customer::graphql::Customer;
use crate::domain::source;
use crate::domain::source::graphql::SourceRecord;
use crate::graphql::id::Gid;
use crate::graphql::loaders::{children, row};
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::DateTime;
use crate::kinds;

pub use inputs::{CalendarEventFilterInput, CreateEventInput, UpdateEventInput};
pub use mutations::EventMutation;

kinds! {
    /// Ids of calendar events.
    CalendarEventKind => "CalendarEvent",
}

/// The id of a calendar event.
pub type CalendarEventId = Gid<CalendarEventKind>;

/// An appointment with a customer.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct CalendarEvent {
    /// Opaque id.
    pub id: CalendarEventId,
    /// What it is about.
    pub name: String,
    /// Place or link.
    pub location: Option<String>,
    /// Details.
    pub description: Option<String>,
    /// When it begins.
    pub starts_at: DateTime,
    /// When it ends.
    pub ends_at: DateTime,
    /// Customers who take part, under their system's own ids.
    pub attendees: Vec<String>,
    /// Colleagues who take part, under their system's own ids.
    pub attendee_users: Vec<String>,
    /// When it was entered.
    pub created_at: DateTime,
    /// When it was last changed.
    pub updated_at: DateTime,
    #[graphql(skip)]
    source_record: i64,
}

impl From<calendar_event::Model> for CalendarEvent {
    fn from(row: calendar_event::Model) -> Self {
        let fields = store::fields(&row);
        Self {
            id: CalendarEventId::new(row.id),
            name: fields.name,
            location: fields.location,
            description: fields.description,
            starts_at: DateTime(fields.starts_at),
            ends_at: DateTime(fields.ends_at),
            attendees: fields.attendees,
            attendee_users: fields.attendee_users,
            created_at: DateTime(row.created_at),
            updated_at: DateTime(row.updated_at),
            source_record: row.source_record_id,
        }
    }
}

#[ComplexObject]
impl CalendarEvent {
    /// The customer it is with.
    async fn customer(&self, ctx: &Context<'_>) -> Result<Option<Customer>> {
        source::graphql::customer(ctx, self.source_record).await
    }

    /// The record it hangs on.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::graphql::load(ctx, self.source_record).await
    }
}

/// The calendar event with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<CalendarEvent>> {
    Ok(row::<calendar_event::Entity>(ctx, id).await?.map(CalendarEvent::from))
}

/// A customer's calendar events.
pub struct CustomerEvents(pub i64);

#[Object]
impl CustomerEvents {
    /// Appointments with the customer, the latest first.
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only events for which all of this holds.")] filter: Option<CalendarEventFilterInput>,
    ) -> Result<Connection<CalendarEvent>> {
        let paging = Paging::new(first, after, last, before);
        children::<calendar_event::Entity, _>(ctx, self.0, paging, filter.map(Into::into)).await
    }
}

//! The timeline in the graph.

use async_graphql::{ComplexObject, Context, InputObject, Object, Result, SimpleObject};
use entity::timeline_entry;
use serde_json::json;

use super::store::NewEntry;
use super::{TimelineFilter, service};
use crate::domain::account::Permission;
use crate::domain::customer::graphql::{Customer, CustomerId};
use crate::domain::source;
use crate::domain::source::graphql::{SourceRecord, SourceRecordId};
use crate::graphql::id::Gid;
use crate::graphql::loaders::{children, row};
use crate::graphql::mutation;
use crate::graphql::page::{Connection, DateTimeRange, Paging};
use crate::graphql::scalar::{DateTime, Json};
use crate::{kinds, payload};

kinds! {
    /// Ids of timeline entries.
    TimelineEntryKind => "TimelineEntry",
}

/// The id of a timeline entry.
pub type TimelineEntryId = Gid<TimelineEntryKind>;

/// Something that happened to a customer.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct TimelineEntry {
    /// Opaque id.
    pub id: TimelineEntryId,
    /// What happened, as a dotted name: `note.added`, `purchase.made`, `event.external`.
    pub kind: String,
    /// When it happened.
    pub occurred_at: DateTime,
    /// One line about it.
    pub title: String,
    /// More about it.
    pub body: Option<String>,
    /// Who did it; null when nobody did.
    pub actor: Option<String>,
    /// A page about it.
    pub source_url: Option<String>,
    /// The ticket it belongs to, under its system's own id.
    pub ticket_id: Option<String>,
    /// What else the kind of entry says, as an object.
    pub data: Json,
    #[graphql(skip)]
    source_record: i64,
}

impl From<timeline_entry::Model> for TimelineEntry {
    fn from(row: timeline_entry::Model) -> Self {
        Self {
            id: TimelineEntryId::new(row.id),
            kind: row.kind,
            occurred_at: DateTime(row.occurred_at),
            title: row.title,
            body: row.body,
            actor: row.actor,
            source_url: row.source_url,
            ticket_id: row.ticket_id,
            data: Json(row.data),
            source_record: row.source_record_id,
        }
    }
}

#[ComplexObject]
impl TimelineEntry {
    /// The record it hangs on.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::graphql::load(ctx, self.source_record).await
    }

    /// The customer it happened to.
    async fn customer(&self, ctx: &Context<'_>) -> Result<Option<Customer>> {
        source::graphql::customer(ctx, self.source_record).await
    }
}

/// The timeline entry with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<TimelineEntry>> {
    Ok(row::<timeline_entry::Entity>(ctx, id).await?.map(TimelineEntry::from))
}

/// What a timeline can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct TimelineFilterInput {
    /// Only these kinds. `note.added` is one kind, `note` stands for all that begin with `note.`.
    pub kinds: Option<Vec<String>>,
    /// When it happened.
    pub occurred: Option<DateTimeRange>,
}

impl From<TimelineFilterInput> for TimelineFilter {
    fn from(input: TimelineFilterInput) -> Self {
        let occurred = input.occurred.unwrap_or_default();
        Self {
            kinds: input.kinds.unwrap_or_default(),
            from: occurred.from.map(|instant| instant.0),
            until: occurred.until.map(|instant| instant.0),
            without_tickets: false,
        }
    }
}

/// A customer's timeline.
pub struct CustomerTimeline(pub i64);

#[Object]
impl CustomerTimeline {
    /// What happened to the customer, in every connected system, newest first.
    async fn timeline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only entries for which all of this holds.")] filter: Option<TimelineFilterInput>,
    ) -> Result<Connection<TimelineEntry>> {
        let paging = Paging::new(first, after, last, before);
        children::<timeline_entry::Entity, _>(ctx, self.0, paging, filter.map(Into::into)).await
    }
}

/// An event that happened elsewhere, to be put on a timeline.
#[derive(Clone, Debug, InputObject)]
pub struct AddTimelineEntryInput {
    /// The customer.
    pub customer_id: CustomerId,
    /// The record it shall hang on; absent: Onefold's own.
    pub source_record_id: Option<SourceRecordId>,
    /// When it happened; now unless given.
    pub occurred_at: Option<DateTime>,
    /// One line about it.
    pub title: String,
    /// More about it.
    pub body: Option<String>,
    /// Who did it; the caller unless given.
    pub actor: Option<String>,
    /// A page about it; http or https.
    pub source_url: Option<String>,
    /// The ticket it belongs to, under its system's own id.
    pub ticket_id: Option<String>,
    /// What else is known, as an object.
    pub data: Option<Json>,
}

impl AddTimelineEntryInput {
    fn on(self, source_record: i64) -> NewEntry {
        NewEntry {
            source_record,
            occurred_at: self.occurred_at.map(|instant| instant.0),
            title: self.title,
            body: self.body,
            actor: self.actor,
            source_url: self.source_url,
            ticket_id: self.ticket_id,
            data: self.data.map_or_else(|| json!({}), |data| data.0),
        }
    }
}

payload! {
    /// The outcome of putting an event on a timeline.
    AddTimelineEntryPayload { entry: TimelineEntry }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct TimelineMutation;

#[Object]
impl TimelineMutation {
    /// Puts an event that happened elsewhere on a customer's timeline, as the kind `event.external`.
    async fn add_timeline_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The event.")] input: AddTimelineEntryInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<AddTimelineEntryPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let record = source::graphql::named(work, new.customer_id, new.source_record_id).await?;
                Ok(service::add(work, new.on(record)).await?.id)
            })
        });
        let outcome = outcome.await?;
        let entry = outcome.node(|row| load(ctx, row)).await?;
        Ok(AddTimelineEntryPayload { entry, problems: outcome.problems })
    }
}

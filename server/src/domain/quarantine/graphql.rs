//! The quarantine in the graph.

use async_graphql::{ComplexObject, Context, InputObject, Object, Result, SimpleObject};
use entity::{connection, quarantine};

use super::{QuarantineFilter, service};
use crate::domain::account::Permission;
use crate::domain::source;
use crate::domain::source::graphql::{SourceRecord, VendorName};
use crate::graphql::id::Gid;
use crate::graphql::listing::listing;
use crate::graphql::loaders::{children, row};
use crate::graphql::mutation;
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::{DateTime, Json};
use crate::{kinds, payload};

kinds! {
    /// Ids of quarantine entries.
    QuarantineEntryKind => "QuarantineEntry",
}

/// The id of a quarantine entry.
pub type QuarantineEntryId = Gid<QuarantineEntryKind>;

/// A value that a vendor's client sent and that found no place in the graph.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct QuarantineEntry {
    /// Opaque id.
    pub id: QuarantineEntryId,
    /// What call carried it.
    pub operation: String,
    /// Where in the call it stood: `customers[0].attributes.plan`.
    pub path: String,
    /// As received.
    pub value: Json,
    /// Why it could not be held.
    pub reason: String,
    /// When it was received.
    pub created_at: DateTime,
    /// When somebody dealt with it; null while open.
    pub resolved_at: Option<DateTime>,
    #[graphql(skip)]
    connection: i64,
    #[graphql(skip)]
    source_record: Option<i64>,
}

impl From<quarantine::Model> for QuarantineEntry {
    fn from(row: quarantine::Model) -> Self {
        Self {
            id: QuarantineEntryId::new(row.id),
            operation: row.operation,
            path: row.path,
            value: Json(row.value),
            reason: row.reason,
            created_at: DateTime(row.created_at),
            resolved_at: row.resolved_at.map(DateTime),
            connection: row.connection_id,
            source_record: row.source_record_id,
        }
    }
}

#[ComplexObject]
impl QuarantineEntry {
    /// The system whose client sent it.
    async fn vendor(&self, ctx: &Context<'_>) -> Result<Option<VendorName>> {
        Ok(row::<connection::Entity>(ctx, self.connection).await?.map(|connection| connection.vendor.into()))
    }

    /// The name of the connection that it came through.
    async fn connection_name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(row::<connection::Entity>(ctx, self.connection).await?.map(|connection| connection.name))
    }

    /// The record it was meant for; null when that is not known.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        match self.source_record {
            Some(record) => source::graphql::load(ctx, record).await,
            None => Ok(None),
        }
    }
}

/// The quarantine entry with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<QuarantineEntry>> {
    Ok(row::<quarantine::Entity>(ctx, id).await?.map(QuarantineEntry::from))
}

/// What a list of quarantine entries can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct QuarantineFilterInput {
    /// Only what this vendor's clients sent.
    pub vendor: Option<VendorName>,
    /// True: only entries that somebody dealt with; false: only open ones.
    pub resolved: Option<bool>,
}

impl From<QuarantineFilterInput> for QuarantineFilter {
    fn from(input: QuarantineFilterInput) -> Self {
        Self { vendor: input.vendor.map(Into::into), resolved: input.resolved }
    }
}

/// What was kept of a customer's data without a place in the graph.
pub struct CustomerQuarantine(pub i64);

#[Object]
impl CustomerQuarantine {
    /// Values about the customer that were sent and found no place in the graph, newest first.
    async fn quarantine(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only entries for which all of this holds.")] filter: Option<QuarantineFilterInput>,
    ) -> Result<Connection<QuarantineEntry>> {
        let paging = Paging::new(first, after, last, before);
        children::<quarantine::Entity, _>(ctx, self.0, paging, filter.map(Into::into)).await
    }
}

/// The topic's queries.
#[derive(Debug, Default)]
pub struct QuarantineQuery;

#[Object]
impl QuarantineQuery {
    /// Values that vendors' clients sent and that found no place in the graph, newest first.
    async fn quarantine(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only entries for which all of this holds.")] filter: Option<QuarantineFilterInput>,
    ) -> Result<Connection<QuarantineEntry>> {
        let paging = Paging::new(first, after, last, before);
        listing::<quarantine::Entity, _>(ctx, paging, filter.unwrap_or_default().into()).await
    }
}

payload! {
    /// The outcome of dealing with a quarantine entry.
    ResolveQuarantinePayload { entry: QuarantineEntry }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct QuarantineMutation;

#[Object]
impl QuarantineMutation {
    /// Marks a quarantine entry as dealt with. One that was dealt with before stays as it is.
    async fn resolve_quarantine(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The entry.")] id: QuarantineEntryId,
    ) -> Result<ResolveQuarantinePayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, None, &id, move |work| {
            Box::pin(service::resolve(work, id.row()))
        });
        let outcome = outcome.await?;
        Ok(ResolveQuarantinePayload { entry: outcome.node(|row| load(ctx, row)).await?, problems: outcome.problems })
    }
}

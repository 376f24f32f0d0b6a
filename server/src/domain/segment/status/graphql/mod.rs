//! Tiers and status records in the graph.

pub mod mutations;

use async_graphql::{ComplexObject, Context, InputObject, Object, Result, SimpleObject};
use entity::{status_record, status_tier};

use super::StatusFilter;
use crate::domain::customer::graphql::Customer;
use crate::domain::source::graphql::{self as source, RecordStateName, SourceRecord, VendorName};
use crate::graphql::id::Gid;
use crate::graphql::listing::listing;
use crate::graphql::loaders::{children, hanging_row, loaders, row};
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::{DateTime, Json};
use crate::kinds;

pub use mutations::StatusMutation;

kinds! {
    /// Ids of tiers.
    StatusTierKind => "StatusTier",
    /// Ids of status records.
    StatusRecordKind => "StatusRecord",
}

/// The id of a tier.
pub type StatusTierId = Gid<StatusTierKind>;
/// The id of a status record.
pub type StatusRecordId = Gid<StatusRecordKind>;

/// A tier of a loyalty programme.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct StatusTier {
    /// Opaque id.
    pub id: StatusTierId,
    /// Its id at the system that defines it.
    pub vendor_id: String,
    /// What people call it.
    pub name: String,
    /// Position from the lowest tier upwards.
    pub rank: i32,
    /// When it was last changed.
    pub updated_at: DateTime,
    #[graphql(skip)]
    connection: i64,
}

impl From<status_tier::Model> for StatusTier {
    fn from(row: status_tier::Model) -> Self {
        Self {
            id: StatusTierId::new(row.id),
            vendor_id: row.vendor_id,
            name: row.name,
            rank: row.rank,
            updated_at: DateTime(row.updated_at),
            connection: row.connection_id,
        }
    }
}

#[ComplexObject]
impl StatusTier {
    /// The system that defines it.
    async fn vendor(&self, ctx: &Context<'_>) -> Result<VendorName> {
        source::vendor(ctx, self.connection).await
    }

    /// The name of the connection that defines it.
    async fn connection_name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        source::connection_name(ctx, self.connection).await
    }
}

/// A period in which a customer holds a tier.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct StatusRecord {
    /// Opaque id.
    pub id: StatusRecordId,
    /// The vendor's own id of it.
    pub vendor_id: Option<String>,
    /// Its first moment.
    pub valid_from: DateTime,
    /// The moment after its last; null when it is open.
    pub valid_to: Option<DateTime>,
    /// What keeps the tier or reaches the next, by the vendor's keys.
    pub conditions: Json,
    /// The vendor's state of it.
    pub state: RecordStateName,
    /// When it was last changed.
    pub updated_at: DateTime,
    #[graphql(skip)]
    tier: i64,
    #[graphql(skip)]
    source_record: i64,
}

impl From<status_record::Model> for StatusRecord {
    fn from(row: status_record::Model) -> Self {
        Self {
            id: StatusRecordId::new(row.id),
            vendor_id: row.vendor_id,
            valid_from: DateTime(row.valid_from),
            valid_to: row.valid_to.map(DateTime),
            conditions: Json(row.conditions),
            state: row.state.into(),
            updated_at: DateTime(row.updated_at),
            tier: row.tier_id,
            source_record: row.source_record_id,
        }
    }
}

#[ComplexObject]
impl StatusRecord {
    /// The tier.
    async fn tier(&self, ctx: &Context<'_>) -> Result<Option<StatusTier>> {
        load_tier(ctx, self.tier).await
    }

    /// Who holds it.
    async fn customer(&self, ctx: &Context<'_>) -> Result<Option<Customer>> {
        source::customer(ctx, self.source_record).await
    }

    /// The record it hangs on.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::load(ctx, self.source_record).await
    }
}

/// The tier with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load_tier(ctx: &Context<'_>, id: i64) -> Result<Option<StatusTier>> {
    Ok(row::<status_tier::Entity>(ctx, id).await?.map(StatusTier::from))
}

/// The status record with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<StatusRecord>> {
    Ok(hanging_row::<status_record::Entity>(ctx, id).await?.map(StatusRecord::from))
}

/// What a list of status records can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct StatusRecordFilterInput {
    /// Held at this instant.
    pub valid_at: Option<DateTime>,
    /// In this state; all but deleted ones unless given.
    pub state: Option<RecordStateName>,
}

impl From<StatusRecordFilterInput> for StatusFilter {
    fn from(input: StatusRecordFilterInput) -> Self {
        Self { valid_at: input.valid_at.map(|instant| instant.0), state: input.state.map(Into::into) }
    }
}

/// The tiers that a customer holds and held.
pub struct CustomerStatus(pub i64);

#[Object]
impl CustomerStatus {
    /// The tiers that the customer holds and held, latest first.
    async fn status_records(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only records for which all of this holds.")] filter: Option<StatusRecordFilterInput>,
    ) -> Result<Connection<StatusRecord>> {
        let paging = Paging::new(first, after, last, before);
        children::<status_record::Entity, _>(ctx, self.0, paging, filter.map(Into::into)).await
    }

    /// The tier that the customer holds now. Where customers were merged that each held one, the one that began last counts.
    async fn current_status(&self, ctx: &Context<'_>) -> Result<Option<StatusRecord>> {
        let filter = StatusFilter { valid_at: Some(loaders(ctx)?.loader().now()), state: None };
        let latest = Paging { first: Some(1), ..Paging::default() };
        let held = children::<status_record::Entity, StatusRecord>(ctx, self.0, latest, Some(filter)).await?;
        Ok(held.edges.into_iter().next().map(|edge| edge.node))
    }
}

/// The topic's queries.
#[derive(Debug, Default)]
pub struct StatusQuery;

#[Object]
impl StatusQuery {
    /// The tiers of the brand's loyalty programmes, lowest first.
    async fn status_tiers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<StatusTier>> {
        listing::<status_tier::Entity, _>(ctx, Paging::new(first, after, last, before), ()).await
    }
}

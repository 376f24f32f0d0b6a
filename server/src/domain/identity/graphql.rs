//! Identity in the graph: where each field came from, merge and unmerge.

use std::collections::HashMap;

use async_graphql::dataloader;
use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use entity::merge;

use super::{Field, Reason, Resolution, ResolvedField as Resolved, Word, service};
use crate::domain::account::Permission;
use crate::domain::customer::graphql::{Customer, CustomerId, load as load_customer};
use crate::domain::source::graphql::{SourceRecord, load as load_record};
use crate::graphql::error::fault;
use crate::graphql::id::Gid;
use crate::graphql::loaders::{BatchError, Branded, Loader, first, loaders, row};
use crate::graphql::mutation;
use crate::graphql::scalar::DateTime;
use crate::{kinds, payload};

kinds! {
    /// Ids of merges.
    MergeKind => "Merge",
}

/// The id of a merge.
pub type MergeId = Gid<MergeKind>;

impl Branded for merge::Entity {
    fn brand_column() -> merge::Column {
        merge::Column::BrandId
    }
}

/// A field of the customer that is resolved from its source records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "ResolvedFieldName", remote = "Field")]
pub enum FieldName {
    /// Given and family name, always from one record.
    Name,
    /// Company name.
    CompanyName,
    /// Birth date.
    BirthDate,
    /// Gender.
    Gender,
    /// Language.
    Language,
    /// Primary e-mail address.
    Email,
    /// Primary telephone number.
    Phone,
    /// Postal address.
    Address,
    /// Picture.
    PhotoUrl,
    /// The colleague in charge.
    Owner,
}

/// Why a value won.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "SurvivorshipReason", remote = "Reason")]
pub enum ReasonName {
    /// No other record says anything.
    Only,
    /// Its system is trusted more.
    Trusted,
    /// Its system is trusted as much and its word is newer.
    Newest,
}

/// One record's word on a field.
#[derive(Clone, Debug)]
pub struct SourcedValue(Word);

#[Object]
impl SourcedValue {
    /// The value as text.
    async fn value(&self) -> &str {
        &self.0.value
    }

    /// The record that says it.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        load_record(ctx, self.0.record).await
    }

    /// When it was last said.
    async fn observed_at(&self) -> DateTime {
        DateTime(self.0.observed_at)
    }
}

/// A field of the customer and where its value came from.
#[derive(Clone, Debug, SimpleObject)]
pub struct ResolvedField {
    /// The field.
    pub field: FieldName,
    /// The value that won.
    pub winner: SourcedValue,
    /// Why it won.
    pub reason: ReasonName,
    /// The values that lost, best first.
    pub others: Vec<SourcedValue>,
}

impl From<Resolved> for ResolvedField {
    fn from(resolved: Resolved) -> Self {
        Self {
            field: resolved.field.into(),
            winner: SourcedValue(resolved.winner),
            reason: resolved.reason.into(),
            others: resolved.others.into_iter().map(SourcedValue).collect(),
        }
    }
}

/// Two customers made one.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Merge {
    /// Opaque id; what unmerging asks for.
    pub id: MergeId,
    /// Who merged.
    pub actor: String,
    /// When.
    pub merged_at: DateTime,
    /// When it was undone; null while it holds.
    pub undone_at: Option<DateTime>,
    /// Who undid it.
    pub undone_by: Option<String>,
    #[graphql(skip)]
    survivor: i64,
    #[graphql(skip)]
    merged: i64,
}

impl From<merge::Model> for Merge {
    fn from(row: merge::Model) -> Self {
        Self {
            id: MergeId::new(row.id),
            actor: row.actor,
            merged_at: DateTime(row.merged_at),
            undone_at: row.undone_at.map(DateTime),
            undone_by: row.undone_by,
            survivor: row.survivor_id,
            merged: row.merged_id,
        }
    }
}

#[async_graphql::ComplexObject]
impl Merge {
    /// The customer that both became.
    async fn survivor(&self, ctx: &Context<'_>) -> Result<Option<Customer>> {
        load_customer(ctx, self.survivor).await
    }

    /// The customer that was merged away; the survivor's id while the merge holds.
    async fn merged(&self, ctx: &Context<'_>) -> Result<Option<Customer>> {
        load_customer(ctx, self.merged).await
    }
}

/// The merge with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<Merge>> {
    Ok(row::<merge::Entity>(ctx, id).await?.map(Merge::from))
}

/// How a customer's fields were decided.
pub struct CustomerIdentity(pub i64);

#[Object]
impl CustomerIdentity {
    /// Each resolved field: the value that won, from where, why, and the values that lost.
    async fn resolved(&self, ctx: &Context<'_>) -> Result<Vec<ResolvedField>> {
        let found = loaders(ctx)?.load_one(ResolutionOf(self.0)).await.map_err(|error| fault(error.into()))?;
        Ok(found.into_iter().flat_map(|resolution| resolution.fields).map(ResolvedField::from).collect())
    }

    /// The merges that made this customer, newest first.
    async fn merges(&self, ctx: &Context<'_>) -> Result<Vec<Merge>> {
        first::<merge::Entity, _>(ctx, self.0, MOST_MERGES).await
    }
}

/// More of them nobody reads.
const MOST_MERGES: u64 = 100;

/// Key: how a customer's fields were decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct ResolutionOf(i64);

impl dataloader::Loader<ResolutionOf> for Loader {
    type Value = Resolution;
    type Error = BatchError;

    async fn load(&self, keys: &[ResolutionOf]) -> Result<HashMap<ResolutionOf, Resolution>, BatchError> {
        let customers: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let found = service::explain_many(self.db(), self.brand(), &customers).await?;
        Ok(found.into_iter().map(|(customer, resolution)| (ResolutionOf(customer), resolution)).collect())
    }
}

payload! {
    /// The outcome of merging two customers.
    MergeCustomersPayload { merge: Merge }
}
payload! {
    /// The outcome of undoing a merge.
    UnmergeCustomersPayload { merge: Merge }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct IdentityMutation;

#[Object]
impl IdentityMutation {
    /// Merges one customer into another: its source records are linked to the survivor. Nothing is copied or lost.
    async fn merge_customers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The customer to keep.")] survivor_id: CustomerId,
        #[graphql(desc = "The customer to merge into it; its id will find the survivor.")] merged_id: CustomerId,
    ) -> Result<MergeCustomersPayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, None, &survivor_id, move |work| {
            Box::pin(async move { Ok(service::merge(work, survivor_id.row(), merged_id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        Ok(MergeCustomersPayload { merge: reload_merge(ctx, outcome.row).await?, problems: outcome.problems })
    }

    /// Undoes a merge, at any age: the records that it moved go back where they were.
    async fn unmerge_customers(&self, ctx: &Context<'_>, merge_id: MergeId) -> Result<UnmergeCustomersPayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, None, &merge_id, move |work| {
            Box::pin(async move { Ok(service::unmerge(work, merge_id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        Ok(UnmergeCustomersPayload { merge: reload_merge(ctx, outcome.row).await?, problems: outcome.problems })
    }
}

async fn reload_merge(ctx: &Context<'_>, row: Option<i64>) -> Result<Option<Merge>> {
    match row {
        Some(row) => load(ctx, row).await,
        None => Ok(None),
    }
}

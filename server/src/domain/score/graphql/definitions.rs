//! Definitions in the graph.

use async_graphql::{ComplexObject, Context, InputObject, Object, Result, SimpleObject};
use entity::{connection, score_definition};

use super::{ScoreKindName, SignalKindName, SignalTypeName};
use crate::domain::score::{self, DefinitionFilter};
use crate::domain::source::graphql::VendorName;
use crate::graphql::id::Gid;
use crate::graphql::listing::listing;
use crate::graphql::loaders::row;
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::{DateTime, Decimal};
use crate::kinds;

kinds! {
    /// Ids of definitions.
    ScoreDefinitionKind => "ScoreDefinition",
}

/// The id of a definition.
pub type ScoreDefinitionId = Gid<ScoreDefinitionKind>;

/// How an attribute or metric feeds a score.
#[derive(Clone, Debug, SimpleObject)]
pub struct Scoring {
    /// The score it feeds.
    pub score: ScoreKindName,
    /// Percent of that score. For a customer without some of the values, the weights of the others stand for the whole.
    pub weight: Decimal,
    /// The value that counts as -100. Null for a truth, where it is false.
    pub lowest: Option<Decimal>,
    /// The value that counts as 100; below `lowest` when less is better. Null for a truth, where it is true.
    pub highest: Option<Decimal>,
}

/// An attribute or metric that is kept of customers.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct ScoreDefinition {
    /// Opaque id.
    pub id: ScoreDefinitionId,
    /// An attribute, with one current value, or a metric, with one a day.
    pub kind: SignalKindName,
    /// The key under which values are sent, case-sensitive.
    pub codename: String,
    /// For people.
    pub name: String,
    /// What values it takes.
    pub data_type: SignalTypeName,
    /// Whether the vendor's system has it always, so that it cannot be removed.
    pub is_system: bool,
    /// How it feeds a score; null when it is only kept.
    pub scoring: Option<Scoring>,
    /// When it was defined.
    pub created_at: DateTime,
    /// When it last changed.
    pub updated_at: DateTime,
    #[graphql(skip)]
    connection: i64,
}

impl From<score_definition::Model> for ScoreDefinition {
    fn from(row: score_definition::Model) -> Self {
        let scoring = row.score.zip(row.weight).map(|(score, weight)| Scoring {
            score: score.into(),
            weight: Decimal(weight),
            lowest: row.lowest.map(Decimal),
            highest: row.highest.map(Decimal),
        });
        Self {
            id: ScoreDefinitionId::new(row.id),
            kind: row.kind.into(),
            codename: row.codename,
            name: row.name,
            data_type: row.data_type.into(),
            is_system: row.is_system,
            scoring,
            created_at: DateTime(row.created_at),
            updated_at: DateTime(row.updated_at),
            connection: row.connection_id,
        }
    }
}

#[ComplexObject]
impl ScoreDefinition {
    /// The system whose records carry it.
    async fn vendor(&self, ctx: &Context<'_>) -> Result<Option<VendorName>> {
        Ok(row::<connection::Entity>(ctx, self.connection).await?.map(|connection| connection.vendor.into()))
    }

    /// The name of the connection whose records carry it.
    async fn connection_name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(row::<connection::Entity>(ctx, self.connection).await?.map(|connection| connection.name))
    }
}

/// The definition with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<ScoreDefinition>> {
    Ok(row::<score_definition::Entity>(ctx, id).await?.map(ScoreDefinition::from))
}

/// What a list of definitions can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct ScoreDefinitionFilterInput {
    /// Attributes or metrics.
    pub kind: Option<SignalKindName>,
    /// Only those of this vendor's connections.
    pub vendor: Option<VendorName>,
}

impl From<ScoreDefinitionFilterInput> for DefinitionFilter {
    fn from(input: ScoreDefinitionFilterInput) -> Self {
        Self { kind: input.kind.map(Into::into), vendor: input.vendor.map(Into::into) }
    }
}

/// The topic's queries.
#[derive(Debug, Default)]
pub struct ScoreQuery;

#[Object]
impl ScoreQuery {
    /// The attributes and metrics that are kept of customers, by codename.
    async fn score_definitions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only definitions for which all of this holds.")] filter: Option<ScoreDefinitionFilterInput>,
    ) -> Result<Connection<ScoreDefinition>> {
        let paging = Paging::new(first, after, last, before);
        listing::<score_definition::Entity, _>(ctx, paging, filter.unwrap_or_default().into()).await
    }
}

/// How an attribute or metric shall feed a score.
#[derive(Clone, Debug, InputObject)]
pub struct ScoringInput {
    /// The score it feeds.
    pub score: ScoreKindName,
    /// Percent of that score: more than 0, at most 100.
    pub weight: Decimal,
    /// The value that counts as -100. Can be left out for a truth, where it is false.
    pub lowest: Option<Decimal>,
    /// The value that counts as 100; below `lowest` when less is better. Can be left out for a truth, where it is true.
    pub highest: Option<Decimal>,
}

impl From<ScoringInput> for score::Scoring {
    fn from(input: ScoringInput) -> Self {
        Self {
            score: input.score.into(),
            weight: input.weight.0,
            lowest: input.lowest.map(|end| end.0),
            highest: input.highest.map(|end| end.0),
        }
    }
}

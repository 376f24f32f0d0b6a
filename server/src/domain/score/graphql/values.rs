//! Attributes, metrics and scores of customers.

use async_graphql::{ComplexObject, Context, Object, Result, SimpleObject};
use entity::{attribute_value, metric_value, score};

use super::{ScoreDefinition, ScoreKindName, SignalKindName, load_definition};
use crate::domain::score::formula::Contribution;
use crate::domain::score::{AttributeFilter, MetricFilter, ScoreFilter};
use crate::domain::source;
use crate::domain::source::graphql::SourceRecord;
use crate::graphql::error::fault;
use crate::graphql::id::Gid;
use crate::graphql::loaders::{children, hanging_row};
use crate::graphql::page::{Connection, DateRange, Paging};
use crate::graphql::scalar::{Date, DateTime, Decimal, Json};
use crate::kinds;

kinds! {
    /// Ids of attributes.
    AttributeValueKind => "AttributeValue",
    /// Ids of metrics.
    MetricValueKind => "MetricValue",
    /// Ids of scores.
    ScoreKindId => "Score",
}

/// The id of an attribute.
pub type AttributeValueId = Gid<AttributeValueKind>;
/// The id of a metric.
pub type MetricValueId = Gid<MetricValueKind>;
/// The id of a score.
pub type ScoreId = Gid<ScoreKindId>;

/// An attribute of a customer: one current value.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct AttributeValue {
    /// Opaque id.
    pub id: AttributeValueId,
    /// The value as sent.
    pub value: Json,
    /// The value as an exact number; null where it is none or has more than four fraction digits.
    pub number: Option<Decimal>,
    /// When it was last sent.
    pub updated_at: DateTime,
    #[graphql(skip)]
    definition: i64,
    #[graphql(skip)]
    source_record: i64,
}

impl From<attribute_value::Model> for AttributeValue {
    fn from(row: attribute_value::Model) -> Self {
        Self {
            id: AttributeValueId::new(row.id),
            value: Json(row.value),
            number: row.number.map(Decimal),
            updated_at: DateTime(row.updated_at),
            definition: row.definition_id,
            source_record: row.source_record_id,
        }
    }
}

#[ComplexObject]
impl AttributeValue {
    /// What it is a value of.
    async fn definition(&self, ctx: &Context<'_>) -> Result<Option<ScoreDefinition>> {
        load_definition(ctx, self.definition).await
    }

    /// The record it hangs on.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::graphql::load(ctx, self.source_record).await
    }
}

/// The attribute with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load_attribute(ctx: &Context<'_>, id: i64) -> Result<Option<AttributeValue>> {
    Ok(hanging_row::<attribute_value::Entity>(ctx, id).await?.map(AttributeValue::from))
}

/// A metric of a customer: the value of one day.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct MetricValue {
    /// Opaque id.
    pub id: MetricValueId,
    /// The day it belongs to.
    pub day: Date,
    /// The value as sent.
    pub value: Json,
    /// The value as an exact number; null where it is none or has more than four fraction digits.
    pub number: Option<Decimal>,
    /// When it was last sent.
    pub updated_at: DateTime,
    #[graphql(skip)]
    definition: i64,
    #[graphql(skip)]
    source_record: i64,
}

impl From<metric_value::Model> for MetricValue {
    fn from(row: metric_value::Model) -> Self {
        Self {
            id: MetricValueId::new(row.id),
            day: Date(row.day),
            value: Json(row.value),
            number: row.number.map(Decimal),
            updated_at: DateTime(row.updated_at),
            definition: row.definition_id,
            source_record: row.source_record_id,
        }
    }
}

#[ComplexObject]
impl MetricValue {
    /// What it is a value of.
    async fn definition(&self, ctx: &Context<'_>) -> Result<Option<ScoreDefinition>> {
        load_definition(ctx, self.definition).await
    }

    /// The record it hangs on.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::graphql::load(ctx, self.source_record).await
    }
}

/// The metric with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load_metric(ctx: &Context<'_>, id: i64) -> Result<Option<MetricValue>> {
    Ok(hanging_row::<metric_value::Entity>(ctx, id).await?.map(MetricValue::from))
}

/// What one value added to a score.
#[derive(Clone, Debug, SimpleObject)]
pub struct ScoreContribution {
    /// An attribute, or the newest value of a metric.
    pub kind: SignalKindName,
    /// Its codename.
    pub codename: String,
    /// Its name.
    pub name: String,
    /// Its weight in percent, before the weights of what has no value were shared out.
    pub weight: Decimal,
    /// The value that counted, as sent.
    pub value: Json,
    /// The points it added. The points of all contributions add up to the score exactly.
    pub points: Decimal,
}

impl From<Contribution> for ScoreContribution {
    fn from(contribution: Contribution) -> Self {
        Self {
            kind: contribution.kind.into(),
            codename: contribution.codename,
            name: contribution.name,
            weight: Decimal(contribution.weight),
            value: Json(contribution.value),
            points: Decimal(contribution.points),
        }
    }
}

/// A customer's score by one source record.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Score {
    /// Opaque id.
    pub id: ScoreId,
    /// Which score.
    pub kind: ScoreKindName,
    /// From -100 to 100.
    pub value: Decimal,
    /// When it was computed.
    pub computed_at: DateTime,
    #[graphql(skip)]
    contributions: serde_json::Value,
    #[graphql(skip)]
    source_record: i64,
}

impl From<score::Model> for Score {
    fn from(row: score::Model) -> Self {
        Self {
            id: ScoreId::new(row.id),
            kind: row.kind.into(),
            value: Decimal(row.value),
            computed_at: DateTime(row.computed_at),
            contributions: row.contributions,
            source_record: row.source_record_id,
        }
    }
}

#[ComplexObject]
impl Score {
    /// What each value added to it, in the order of their definitions.
    async fn contributions(&self) -> Result<Vec<ScoreContribution>> {
        let contributions: Vec<Contribution> = serde_json::from_value(self.contributions.clone())
            .map_err(|error| fault(crate::error::Error::internal(error)))?;
        Ok(contributions.into_iter().map(ScoreContribution::from).collect())
    }

    /// The record whose values it follows from.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::graphql::load(ctx, self.source_record).await
    }
}

/// The score with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load_score(ctx: &Context<'_>, id: i64) -> Result<Option<Score>> {
    Ok(hanging_row::<score::Entity>(ctx, id).await?.map(Score::from))
}

/// A customer's attributes, metrics and scores.
pub struct CustomerScores(pub i64);

#[Object]
impl CustomerScores {
    /// What is currently known of the customer, in the order it was defined.
    async fn attributes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only this attribute.")] codename: Option<String>,
    ) -> Result<Connection<AttributeValue>> {
        let paging = Paging::new(first, after, last, before);
        children::<attribute_value::Entity, _>(ctx, self.0, paging, Some(AttributeFilter { codename })).await
    }

    /// What was measured of the customer day by day, newest day first.
    #[expect(clippy::too_many_arguments, reason = "Relay's four and two filters")]
    async fn metrics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only this metric.")] codename: Option<String>,
        #[graphql(desc = "Only these days.")] days: Option<DateRange>,
    ) -> Result<Connection<MetricValue>> {
        let days = days.unwrap_or_default();
        let filter = MetricFilter { codename, from: days.from.map(|day| day.0), to: days.to.map(|day| day.0) };
        children::<metric_value::Entity, _>(ctx, self.0, Paging::new(first, after, last, before), Some(filter)).await
    }

    /// How the customer does and fits, by each source record with values that count; computed last first.
    async fn scores(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only this score.")] kind: Option<ScoreKindName>,
    ) -> Result<Connection<Score>> {
        let filter = ScoreFilter { kind: kind.map(Into::into) };
        children::<score::Entity, _>(ctx, self.0, Paging::new(first, after, last, before), Some(filter)).await
    }
}

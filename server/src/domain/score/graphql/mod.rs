//! Definitions, values and scores in the graph.

pub mod definitions;
pub mod mutations;
pub mod values;

use async_graphql::Enum;
use entity::score_definition::{ScoreKind, SignalKind, SignalType};

pub use definitions::{ScoreDefinition, ScoreDefinitionId, ScoreQuery, Scoring, load as load_definition};
pub use mutations::ScoreMutation;
pub use values::{
    AttributeValue, AttributeValueId, CustomerScores, MetricValue, MetricValueId, Score, ScoreContribution, ScoreId,
    load_attribute, load_metric, load_score,
};

/// How values are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "SignalKind", remote = "SignalKind")]
pub enum SignalKindName {
    /// One current value.
    Attribute,
    /// One value a day.
    Metric,
}

/// What values an attribute or metric takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "SignalType", remote = "SignalType")]
pub enum SignalTypeName {
    /// A decimal number.
    Number,
    /// Any text.
    Text,
    /// True or false.
    Boolean,
    /// A day, as `YYYY-MM-DD`.
    Date,
    /// An instant, in Unix seconds.
    Timestamp,
}

/// Which score is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "ScoreKind", remote = "ScoreKind")]
pub enum ScoreKindName {
    /// How well it goes with the customer.
    Health,
    /// How well the customer fits.
    Fit,
}

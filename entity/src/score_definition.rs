//! What feeds the scores.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{Amount, Timestamp};

/// How values of a signal are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum SignalKind {
    /// One current value.
    Attribute,
    /// One value a day.
    Metric,
}

/// What values a signal takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum SignalType {
    /// A decimal number.
    Number,
    /// Any text.
    Text,
    /// True or false.
    Boolean,
    /// A day without time.
    Date,
    /// Unix seconds at the vendor.
    Timestamp,
}

/// Which score is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ScoreKind {
    /// How well it goes; Customerscore.io `engagementscore`, now named Health.
    Health,
    /// How well the customer fits; Customerscore.io `fitscore`.
    Fit,
}

/// A configured attribute or metric and its weight (Customerscore.io property).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "score_definition")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The connection's tenant.
    pub brand_id: i64,
    /// The account that configures it.
    pub connection_id: i64,
    /// Attribute and metric codenames may coincide.
    pub kind: SignalKind,
    /// Key in the vendor's `attributes` or `metrics`, case-sensitive; unknown keys go to quarantine.
    pub codename: String,
    /// As staff see it.
    pub name: String,
    /// A value of another type is not stored.
    pub data_type: SignalType,
    /// Named by the vendor's documentation (`crm_link`, `contact_email`, `renewal_date`), so not removable.
    pub is_system: bool,
    /// The score it feeds; null when it is only kept.
    pub score: Option<ScoreKind>,
    /// Percent of that score.
    pub weight: Option<Amount>,
    /// Value that counts as -100; null where the type has no scale.
    pub lowest: Option<Amount>,
    /// Value that counts as 100, linear in between; below `lowest` when less is better.
    pub highest: Option<Amount>,
    /// When it was configured.
    pub created_at: Timestamp,
    /// Last change; scores computed before it are stale.
    pub updated_at: Timestamp,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

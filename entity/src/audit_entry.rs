//! Who did what.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// One change of state, never altered.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entry")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Null for changes outside any brand, such as a staff login.
    pub brand_id: Option<i64>,
    /// `staff`, `api_key`, `vendor`, `customer`, `job` or `cli`.
    pub actor_kind: String,
    /// Row of the actor in the table that its kind implies; null when it has none.
    pub actor_id: Option<i64>,
    /// Name of the actor at that time, so that the entry outlives the row.
    pub actor_label: String,
    /// Dotted name such as `customer.merged`.
    pub action: String,
    /// Table of what was changed.
    pub subject_kind: String,
    /// Row in that table; null when the change concerned none.
    pub subject_id: Option<i64>,
    /// What changed, without secrets.
    #[sea_orm(column_type = "JsonBinary")]
    pub data: Json,
    /// When it changed.
    pub at: Timestamp,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! Links changed by merging two customers.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// One merge, with what it moved, so that undoing it is exact at any age.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "merge")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The tenant of both customers.
    pub brand_id: i64,
    /// The customer that the records are linked to now.
    pub survivor_id: i64,
    /// The customer that gave up its records.
    pub merged_id: i64,
    /// Array of `{source_record_id, from_customer_id}`: each link that changed.
    #[sea_orm(column_type = "JsonBinary")]
    pub moved: Json,
    /// Who merged: a staff user's or API key's label, or the rule that matched.
    pub actor: String,
    /// When the links changed.
    pub merged_at: Timestamp,
    /// When they were put back; null while the merge holds.
    pub undone_at: Option<Timestamp>,
    /// Who put them back.
    pub undone_by: Option<String>,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

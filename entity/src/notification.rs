//! What a brand's staff are told.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// One thing that happened and that every staff user of the brand is to hear of.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notification")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The brand whose staff are told.
    pub brand_id: i64,
    /// Where it happened; null when it concerns none of the connections.
    pub connection_id: Option<i64>,
    /// Dotted name such as `score.import`.
    pub kind: String,
    /// One line.
    pub title: String,
    /// What the kind needs beyond that, as an object.
    #[sea_orm(column_type = "JsonBinary")]
    pub data: Json,
    /// When it happened.
    pub created_at: Timestamp,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

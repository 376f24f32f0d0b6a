//! Sorts of pipelines.

use sea_orm::entity::prelude::*;

/// A process with its own stages (Customer Database App pipeline type).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pipeline_type")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The connection's tenant.
    pub brand_id: i64,
    /// The account that defines it.
    pub connection_id: i64,
    /// Customer Database App `pipelinetypeid`.
    pub vendor_id: String,
    /// As staff see it.
    pub name: String,
    /// Order among the types, from 0.
    pub position: i32,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! Tasks.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// Something staff are to do for a customer or one of its pipelines.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "task")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The source record's tenant, repeated so that indexes across customers can start with it.
    pub brand_id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// The pipeline it belongs to; null for the customer itself.
    pub pipeline_id: Option<i64>,
    /// Id that Customer Database App returned from `task/add`.
    pub vendor_id: Option<String>,
    /// What is to be done.
    pub name: String,
    /// Details.
    pub description: Option<String>,
    /// Customer Database App `datedue`; a day, in the connection's zone.
    pub due_on: Date,
    /// Array of vendor user ids (Customer Database App `users[n]`).
    #[sea_orm(column_type = "JsonBinary")]
    pub assignees: Json,
    /// When it was ticked off; null while open.
    pub done_at: Option<Timestamp>,
    /// When it was set.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

/// Joins that queries use.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The record it hangs on.
    #[sea_orm(
        belongs_to = "super::source_record::Entity",
        from = "Column::SourceRecordId",
        to = "super::source_record::Column::Id"
    )]
    SourceRecord,
}

impl Related<super::source_record::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::SourceRecord.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

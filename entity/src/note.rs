//! Notes.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// A remark on a customer or on one of its pipelines.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "note")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The source record's tenant, repeated so that indexes across customers can start with it.
    pub brand_id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// The pipeline it was written on; null for the customer itself.
    pub pipeline_id: Option<i64>,
    /// Id that Customer Database App returned from `note/add`.
    pub vendor_id: Option<String>,
    /// Customer Database App `note`; plain text.
    pub text: String,
    /// Label of who wrote it; null when the vendor does not say.
    pub author: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// Last edit.
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

//! Who is in which segment.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// A CareCloud segment record; it has no id at the vendor.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "segment_membership")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// The segment it is in.
    pub segment_id: i64,
    /// When it entered (CareCloud `created_at`).
    pub created_at: Timestamp,
    /// CareCloud `last_change`.
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

//! What happened to a customer.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// One dated event, written by the topic in which it happened or sent by a vendor.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "timeline_entry")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The source record's tenant, repeated so that indexes across customers can start with it.
    pub brand_id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// Dotted name such as `purchase.made`, `note.added`, `event.external`.
    pub kind: String,
    /// When it happened; not when it was recorded.
    pub occurred_at: Timestamp,
    /// One line for the list.
    pub title: String,
    /// Omnidesk external event `message`, or the text of what was added.
    pub body: Option<String>,
    /// Omnidesk `initiated_by`, or the label of who did it; null for jobs.
    pub actor: Option<String>,
    /// Omnidesk `source_url`: the page to open.
    pub source_url: Option<String>,
    /// Table of what it is about; null when nothing here is.
    pub subject_kind: Option<String>,
    /// Row in that table; it may be gone.
    pub subject_id: Option<i64>,
    /// Omnidesk ticket; tickets themselves are not kept here.
    pub ticket_id: Option<String>,
    /// The vendor's own id of it, where the vendor tells of it.
    pub vendor_id: Option<String>,
    /// What the kind needs beyond these columns.
    #[sea_orm(column_type = "JsonBinary")]
    pub data: Json,
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

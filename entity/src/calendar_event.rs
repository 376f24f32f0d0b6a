//! Appointments.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// An appointment with a customer (Customer Database App event).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_event")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The source record's tenant, repeated so that indexes across customers can start with it.
    pub brand_id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// Id that Customer Database App returned from `event/add`.
    pub vendor_id: Option<String>,
    /// What it is about.
    pub name: String,
    /// Place or link.
    pub location: Option<String>,
    /// Details.
    pub description: Option<String>,
    /// Customer Database App `startdatetime`.
    pub starts_at: Timestamp,
    /// Customer Database App `enddatetime`; not before the start.
    pub ends_at: Timestamp,
    /// Array of vendor customer ids (`attendees[n]`).
    #[sea_orm(column_type = "JsonBinary")]
    pub attendees: Json,
    /// Array of vendor user ids (`attendeeuser[n]`).
    #[sea_orm(column_type = "JsonBinary")]
    pub attendee_users: Json,
    /// When it was entered.
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

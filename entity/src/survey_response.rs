//! Survey responses.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// One answered survey; the vendor never updates one.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_response")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The source record's tenant, repeated so that indexes across customers can start with it.
    pub brand_id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// Account Name in the record, for a contact of a company.
    pub account_name: Option<String>,
    /// NPS Score, 0 to 10; null when not asked.
    pub nps: Option<i16>,
    /// Comment, as the customer wrote it.
    pub comment: Option<String>,
    /// Follow Up Request: `Y`, `N` or null.
    pub follow_up: Option<String>,
    /// Follow Up Details.
    pub follow_up_details: Option<String>,
    /// The `lookup` of kind touchpoint.
    pub touchpoint_id: Option<i64>,
    /// Sent Date; may lie after the response in the vendor's own samples.
    pub sent_at: Option<Timestamp>,
    /// Response Date.
    pub responded_at: Option<Timestamp>,
    /// Mapped fields without a column, by the vendor's field name.
    #[sea_orm(column_type = "JsonBinary")]
    pub answers: Json,
    /// When the response arrived here.
    pub created_at: Timestamp,
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

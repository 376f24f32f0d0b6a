//! What a vendor suggests to a customer.

use sea_orm::entity::prelude::*;

use crate::{Timestamp, source_record::RecordState};

/// A CareCloud recommendation record.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recommendation")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// CareCloud `recommendation_id`.
    pub vendor_id: Option<String>,
    /// Heading.
    pub name: String,
    /// Teaser.
    pub brief_description: Option<String>,
    /// Plain text.
    pub detailed_description: Option<String>,
    /// HTML written by others; to be sanitised before it is shown.
    pub content: Option<String>,
    /// Array of text.
    #[sea_orm(column_type = "JsonBinary")]
    pub picture_urls: Json,
    /// Where the suggestion leads.
    pub web_url: Option<String>,
    /// The vendor's state.
    pub state: RecordState,
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

//! Periods in a loyalty tier.

use sea_orm::entity::prelude::*;

use crate::{Timestamp, source_record::RecordState};

/// A CareCloud status record; at most one of a customer is valid at a time.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "status_record")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// The `status_tier` held.
    pub tier_id: i64,
    /// CareCloud `status_record_id`.
    pub vendor_id: Option<String>,
    /// Start of the period.
    pub valid_from: Timestamp,
    /// End of the period; null when open.
    pub valid_to: Option<Timestamp>,
    /// CareCloud `purchase_conditions`: what keeps this tier or reaches the next.
    #[sea_orm(column_type = "JsonBinary")]
    pub conditions: Json,
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

//! Dated metrics.

use sea_orm::entity::prelude::*;

use crate::{Amount, Timestamp};

/// The value of one metric on one day.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "metric_value")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// The `score_definition` of kind metric.
    pub definition_id: i64,
    /// Customerscore.io `metrics[].date`.
    pub day: Date,
    /// As the vendor sent it.
    #[sea_orm(column_type = "JsonBinary")]
    pub value: Json,
    /// The value as scoring sees it; null where it has no number.
    pub number: Option<Amount>,
    /// When it was last sent.
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

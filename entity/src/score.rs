//! Computed scores.

use sea_orm::entity::prelude::*;

use crate::{Amount, Timestamp, score_definition::ScoreKind};

/// The current score of one kind, with how it came about.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "score")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// Health or fit.
    pub kind: ScoreKind,
    /// -100 to 100.
    pub value: Amount,
    /// Array of what each definition added, for the explanation in the admin app.
    #[sea_orm(column_type = "JsonBinary")]
    pub contributions: Json,
    /// When it was computed, here or at the vendor.
    pub computed_at: Timestamp,
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

//! Points or credits earned together.

use sea_orm::entity::prelude::*;

use crate::{Amount, Timestamp, source_record::RecordState};

/// One lot with one expiry (CareCloud Point or Credit).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_lot")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The account it counts towards.
    pub account_id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// CareCloud `point_id` or `credit_id`.
    pub vendor_id: Option<String>,
    /// The `lookup` of kind partner that funds it.
    pub partner_id: Option<i64>,
    /// What was earned (CareCloud `assigned_points`, `assigned_credits`); does not change.
    pub assigned: Amount,
    /// What is left (CareCloud `available_points`, `available_credits`).
    pub available: Amount,
    /// CareCloud `created_at`.
    pub earned_at: Timestamp,
    /// CareCloud `valid_to`; null when it does not expire.
    pub expires_at: Option<Timestamp>,
    /// When the expiry job took the rest; null before.
    pub expired_at: Option<Timestamp>,
    /// The vendor's state.
    pub state: RecordState,
    /// The vendor's or staff's reason.
    pub note: Option<String>,
    /// The purchase that earned it; null when granted otherwise.
    pub purchase_id: Option<i64>,
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

//! Points or credits taken away.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{Amount, Timestamp};

/// Why something was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum DebitKind {
    /// Used by the customer.
    Spend,
    /// A lot passed its date.
    Expiry,
    /// Earned for something that was later cancelled.
    Reversal,
    /// Corrected by staff.
    Adjustment,
}

/// One debit; its allocations say from which lots.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_debit")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The account debited.
    pub account_id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// The first debit of the same spend, where one customer's several accounts shared it; null for that first one and for a debit
    /// that stands alone.
    pub spend_id: Option<i64>,
    /// Shown in the timeline.
    pub kind: DebitKind,
    /// Positive; the sum of the allocations.
    pub amount: Amount,
    /// Reason given by who took it.
    pub note: Option<String>,
    /// A second debit with the same key returns the first; null for jobs.
    pub idempotency_key: Option<String>,
    /// When the balance fell.
    pub created_at: Timestamp,
    /// When the allocations were given back; null while the debit holds.
    pub reversed_at: Option<Timestamp>,
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

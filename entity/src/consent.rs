//! Permissions that a customer gave or refused.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// A customer's answer (CareCloud consent values).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// CareCloud 0: refused or withdrawn.
    Refused,
    /// CareCloud 1.
    Given,
    /// CareCloud 2: not asked or not answered.
    Unset,
}

/// The current decision of one source record on one purpose.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consent")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// What is consented to: `gtc`, `profiling`, `marketing_communication`, or a vendor's consent or agreement id.
    pub purpose: String,
    /// The latest answer; earlier ones are in the timeline.
    pub decision: Decision,
    /// CareCloud `consent_id` or `agreement_id`; null for the three built-in purposes.
    pub vendor_id: Option<String>,
    /// When the answer was given (CareCloud consent `last_change`).
    pub changed_at: Timestamp,
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

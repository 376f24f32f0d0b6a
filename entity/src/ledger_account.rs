//! Balances of points and credits.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{Amount, Timestamp};

/// What an account counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum LedgerUnit {
    /// Loyalty points.
    Points,
    /// Prepaid or granted money-like credits.
    Credits,
}

/// What one source record holds of one sort of points or credits.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_account")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The source record's tenant, repeated so that indexes across customers can start with it.
    pub brand_id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// Points or credits; tells which look-up kind `type_id` is of.
    pub unit: LedgerUnit,
    /// The `lookup` of kind point type or credit type; null for the vendor's only sort.
    pub type_id: Option<i64>,
    /// ISO 4217 code of credits; null for points.
    pub currency: Option<String>,
    /// Sum of what is available in its lots, kept in the transaction that changes them.
    pub balance: Amount,
    /// Last change of the balance.
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

//! Which lots a debit used.

use sea_orm::entity::prelude::*;

use crate::Amount;

/// Part of one lot taken by one debit.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_allocation")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// What took it.
    pub debit_id: i64,
    /// What it was taken from; soonest expiry first.
    pub lot_id: i64,
    /// Positive.
    pub amount: Amount,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

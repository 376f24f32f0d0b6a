//! Tries of a delivery.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// One call to a vendor on behalf of a delivery. Written before the call, so that a try that was cut short is known.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery_attempt")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// What it was for.
    pub delivery_id: i64,
    /// Which call of the plan.
    pub step: i32,
    /// The vendor's operation.
    pub operation: String,
    /// When it was made.
    pub began_at: Timestamp,
    /// When it ended; null when nobody knows how.
    pub ended_at: Option<Timestamp>,
    /// The vendor's status; null when there was no answer.
    pub status: Option<i32>,
    /// What went wrong, in words for staff; null when nothing did.
    pub error: Option<String>,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

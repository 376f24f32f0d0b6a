//! Loyalty tiers.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// One level of a loyalty programme (CareCloud status).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "status_tier")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The connection's tenant.
    pub brand_id: i64,
    /// The account whose programme it is.
    pub connection_id: i64,
    /// CareCloud `status_id`.
    pub vendor_id: String,
    /// As the vendor prints it.
    pub name: String,
    /// Position from the lowest tier upwards.
    pub rank: i32,
    /// CareCloud `last_change`.
    pub updated_at: Timestamp,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! What customers can be interested in.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// One entry of CareCloud's list of interests.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "interest")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The connection's tenant.
    pub brand_id: i64,
    /// The account whose list it is.
    pub connection_id: i64,
    /// CareCloud `interest_id`.
    pub vendor_id: String,
    /// As the vendor prints it.
    pub name: String,
    /// CareCloud `last_change`.
    pub updated_at: Timestamp,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

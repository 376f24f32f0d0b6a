//! Groups of customers.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// A group that a vendor defines and fills.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "segment")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The connection's tenant.
    pub brand_id: i64,
    /// The account that defines it.
    pub connection_id: i64,
    /// CareCloud `segment_id`.
    pub vendor_id: String,
    /// As the vendor prints it.
    pub name: String,
    /// CareCloud `segment_group_id`, the filter of segment records.
    pub group_id: Option<String>,
    /// CareCloud `segment_picture_url`.
    pub picture_url: Option<String>,
    /// The vendor's description.
    pub note: Option<String>,
    /// When the segment was first seen.
    pub created_at: Timestamp,
    /// CareCloud `last_change`.
    pub updated_at: Timestamp,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! Tenants.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// A tenant: the root of every unique key and of every match rule.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "brand")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The number by which a vendor's own `brand_id` names this brand (Omnidesk `brand_id`, `brandID`).
    pub number: i32,
    /// As staff see it; Omnidesk prints it as `brand_name`.
    pub name: String,
    /// IANA name, used where a connection has no zone of its own, for example in the admin app.
    pub time_zone: String,
    /// ISO 4217 code assumed where a vendor leaves the currency out.
    pub currency: String,
    /// Choices that are not columns, read by the topic that owns them.
    #[sea_orm(column_type = "JsonBinary")]
    pub settings: Json,
    /// When the brand was set up here.
    pub created_at: Timestamp,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

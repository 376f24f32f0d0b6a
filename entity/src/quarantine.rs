//! Data that found no place.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// A value that a vendor call carried and that could not be stored, kept so that nothing is lost silently.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quarantine")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The connection's tenant.
    pub brand_id: i64,
    /// The account whose call carried it.
    pub connection_id: i64,
    /// The record it was meant for; null when that is unknown.
    pub source_record_id: Option<i64>,
    /// Name of the vendor operation.
    pub operation: String,
    /// Where in the request it stood, such as `customers[0].attributes.plan`.
    pub path: String,
    /// As received.
    #[sea_orm(column_type = "JsonBinary")]
    pub value: Json,
    /// Why it was not stored, in words for staff.
    pub reason: String,
    /// When it was received.
    pub created_at: Timestamp,
    /// When staff dealt with it; null while open.
    pub resolved_at: Option<Timestamp>,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

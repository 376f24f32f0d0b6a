//! How old the copy of a vendor's record is.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// When a record was last read at the vendor, with all that hangs on it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "freshness")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The record.
    pub source_record_id: i64,
    /// When it was last read; null when it never was.
    pub checked_at: Option<Timestamp>,
    /// When reading it last failed; null when it never did.
    pub failed_at: Option<Timestamp>,
    /// Why.
    pub error: Option<String>,
    /// Parts that the latest reading did not bring, as a list of names.
    #[sea_orm(column_type = "JsonBinary")]
    pub missing: Json,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

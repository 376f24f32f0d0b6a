//! Answers kept for repeated mutations.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// The answer to one mutation, returned again when the same key comes again.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The tenant in which the key is unique.
    pub brand_id: i64,
    /// Who sent it; two actors may use the same key.
    pub actor: String,
    /// The idempotency key as sent.
    pub key: String,
    /// SHA-256 of the request; the same key with another request is refused.
    pub request_hash: String,
    /// What was answered the first time.
    #[sea_orm(column_type = "JsonBinary")]
    pub response: Json,
    /// Start of the time for which it is kept.
    pub created_at: Timestamp,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

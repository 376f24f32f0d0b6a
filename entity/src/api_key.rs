//! Keys of programs.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// A key for GraphQL, or for the API of one connection (Omnidesk, Customer Database App, Customerscore.io).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_key")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The tenant the key belongs to.
    pub brand_id: i64,
    /// The mirrored vendor account; null for a GraphQL key.
    pub connection_id: Option<i64>,
    /// What the key is for, in the words of who made it.
    pub name: String,
    /// First, public part of the key, by which it is found.
    pub prefix: String,
    /// SHA-256 of the entire key, in hex; the key itself is shown once.
    pub secret_hash: String,
    /// Array of permission names (Omnidesk `CUSTOMER_READ`, `CUSTOMER_CUD`).
    #[sea_orm(column_type = "JsonBinary")]
    pub permissions: Json,
    /// Array of ids of the brands granted, for one Omnidesk key over several.
    #[sea_orm(column_type = "JsonBinary")]
    pub brands: Json,
    /// Null when it does not expire.
    pub expires_at: Option<Timestamp>,
    /// When it was withdrawn; null while valid.
    pub revoked_at: Option<Timestamp>,
    /// Written sparingly; null when never used.
    pub last_used_at: Option<Timestamp>,
    /// When the key was shown.
    pub created_at: Timestamp,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! CustomerGauge connected apps.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// A client accepted by `POST /oauth2/token` of a mirrored CustomerGauge account.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "oauth_client")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The mirrored account.
    pub connection_id: i64,
    /// Public; unique over all connections because the token call names no account.
    pub client_id: String,
    /// SHA-256 of the client secret, in hex; the secret itself is shown once.
    pub secret_hash: String,
    /// What the app is for.
    pub name: String,
    /// When it was withdrawn; null while valid.
    pub revoked_at: Option<Timestamp>,
    /// When the client was made.
    pub created_at: Timestamp,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

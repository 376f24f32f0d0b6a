//! Keys that sign access tokens.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// One Ed25519 key pair.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_key")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The `kid` header of tokens signed with it.
    pub kid: String,
    /// PKCS#8 private key, encrypted with the server's sealing key.
    pub sealed_private: Vec<u8>,
    /// Raw public key, for verifying.
    pub public_key: Vec<u8>,
    /// The newest key that is not retired signs.
    pub created_at: Timestamp,
    /// From then on it only verifies; null while it may sign.
    pub retired_at: Option<Timestamp>,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! Hand-over tokens.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// A single-use token that carries a logged-in customer to another application (CareCloud `auth-token`).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "auth_token")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The account that issued it.
    pub connection_id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// Destination `external_application_id`; no other application may redeem the token.
    pub application_id: String,
    /// CareCloud `token_request_id`, which must be presented with the token.
    pub request_id: String,
    /// SHA-256 of the token, in hex.
    pub token_hash: String,
    /// When it was handed out.
    pub issued_at: Timestamp,
    /// CareCloud `valid_to`.
    pub expires_at: Timestamp,
    /// When it was redeemed; null while it may be.
    pub used_at: Option<Timestamp>,
}

/// Joins that queries use.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The record it hangs on.
    #[sea_orm(
        belongs_to = "super::source_record::Entity",
        from = "Column::SourceRecordId",
        to = "super::source_record::Column::Id"
    )]
    SourceRecord,
}

impl Related<super::source_record::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::SourceRecord.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

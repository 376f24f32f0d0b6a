//! Bearer tokens issued in a vendor's form.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// Whom a vendor token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    /// A CareCloud API user on the enterprise interface.
    User,
    /// A device on the CareCloud customer interface, with or without a customer logged in.
    Customer,
    /// A CustomerGauge client.
    Oauth,
}

/// One token that a mirrored vendor account handed out.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "vendor_token")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The account that issued it.
    pub connection_id: i64,
    /// Decides which of the following columns apply.
    pub kind: TokenKind,
    /// SHA-256 of the token, in hex.
    pub token_hash: String,
    /// Id of the `vendor_login` (user) or `oauth_client` (oauth); null for a customer token.
    pub holder_id: Option<i64>,
    /// The customer logged in on a customer token; null when nobody is.
    pub source_record_id: Option<i64>,
    /// CareCloud `external_application_id`; null for OAuth.
    pub application_id: Option<String>,
    /// CareCloud `device.device_id`; a new token for the same device and application voids the old one.
    pub device_id: Option<String>,
    /// What else the device said of itself, by CareCloud's keys; null for other tokens.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub details: Option<Json>,
    /// The token that the real vendor gave the same device, encrypted; null before it first needed one, and for other tokens.
    pub sealed_upstream_token: Option<Vec<u8>>,
    /// When it was handed out.
    pub issued_at: Timestamp,
    /// Null for CareCloud customer tokens, which do not expire.
    pub expires_at: Option<Timestamp>,
    /// Logout, or replaced by a newer token.
    pub revoked_at: Option<Timestamp>,
}

/// What it belongs to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The account that issued it.
    #[sea_orm(
        belongs_to = "super::connection::Entity",
        from = "Column::ConnectionId",
        to = "super::connection::Column::Id"
    )]
    Connection,
}

impl Related<super::connection::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Connection.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

//! Staff sessions.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// One rotation of a staff session's refresh token.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refresh_token")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Whose session it is.
    pub staff_user_id: i64,
    /// Shared by all rotations of one login; reuse of a spent token ends the whole family.
    pub family: String,
    /// SHA-256 of the cookie's secret, in hex.
    pub token_hash: String,
    /// Time of the login or of the rotation.
    pub issued_at: Timestamp,
    /// After this the token is refused and the row may be removed.
    pub expires_at: Timestamp,
    /// When it was exchanged for the next one; using it again is theft.
    pub used_at: Option<Timestamp>,
    /// Logout, or the end of the family.
    pub revoked_at: Option<Timestamp>,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

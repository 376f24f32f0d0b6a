//! CareCloud API users.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// A login accepted by `POST /users/actions/login` of a mirrored CareCloud account.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "vendor_login")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The mirrored account.
    pub connection_id: i64,
    /// CareCloud `login`.
    pub login: String,
    /// Argon2id in PHC string form.
    pub password_hash: String,
    /// A digest of the password that must be read again, encrypted with the server's sealing key; null unless the account also takes the
    /// older form of credentials.
    pub sealed_digest: Option<Vec<u8>>,
    /// The only `user_external_application_id` this login may name.
    pub application_id: String,
    /// When it was closed; null while it may be used.
    pub disabled_at: Option<Timestamp>,
    /// When the login was made.
    pub created_at: Timestamp,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! People who log in to the admin app.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// A staff login.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staff_user")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Login name, in lower case.
    pub email: String,
    /// Shown beside what the person did.
    pub name: String,
    /// Argon2id in PHC string form.
    pub password_hash: String,
    /// Array of permission names, valid in every brand granted by `staff_brand`.
    #[sea_orm(column_type = "JsonBinary")]
    pub permissions: Json,
    /// Session epoch; raising it ends every access token issued before.
    pub epoch: i32,
    /// When the login was closed; null while it may be used.
    pub disabled_at: Option<Timestamp>,
    /// Last password login; null before the first.
    pub last_login_at: Option<Timestamp>,
    /// When the login was made.
    pub created_at: Timestamp,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

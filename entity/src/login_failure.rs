//! Failed logins, counted against guessing.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// How often logging in failed for one login or from one address since a moment.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "login_failure")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// SHA-256 of what is counted, in hex: who tried is nobody's business later.
    pub subject: String,
    /// Attempts that failed or are under way.
    pub failures: i32,
    /// The first of them.
    pub since: Timestamp,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

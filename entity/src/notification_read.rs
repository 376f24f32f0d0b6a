//! Who has read which notification.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// That one staff user has read one notification.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notification_read")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// What was read.
    pub notification_id: i64,
    /// Who read it.
    pub staff_user_id: i64,
    /// When they first did.
    pub read_at: Timestamp,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

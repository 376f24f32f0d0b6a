//! Brands granted to staff.

use sea_orm::entity::prelude::*;

/// One brand that one staff user may work in.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staff_brand")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The person granted.
    pub staff_user_id: i64,
    /// The brand opened to them.
    pub brand_id: i64,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

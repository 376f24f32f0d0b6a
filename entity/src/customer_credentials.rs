//! Customers' own passwords.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// The password with which a customer logs in to a CareCloud app.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_credentials")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// Argon2id in PHC string form.
    pub password_hash: String,
    /// When the password was last set.
    pub updated_at: Timestamp,
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

//! Values of custom customer fields.

use sea_orm::entity::prelude::*;

use crate::Timestamp;

/// A CareCloud property record.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "property_value")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The record it hangs on; which customer that means may change, this does not.
    pub source_record_id: i64,
    /// The property it is a value of.
    pub definition_id: i64,
    /// CareCloud `property_record_id`, of the form `<property_id>:<hex id>`.
    pub vendor_id: Option<String>,
    /// CareCloud `property_value` in the shape of its data type.
    #[sea_orm(column_type = "JsonBinary")]
    pub value: Json,
    /// Canonical text of the value, for uniqueness; null for types that cannot be unique.
    pub value_key: Option<String>,
    /// CareCloud `last_change`.
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

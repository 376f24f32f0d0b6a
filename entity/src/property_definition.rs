//! Custom customer fields.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{Timestamp, source_record::RecordState};

/// What values a property takes (CareCloud `data_type`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum PropertyType {
    /// Any text.
    String,
    /// True or false.
    Boolean,
    /// A whole number.
    Integer,
    /// A day without time.
    Date,
    /// A day and time.
    Timestamp,
    /// A decimal number.
    Float,
    /// One of the items, sent as an array of one.
    Enumeration,
    /// Any number of the items.
    Multiselect,
    /// A configured form, often JSON kept in a string.
    Custom,
}

/// A field that the company added to its customers (CareCloud customer property).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "property_definition")]
pub struct Model {
    /// Our own id, issued by the database.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The connection's tenant.
    pub brand_id: i64,
    /// The account that defines it.
    pub connection_id: i64,
    /// CareCloud `property_id`.
    pub vendor_id: String,
    /// CareCloud `property_name` in records.
    pub name: String,
    /// The vendor's explanation.
    pub description: Option<String>,
    /// Checked on every write.
    pub data_type: PropertyType,
    /// Array of the values to choose from (CareCloud PropertyItem); empty for other types.
    #[sea_orm(column_type = "JsonBinary")]
    pub items: Json,
    /// A customer must have a value.
    pub is_required: bool,
    /// No two customers may share a value; enforced through `property_value.value_key`.
    pub is_unique: bool,
    /// The vendor's state.
    pub state: RecordState,
    /// CareCloud `last_change`.
    pub updated_at: Timestamp,
}

/// No joins are needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

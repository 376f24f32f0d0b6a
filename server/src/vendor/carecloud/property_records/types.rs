//! The structure of a property record and its rules.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::vendor::shape::{Field, Kind};

/// A customer's value of a property.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("required" = ["property_record_id", "property_id", "property_name", "property_value", "last_change"]))]
pub(in super::super) struct PropertyRecord {
    /// Read-only; `<property_id>:<id>`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) property_record_id: Option<String>,
    pub(super) property_id: String,
    /// Read-only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) property_name: Option<String>,
    /// In the form of the property's data type.
    #[serde(default)]
    pub(super) property_value: Json,
    /// Read-only; local time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last_change: Option<String>,
}

/// What a record is sent in.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Sent {
    pub(super) customer_id: String,
    /// Absent where one is added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) property_record_id: Option<String>,
    pub(super) property_record: PropertyRecord,
}

fn fields() -> Vec<Field> {
    vec![
        Field::body("property_id", Kind::Text).or_number().required().longest(255).doc("The unique id of the property"),
        Field::body("property_value", Kind::Any).doc("In the form of the property's data type"),
    ]
}

/// `property_record`
pub(super) fn field() -> Field {
    Field::body("property_record", Kind::Object(fields())).required().doc("Property record")
}

/// `property_records`, with which a customer is created or replaced.
pub(in super::super) fn list_field() -> Field {
    let of = Box::new(Kind::Object(fields()));
    Field::body("property_records", Kind::List { of, at_least: 0, at_most: 1000 }).doc("Property records")
}

/// `{property_record_id}`
pub(super) fn id() -> Field {
    Field::path("property_record_id").doc("The unique id of the property record, or of its property")
}

//! The structure of an interest record and its rules.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vendor::shape::{Field, Kind};

/// An interest of a customer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("required" = ["interest_record_id", "interest_id", "last_change"]))]
pub(super) struct InterestRecord {
    /// Read-only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) interest_record_id: Option<String>,
    pub(super) interest_id: String,
    /// The customer of the path; the later specification requires it, which says nothing that the path does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) customer_id: Option<String>,
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
    pub(super) interest_record_id: Option<String>,
    pub(super) interest_record: InterestRecord,
}

/// `interest_record`
pub(super) fn field() -> Field {
    let fields = vec![
        Field::body("interest_id", Kind::Text).or_number().required().longest(255).doc("The unique id of the interest"),
        Field::body("customer_id", Kind::Text).longest(255).doc("The customer of the path"),
    ];
    Field::body("interest_record", Kind::Object(fields)).required().doc("Customer interest record")
}

/// `{interest_record_id}`
pub(super) fn id() -> Field {
    Field::path("interest_record_id").doc("The unique id of the interest record")
}

//! The structure of a customer source record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a customer account comes from.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("required" = ["customer_source_record_id", "customer_source_id", "last_change"]))]
pub(super) struct CustomerSourceRecord {
    /// Read-only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) customer_source_record_id: Option<String>,
    pub(super) customer_source_id: String,
    /// Read-only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) customer_id: Option<String>,
    #[serde(default)]
    pub(super) external_id: Option<String>,
    /// Read-only; local time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last_change: Option<String>,
}

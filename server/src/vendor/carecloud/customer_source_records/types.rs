//! The structure of a customer source record.

use entity::lookup::LookupKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::heard::{self, On, Said};
use crate::domain::origin::{NewOrigin, service};
use crate::error::Violation;
use crate::vendor::contract::Refusal;

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

impl Said for CustomerSourceRecord {
    const LIST: &'static str = "customer_source_records";

    async fn said(self, on: &On<'_>) -> Result<i64, Refusal> {
        let source = on.entry(LookupKind::CustomerSource, Some(&self.customer_source_id)).await?;
        let origin = NewOrigin {
            source_record: on.record.id,
            customer_source: source.ok_or_else(|| Violation::required("customer_source_id"))?,
            external_id: heard::filled(self.external_id),
            vendor_id: heard::filled(self.customer_source_record_id),
        };
        Ok(service::hear(on.work, origin).await?.id)
    }
}

//! What is told of the server's work to those who run it.

use anyhow::ensure;
use serde::{Deserialize, Serialize};

/// Where traces go, and who may read the numbers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TelemetryConfig {
    /// Where an OpenTelemetry collector takes traces over HTTP, such as `http://localhost:4318`. Absent: none are sent.
    pub endpoint: Option<String>,
    /// In which form they are sent.
    pub protocol: TelemetryProtocol,
    /// Whether `/metrics` is answered to everybody. Otherwise a bearer with the permission `ADMIN` is asked for.
    pub open_metrics: bool,
}

/// The forms of traces over HTTP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TelemetryProtocol {
    /// Protocol buffers, which every collector takes.
    #[default]
    Protobuf,
    /// JSON.
    Json,
}

impl TelemetryConfig {
    pub(super) fn validate(&self) -> anyhow::Result<()> {
        let is_address = |text: &str| url::Url::parse(text).is_ok_and(|url| ["http", "https"].contains(&url.scheme()));
        ensure!(self.endpoint.as_deref().is_none_or(is_address), "telemetry.endpoint must be an http or https address");
        Ok(())
    }
}

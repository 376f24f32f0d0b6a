//! Calls to the real vendors.

use serde::{Deserialize, Serialize};

/// Where connections in proxy mode may lead.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UpstreamConfig {
    /// Hosts that may be called by plain `http`, such as a sandbox at `localhost`; everything else needs `https`.
    pub plain_http: Vec<String>,
}

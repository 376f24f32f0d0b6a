//! Limits of HTTP requests.

use serde::{Deserialize, Serialize};

/// What one HTTP request may cost.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HttpConfig {
    /// Bytes of a request body. A vendor's own lower limit applies on its routes.
    pub body_bytes: usize,
    /// Seconds after which a request is given up.
    pub request_seconds: u64,
    /// Seconds that requests under way may take when the server is told to stop.
    pub drain_seconds: u64,
    /// The header in which a reverse proxy names its client, such as `x-forwarded-for`; its last entry is taken. Absent: the address that
    /// the connection comes from. Set it only behind a proxy that writes the header itself.
    pub client_address_header: Option<String>,
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self { body_bytes: 6 * 1024 * 1024, request_seconds: 30, drain_seconds: 10, client_address_header: None }
    }
}

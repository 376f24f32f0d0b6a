//! Calls that the server makes to others.

use anyhow::ensure;
use serde::{Deserialize, Serialize};

/// Whom the server may call at an address that stands in the data, and within which limits.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NetConfig {
    /// Hosts on the public internet, by their whole name; called over https.
    pub hosts: Vec<String>,
    /// Hosts in a private network, by their whole name or address; called over http too.
    pub private_hosts: Vec<String>,
    /// Seconds until a connection must stand.
    pub connect_seconds: u64,
    /// Seconds until the whole answer must be there.
    pub request_seconds: u64,
    /// Bytes of an answer.
    pub body_bytes: usize,
}

impl Default for NetConfig {
    fn default() -> Self {
        Self {
            hosts: Vec::new(),
            private_hosts: Vec::new(),
            connect_seconds: 5,
            request_seconds: 15,
            body_bytes: 1024 * 1024,
        }
    }
}

impl NetConfig {
    /// Whether a host on the public internet may be called.
    pub fn is_allowed(&self, host: &str) -> bool {
        self.hosts.iter().any(|known| known.eq_ignore_ascii_case(host))
    }

    /// Whether a host may be called though it lies in a private network.
    pub fn is_private(&self, host: &str) -> bool {
        self.private_hosts.iter().any(|known| known.eq_ignore_ascii_case(host))
    }

    pub(super) fn validate(&self) -> anyhow::Result<()> {
        ensure!(self.connect_seconds > 0, "net.connect_seconds must be positive");
        ensure!(self.request_seconds > 0, "net.request_seconds must be positive");
        Ok(())
    }
}

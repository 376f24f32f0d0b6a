//! Calls to the real vendors.

use anyhow::ensure;
use serde::{Deserialize, Serialize};

/// Where connections in proxy mode may lead, and how much patience there is with what stands there.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UpstreamConfig {
    /// Hosts that may be called by plain `http` and in a private network, such as a sandbox at `localhost`; everything else needs `https`.
    pub plain_http: Vec<String>,
    /// Seconds until one call must be answered.
    pub request_seconds: u64,
    /// Seconds that a client waits at the most, repeats and pauses between them included.
    pub budget_seconds: u64,
    /// How often a call is repeated that can be repeated without harm.
    pub repeats: usize,
    /// Calls under way at a time to one connection.
    pub concurrency: usize,
    /// Calls a minute to one connection at the most; 0: as many as the vendor documents.
    pub calls_per_minute: u32,
    /// Seconds that a vendor is left alone after most of the latest calls failed.
    pub rest_seconds: u64,
    /// Calls whose outcomes are looked at for that.
    pub observed_calls: usize,
    /// Bytes of an answer.
    pub body_bytes: usize,
    /// Seconds after which a delivery that somebody began counts as given up, and another server may take it. Longer than one call may
    /// take with its repeats: a server renews it before each.
    pub lease_seconds: u64,
    /// How often a delivery is tried before it waits for staff.
    pub attempts: u32,
    /// Seconds between two looks at the outbox.
    pub poll_seconds: u64,
}

impl Default for UpstreamConfig {
    fn default() -> Self {
        Self {
            plain_http: Vec::new(),
            request_seconds: 20,
            budget_seconds: 30,
            repeats: 3,
            concurrency: 32,
            calls_per_minute: 0,
            rest_seconds: 10,
            observed_calls: 20,
            body_bytes: 16 * 1024 * 1024,
            lease_seconds: 60,
            attempts: 12,
            poll_seconds: 2,
        }
    }
}

impl UpstreamConfig {
    /// Whether a host may be called in the clear and in a private network.
    pub fn is_plain(&self, host: &str) -> bool {
        self.plain_http.iter().any(|known| known.eq_ignore_ascii_case(host))
    }

    pub(super) fn validate(&self) -> anyhow::Result<()> {
        ensure!(self.request_seconds > 0, "upstream.request_seconds must be positive");
        ensure!(self.budget_seconds > 0, "upstream.budget_seconds must be positive");
        ensure!(self.concurrency > 0, "upstream.concurrency must be positive");
        ensure!(self.observed_calls > 0, "upstream.observed_calls must be positive");
        ensure!(self.attempts > 0, "upstream.attempts must be positive");
        ensure!(self.poll_seconds > 0, "upstream.poll_seconds must be positive");
        ensure!(
            self.lease_seconds > self.budget_seconds,
            "upstream.lease_seconds must be longer than upstream.budget_seconds"
        );
        Ok(())
    }
}

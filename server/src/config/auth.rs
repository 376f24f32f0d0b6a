//! Passwords, sessions, tokens.

use anyhow::ensure;
use serde::{Deserialize, Serialize};

/// How people and programs prove who they are.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AuthConfig {
    /// Seconds that an access token is valid.
    pub access_seconds: i64,
    /// Seconds that a refresh token is valid when unused.
    pub refresh_seconds: i64,
    /// Seconds that a CareCloud user's bearer token is valid.
    pub vendor_user_seconds: i64,
    /// Argon2id memory in KiB.
    pub hash_memory_kib: u32,
    /// Argon2id passes.
    pub hash_passes: u32,
    /// Passwords hashed at the same time; each takes `hash_memory_kib`.
    pub hash_concurrency: usize,
    /// Seconds within which a customer's hand-over token must be redeemed.
    pub hand_over_seconds: i64,
    /// Failed logins of one login in a minute before further ones are refused; ten times as many from one address, behind which there may
    /// be many people.
    pub failures_per_minute: u32,
}

impl Default for AuthConfig {
    fn default() -> Self {
        Self {
            access_seconds: 300,
            refresh_seconds: 14 * 24 * 3600,
            vendor_user_seconds: 7 * 3600,
            hand_over_seconds: 600,
            // OWASP's first choice for Argon2id: 19 MiB, two passes, one lane.
            hash_memory_kib: 19 * 1024,
            hash_passes: 2,
            hash_concurrency: 2,
            failures_per_minute: 10,
        }
    }
}

impl AuthConfig {
    pub(super) fn validate(&self) -> anyhow::Result<()> {
        ensure!(self.access_seconds > 0, "auth.access_seconds must be positive");
        ensure!(self.refresh_seconds > self.access_seconds, "auth.refresh_seconds must exceed auth.access_seconds");
        ensure!(self.hand_over_seconds > 0, "auth.hand_over_seconds must be positive");
        ensure!(self.hash_concurrency > 0, "auth.hash_concurrency must be positive");
        ensure!(self.failures_per_minute > 0, "auth.failures_per_minute must be positive");
        Ok(())
    }
}

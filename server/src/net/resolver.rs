//! Names to addresses, without those that lie in a private network.

use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::is_public;
use crate::config::{NetConfig, UpstreamConfig};

/// Resolves with the system's resolver and leaves out private addresses. The client connects to what is left, so that a name cannot lead
/// elsewhere between the check and the call.
#[derive(Debug)]
pub(super) struct PublicOnly {
    config: NetConfig,
    upstream: UpstreamConfig,
}

/// Every address of a name is private.
#[derive(Debug, thiserror::Error)]
#[error("the name leads into a private network")]
pub(super) struct RefusedAddress;

impl PublicOnly {
    pub(super) fn new(config: &NetConfig, upstream: &UpstreamConfig) -> Self {
        Self { config: config.clone(), upstream: upstream.clone() }
    }
}

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let is_private = self.config.is_private(name.as_str()) || self.upstream.is_plain(name.as_str());
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let found: Vec<SocketAddr> = found.filter(|address| is_private || is_public(address.ip())).collect();
            if found.is_empty() {
                return Err(RefusedAddress.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

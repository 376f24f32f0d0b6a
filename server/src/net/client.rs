//! Where a request came from.

use std::net::IpAddr;

use http::HeaderMap;

use crate::config::HttpConfig;

/// The client's address: as a reverse proxy says when one is configured, else that of the connection, which is `peer`.
pub fn client_address(config: &HttpConfig, headers: &HeaderMap, peer: Option<IpAddr>) -> Option<IpAddr> {
    match &config.client_address_header {
        Some(name) => {
            let last = headers.get_all(name.as_str()).iter().next_back()?.to_str().ok()?.rsplit(',').next()?;
            last.trim().parse().ok()
        }
        None => peer,
    }
}

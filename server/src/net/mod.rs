//! The one HTTP client. Every call that the server makes to another goes through it.
//!
//! An address that stands in the data was written by somebody, so it is called only when its host is on the administrator's list
//! ([`crate::config::NetConfig`]), over TLS, and where its name leads to a public network: the addresses are checked after the name is
//! resolved and the connection is made to those very addresses. Hosts in a private network are listed apart. Redirects are answers,
//! not followed. Addresses may hold secrets in their query and are never logged.
//!
//! The address of a connection was written by an administrator, so every public host will do there; hosts in a private network and plain
//! `http` only where the operator lists them ([`crate::config::UpstreamConfig`]).

mod address;
mod client;
mod exporting;
mod outgoing;
mod resolver;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::Client;
use reqwest::redirect::Policy;
use url::{Host, Url};

use crate::config::{NetConfig, UpstreamConfig};
use crate::telemetry;
pub use client::client_address;
pub use exporting::Exporting;
pub use outgoing::{Answer, Outgoing};
use resolver::{PublicOnly, RefusedAddress};

/// Why a call was not made, or brought nothing.
#[derive(Debug, thiserror::Error)]
pub enum NetError {
    /// The host is on no list.
    #[error("the host {0} is not among those that may be called")]
    NotAllowed(String),
    /// It would go over the network in the clear.
    #[error("the host {0} may be called over https only")]
    NotSecure(String),
    /// The host's name leads into a private network.
    #[error("the host {0} lies in a private network")]
    Private(String),
    /// The answer is larger than is read.
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
    /// No answer in time.
    #[error("there was no answer in time")]
    TimedOut,
    /// No answer at all.
    #[error("the host cannot be reached")]
    Unreachable(#[source] reqwest::Error),
    /// The client could not be made.
    #[error("calls over https are not possible on this machine: {0}")]
    NoClient(String),
}

impl NetError {
    /// Whether the other side may have got the request, and acted on it.
    pub fn may_have_arrived(&self) -> bool {
        match self {
            Self::TooLarge(_) | Self::TimedOut => true,
            // Without a connection nothing was sent.
            Self::Unreachable(error) => !error.is_connect(),
            Self::NotAllowed(_) | Self::NotSecure(_) | Self::Private(_) | Self::NoClient(_) => false,
        }
    }
}

/// Who wrote an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    /// Somebody, in the data.
    InData,
    /// An administrator, for a connection.
    ByAdministrator,
}

/// The client.
#[derive(Debug)]
pub struct Net {
    config: NetConfig,
    upstream: UpstreamConfig,
    client: OnceLock<Result<Client, String>>,
}

impl Net {
    /// A client within the limits of the configuration. Nothing is opened before the first call.
    pub fn new(config: &NetConfig, upstream: &UpstreamConfig) -> Self {
        Self { config: config.clone(), upstream: upstream.clone(), client: OnceLock::new() }
    }

    /// Asks an address that stands in the data for JSON.
    ///
    /// # Errors
    /// The host may not be called, or no answer came within the limits. A status that says no is an answer.
    pub async fn get(&self, url: Url) -> Result<Answer, NetError> {
        let host = self.check(&url, Written::InData)?;
        let request = self.client()?.get(url).header("accept", "application/json");
        let limit = Duration::from_secs(self.config.request_seconds);
        self.exchange(request, &host, limit, self.config.body_bytes).await
    }

    /// Sends a request to the address of a connection, and waits no longer than `limit`.
    ///
    /// # Errors
    /// The host may not be called, or no answer came within the limits. A status that says no is an answer.
    pub async fn send(&self, outgoing: Outgoing, limit: Duration) -> Result<Answer, NetError> {
        let host = self.check(&outgoing.url, Written::ByAdministrator)?;
        let Outgoing { method, url, mut headers, body } = outgoing;
        telemetry::inject(&mut headers);
        let request = self.client()?.request(method, url).headers(headers).body(body);
        self.exchange(request, &host, limit, self.upstream.body_bytes).await
    }

    fn client(&self) -> Result<&Client, NetError> {
        let made = self.client.get_or_init(|| client(&self.config, &self.upstream)).as_ref();
        made.map_err(|error| NetError::NoClient(error.clone()))
    }

    async fn exchange(
        &self,
        request: reqwest::RequestBuilder,
        host: &str,
        limit: Duration,
        most: usize,
    ) -> Result<Answer, NetError> {
        let sent = request.timeout(limit).send().await;
        let mut response = sent.map_err(|error| failure(error, host))?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| failure(error, host))? {
            if body.len() + chunk.len() > most {
                return Err(NetError::TooLarge(most));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { status: response.status(), headers: response.headers().clone(), body: body.into() })
    }

    /// The host, when it may be called at this address.
    fn check(&self, url: &Url, written: Written) -> Result<String, NetError> {
        let host = url.host().ok_or_else(|| NetError::NotAllowed(String::new()))?;
        let name = host.to_string();
        let is_private = match written {
            Written::InData => self.config.is_private(&name),
            Written::ByAdministrator => self.config.is_private(&name) || self.upstream.is_plain(&name),
        };
        if written == Written::InData && !is_private && !self.config.is_allowed(&name) {
            return Err(NetError::NotAllowed(name));
        }
        match url.scheme() {
            "https" => {}
            "http" if is_private => {}
            "http" => return Err(NetError::NotSecure(name)),
            _ => return Err(NetError::NotAllowed(name)),
        }
        // An address in figures is not resolved, so it is checked here.
        let figures = match host {
            Host::Ipv4(address) => Some(address.into()),
            Host::Ipv6(address) => Some(address.into()),
            Host::Domain(_) => None,
        };
        if !is_private && figures.is_some_and(|address| !address::is_public(address)) {
            return Err(NetError::Private(name));
        }
        Ok(name)
    }
}

fn client(config: &NetConfig, upstream: &UpstreamConfig) -> Result<Client, String> {
    // Somebody else in the process may have chosen first; any choice will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .dns_resolver(Arc::new(PublicOnly::new(config, upstream)))
        .redirect(Policy::none())
        // A proxy would resolve names on its own.
        .no_proxy()
        .connect_timeout(Duration::from_secs(config.connect_seconds))
        // A small answer must not wait for the other side to acknowledge the request's last packet.
        .tcp_nodelay(true)
        .user_agent(concat!("onefold/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| error.to_string())
}

fn failure(error: reqwest::Error, host: &str) -> NetError {
    if error.is_timeout() {
        return NetError::TimedOut;
    }
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(cause) = source {
        if cause.is::<RefusedAddress>() {
            return NetError::Private(host.to_owned());
        }
        source = cause.source();
    }
    NetError::Unreachable(error.without_url())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn net() -> Net {
        Net::new(
            &NetConfig {
                hosts: vec!["crm.example.com".to_owned(), "127.0.0.1".to_owned(), "[::ffff:a00:1]".to_owned()],
                private_hosts: vec!["CRM.internal".to_owned()],
                ..NetConfig::default()
            },
            &UpstreamConfig { plain_http: vec!["127.0.0.2".to_owned()], ..UpstreamConfig::default() },
        )
    }

    fn told(text: &str) -> String {
        told_of(text, Written::InData)
    }

    fn told_of(text: &str, written: Written) -> String {
        net().check(&text.parse().expect("an address"), written).unwrap_or_else(|error| error.to_string())
    }

    #[test]
    fn a_connection_may_lead_to_every_public_host_and_to_private_ones_that_are_listed() {
        let told = |text| told_of(text, Written::ByAdministrator);
        assert_eq!(told("https://example.com/api"), "example.com");
        assert_eq!(told("http://example.com/"), "the host example.com may be called over https only");
        assert_eq!(told("http://127.0.0.2:8080/"), "127.0.0.2");
        assert_eq!(told("http://crm.internal/"), "crm.internal");
        assert_eq!(told("https://127.0.0.1/"), "the host 127.0.0.1 lies in a private network");
        assert_eq!(told("ftp://example.com/"), "the host example.com is not among those that may be called");
    }

    #[test]
    fn only_listed_hosts_are_called_and_public_ones_over_tls() {
        assert_eq!(told("https://crm.example.com/lookup?key=1"), "crm.example.com");
        assert_eq!(told("https://CRM.EXAMPLE.COM/"), "crm.example.com");
        assert_eq!(told("http://crm.internal/"), "crm.internal");
        assert_eq!(told("http://crm.example.com/"), "the host crm.example.com may be called over https only");
        assert_eq!(told("https://example.com/"), "the host example.com is not among those that may be called");
        assert_eq!(
            told("https://crm.example.com.evil.test/"),
            "the host crm.example.com.evil.test is not among those that may be called"
        );
        assert_eq!(
            told("https://crm.example.com@evil.test/"),
            "the host evil.test is not among those that may be called"
        );
        assert_eq!(told("file:///etc/passwd"), "the host  is not among those that may be called");
    }

    #[test]
    fn an_address_in_figures_must_be_public() {
        assert_eq!(told("https://127.0.0.1/"), "the host 127.0.0.1 lies in a private network");
        assert_eq!(told("https://2130706433/"), "the host 127.0.0.1 lies in a private network");
        assert_eq!(told("https://[::ffff:10.0.0.1]/"), "the host [::ffff:a00:1] lies in a private network");
    }
}

//! Sending traces to a collector, whose address the operator wrote: every host will do, in the clear too.

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use opentelemetry_http::{HttpClient, HttpError};
use reqwest::Client;
use reqwest::redirect::Policy;
use tokio::runtime::Handle;

/// Seconds until a batch must be taken.
const PATIENCE: Duration = Duration::from_secs(10);

/// A client for a thread that has no runtime: what it sends is sent by the one in which it was made.
#[derive(Clone, Debug)]
pub struct Exporting {
    client: Client,
    runtime: Handle,
}

impl Exporting {
    /// A client that works in the present runtime.
    ///
    /// # Errors
    /// There is no runtime, or no TLS on this machine.
    pub fn new() -> Result<Self, String> {
        let runtime = Handle::try_current().map_err(|error| error.to_string())?;
        // Somebody else in the process may have chosen first; any choice will do.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().redirect(Policy::none()).no_proxy().timeout(PATIENCE).build();
        Ok(Self { client: client.map_err(|error| error.to_string())?, runtime })
    }
}

#[async_trait]
impl HttpClient for Exporting {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let client = self.client.clone();
        let sent = self.runtime.spawn(async move {
            let (head, body) = request.into_parts();
            let request = client.request(head.method, head.uri.to_string()).headers(head.headers).body(body);
            let answer = request.send().await?;
            let status = answer.status();
            Ok::<_, reqwest::Error>((status, answer.bytes().await?))
        });
        let (status, body) = sent.await??;
        let mut response = Response::new(body);
        *response.status_mut() = status;
        Ok(response)
    }
}

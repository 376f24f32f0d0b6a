//! What is sent to another, and what comes back.

use http::{HeaderMap, Method, StatusCode};
use url::Url;

/// A request to be sent.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// The method.
    pub method: Method,
    /// The whole address.
    pub url: Url,
    /// Headers, with what shows who is calling.
    pub headers: HeaderMap,
    /// The body; empty when there is none.
    pub body: bytes::Bytes,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, whole.
    pub body: bytes::Bytes,
}

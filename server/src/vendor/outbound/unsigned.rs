//! A call before it shows who is calling.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::failure::Failure;

/// What happens when a call is made twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// It only reads.
    Reads,
    /// The second changes nothing: a replacement, an upsert, a removal.
    Harmless,
    /// It makes something anew each time, and the vendor cannot tell a repeat.
    Doubles,
}

impl Repeat {
    /// What the method says of it, where an operation says nothing else.
    pub fn of(method: &Method) -> Self {
        match *method {
            Method::GET | Method::HEAD => Self::Reads,
            Method::PUT | Method::DELETE => Self::Harmless,
            _ => Self::Doubles,
        }
    }

    /// The class whose outcomes are counted together: that a vendor's writes fail says little about its reads.
    pub fn is_read(self) -> bool {
        self == Self::Reads
    }
}

/// A call to be signed and sent.
#[derive(Clone, Debug)]
pub struct Unsigned {
    /// The operation's name, for logs and measurements.
    pub operation: &'static str,
    /// The method.
    pub method: Method,
    /// Scheme, host and what stands before the path.
    pub base: String,
    /// The path, encoded.
    pub path: String,
    /// The query string in order.
    pub query: Vec<(String, String)>,
    /// Headers without credentials.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// Whether it may be made twice.
    pub repeat: Repeat,
}

impl Unsigned {
    /// Puts a header on it that is not to be logged.
    ///
    /// # Errors
    /// The value holds what no header may.
    pub fn show(&mut self, name: HeaderName, value: &str) -> Result<(), Failure> {
        let value = HeaderValue::from_str(value);
        let mut value = value.map_err(|_| Failure::Unusable("a credential holds what no header may".to_owned()))?;
        value.set_sensitive(true);
        self.headers.insert(name, value);
        Ok(())
    }
}

/// A token that a vendor gave out.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// The token itself.
    pub text: String,
    /// Seconds for which it is good, when the vendor says so.
    pub seconds: Option<i64>,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(***)")
    }
}

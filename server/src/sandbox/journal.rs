//! The calls that came, so that a test can count their effects.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::request::Parts;
use entity::Timestamp;
use entity::connection::Vendor;
use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::operations::Named;

/// Bytes of bodies that are kept, all together, and calls; the oldest go first.
const BYTES: usize = 64 << 20;
const CALLS: usize = 100_000;

/// Headers that say who calls, whatever the vendor.
const SECRET: [&str; 2] = ["authorization", "cookie"];
const HIDDEN: &str = "***";

/// One call.
#[derive(Clone, Debug, Serialize)]
pub struct Call {
    /// Counted from 1, without gaps.
    pub number: u64,
    /// When, by the sandbox's clock.
    pub at: Timestamp,
    /// Whose API.
    pub vendor: Vendor,
    /// The operation's name; absent for a path or a method that the vendor does not have.
    pub operation: Option<&'static str>,
    /// The method.
    pub method: String,
    /// The path.
    pub path: String,
    /// The query's parameters; one that is repeated is a list.
    pub query: Map<String, Json>,
    /// The headers, in small letters.
    pub headers: BTreeMap<String, String>,
    /// The body: JSON where it is that, else the text; null where there is none.
    pub body: Json,
    /// What the mirror answered; where it was not asked, what the client was answered.
    pub status: Option<u16>,
    /// Whether the mirror was asked.
    pub performed: bool,
    /// What was done to it.
    pub faults: Vec<&'static str>,
}

/// The calls so far.
#[derive(Debug, Default)]
pub(super) struct Journal(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    calls: VecDeque<(Call, usize)>,
    bytes: usize,
    last: u64,
}

impl Call {
    pub(super) fn new(at: Timestamp, named: &Named, head: &Parts, body: &[u8]) -> Self {
        let shown = |name: &str, value: &str| {
            let is_secret = SECRET.contains(&name) || named.keys.iter().any(|key| key == name);
            if is_secret { HIDDEN.to_owned() } else { value.to_owned() }
        };
        let headers = head.headers.iter().map(|(name, value)| {
            (name.as_str().to_owned(), shown(name.as_str(), &String::from_utf8_lossy(value.as_bytes())))
        });
        let mut query = Map::new();
        for (name, value) in form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes()) {
            let value = Json::from(shown(&name.to_ascii_lowercase(), &value));
            match query.get_mut(name.as_ref()) {
                Some(Json::Array(several)) => several.push(value),
                Some(one) => *one = Json::Array(vec![one.take(), value]),
                None => drop(query.insert(name.into_owned(), value)),
            }
        }
        Self {
            number: 0,
            at,
            vendor: named.vendor,
            operation: named.operation,
            method: head.method.to_string(),
            path: head.uri.path().to_owned(),
            query,
            headers: headers.collect(),
            body: read(body),
            status: None,
            performed: false,
            faults: Vec::new(),
        }
    }
}

fn read(body: &[u8]) -> Json {
    if body.is_empty() {
        return Json::Null;
    }
    serde_json::from_slice(body).unwrap_or_else(|_| String::from_utf8_lossy(body).into_owned().into())
}

impl Journal {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a call down; `size` is that of its body.
    pub(super) fn record(&self, mut call: Call, size: usize) {
        let mut kept = self.kept();
        kept.last += 1;
        call.number = kept.last;
        kept.bytes += size;
        kept.calls.push_back((call, size));
        while kept.calls.len() > CALLS || kept.bytes > BYTES {
            let Some((_, size)) = kept.calls.pop_front() else { break };
            kept.bytes -= size;
        }
    }

    /// The calls with a higher number, oldest first.
    pub(super) fn after(&self, number: u64) -> Vec<Call> {
        let kept = self.kept();
        kept.calls.iter().map(|(call, _)| call).filter(|call| call.number > number).cloned().collect()
    }

    /// Forgets the calls; the numbers go on.
    pub(super) fn clear(&self) {
        let mut kept = self.kept();
        kept.calls.clear();
        kept.bytes = 0;
    }
}

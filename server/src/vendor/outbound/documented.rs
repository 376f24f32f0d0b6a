//! What is documented of the replies of each operation, and whether a reply is so.
//!
//! Every answer of a real vendor is looked at, whoever asked: a client of a mirror, the outbox, a reading, a login. The look happens in the
//! background of the call and says nothing to it.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, LazyLock};

use axum::http::StatusCode;
use entity::connection::{self, Vendor};
use serde_json::Value as Json;

use crate::app::App;
use crate::domain::drift::compare::{admits_nothing, differences, type_of};
use crate::domain::drift::{Difference, Replied, Sort};
use crate::net::Answer;
use crate::vendor::contract::{Dialect, Entry};
use crate::vendor::openapi::TRANSPORT;
use crate::vendor::{Visitor, visit};

/// Statuses and bodies of one operation.
#[derive(Debug)]
struct Documented {
    success: StatusCode,
    /// Of a success; absent where it has no body.
    body: Option<Json>,
    /// Whether a success may have no body although it is documented with one.
    may_be_empty: bool,
    refusals: BTreeSet<u16>,
    error: Json,
    went_well: fn(&Answer) -> bool,
}

/// By vendor and operation. Made once, when the first reply comes.
static ALL: LazyLock<HashMap<(Vendor, &'static str), Arc<Documented>>> = LazyLock::new(|| {
    #[derive(Default)]
    struct Collected(HashMap<(Vendor, &'static str), Arc<Documented>>);
    impl Visitor for Collected {
        fn vendor<D: Dialect>(&mut self, operations: fn() -> Vec<Entry<D>>) {
            for entry in operations() {
                // The same on another path is documented alike.
                self.0.entry((D::VENDOR, entry.name)).or_insert_with(|| Arc::new(Documented::of(&entry)));
            }
        }
    }
    let mut collected = Collected::default();
    visit(&mut collected);
    collected.0
});

/// Compares an answer with what is documented, in the background.
pub(super) fn compare(app: &App, connection: &connection::Model, operation: &'static str, answer: &Answer) {
    let replied =
        Replied { brand: connection.brand_id, connection: connection.id, operation, status: answer.status.as_u16() };
    let (vendor, answer, now) = (connection.vendor, answer.clone(), app.clock().now());
    let to = app.clone();
    app.sightings().compare(async move {
        let Some(documented) = ALL.get(&(vendor, operation)) else { return };
        let found = documented.differences(&answer);
        if !found.is_empty() {
            to.sightings().note(replied, found, now);
        }
    });
}

impl Documented {
    fn of<D: Dialect>(entry: &Entry<D>) -> Self {
        let (about, reply) = (D::about(), (entry.reply)());
        let may_be_empty = admits_nothing(&reply);
        let transport = TRANSPORT.iter().map(|(status, _)| *status);
        Self {
            success: entry.status,
            body: (about.envelope)(entry.status, reply),
            may_be_empty,
            refusals: about.refusals.iter().map(|(status, _)| *status).chain(transport).collect(),
            error: about.error,
            went_well: D::went_well,
        }
    }

    fn differences(&self, answer: &Answer) -> BTreeSet<Difference> {
        let status = answer.status;
        let is_empty = answer.body.trim_ascii().is_empty();
        // A result that may be nothing is answered without a body, which has a status of its own.
        if self.may_be_empty && is_empty && (status == self.success || status == StatusCode::NO_CONTENT) {
            return BTreeSet::new();
        }
        if status == self.success && (self.went_well)(answer) {
            return match &self.body {
                Some(schema) => of_body(schema, answer),
                None if is_empty => BTreeSet::new(),
                None => one(Sort::Body, "nothing".to_owned(), shape(answer)),
            };
        }
        if status != self.success && !self.refusals.contains(&status.as_u16()) {
            return one(Sort::Status, self.statuses(), status.as_u16().to_string());
        }
        // What HTTP itself answers has no body of the vendor's.
        if is_empty && TRANSPORT.iter().any(|(known, _)| *known == status.as_u16()) {
            return BTreeSet::new();
        }
        of_body(&self.error, answer)
    }

    fn statuses(&self) -> String {
        let all = std::iter::once(self.success.as_u16()).chain(self.refusals.iter().copied());
        all.map(|status| status.to_string()).collect::<Vec<_>>().join("|")
    }
}

fn of_body(schema: &Json, answer: &Answer) -> BTreeSet<Difference> {
    match serde_json::from_slice::<Json>(&answer.body) {
        Ok(body) => differences(schema, &body),
        Err(_) => one(Sort::Body, "json".to_owned(), shape(answer)),
    }
}

/// What a body is, without what it says.
fn shape(answer: &Answer) -> String {
    let body = answer.body.trim_ascii();
    let shape = match body.first() {
        None => "nothing",
        Some(b'<') => "markup",
        Some(_) => serde_json::from_slice::<Json>(body).map_or("text", |body| type_of(&body)),
    };
    shape.to_owned()
}

fn one(kind: Sort, expected: String, found: String) -> BTreeSet<Difference> {
    BTreeSet::from([Difference { kind, path: String::new(), expected, found }])
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn told(vendor: Vendor, operation: &'static str, status: u16, body: &str) -> Vec<String> {
        let answer = Answer {
            status: StatusCode::from_u16(status).expect("a status"),
            headers: http::HeaderMap::new(),
            body: Bytes::copy_from_slice(body.as_bytes()),
        };
        let documented = ALL.get(&(vendor, operation)).expect("an operation");
        let told = |d: Difference| format!("{:?} {}: {}", d.kind, d.path, d.found);
        documented.differences(&answer).into_iter().map(told).collect()
    }

    #[test]
    fn statuses_envelopes_and_refusals_are_looked_at() {
        let nothing = Vec::<String>::new();
        let (omnidesk, carecloud) = (Vendor::Omnidesk, Vendor::Carecloud);
        assert_eq!(told(omnidesk, "postCustomerIndex", 200, r#"{"type":"result","message":"m","id":1}"#), nothing);
        assert_eq!(told(omnidesk, "postCustomerIndex", 204, ""), nothing);
        assert_eq!(told(omnidesk, "postCustomerIndex", 200, "<html>"), ["Body : markup"]);
        assert_eq!(told(omnidesk, "postCustomerIndex", 418, ""), ["Status : 418"]);
        assert_eq!(told(omnidesk, "getCustomerItem", 204, ""), ["Status : 204"]);
        assert_eq!(told(omnidesk, "getCustomerItem", 400, r#"{"status":"error","message":"m"}"#), nothing);
        assert_eq!(
            told(omnidesk, "getCustomerItem", 400, r#"{"error":"m"}"#),
            ["Missing message: nothing", "Missing status: nothing", "Unknown error: string"]
        );
        assert_eq!(told(carecloud, "putCustomer", 204, ""), nothing);
        assert_eq!(told(carecloud, "putCustomer", 200, "{}"), ["Status : 200"]);
        assert_eq!(told(carecloud, "getCustomer", 504, ""), nothing);
        assert_eq!(told(carecloud, "getCustomer", 503, ""), ["Body : nothing"]);
        assert_eq!(told(Vendor::Customergauge, "putRecord", 200, ""), nothing);
        assert_eq!(told(Vendor::Customergauge, "putRecord", 200, "{}"), ["Body : object"]);
        let hidden = r#"{"message":"No.","result":false}"#;
        assert_eq!(told(Vendor::CustomerDatabaseApp, "addCustomer", 200, hidden), nothing);
    }

    #[test]
    fn every_operation_is_documented() {
        assert!(ALL.len() > 60, "{}", ALL.len());
    }
}

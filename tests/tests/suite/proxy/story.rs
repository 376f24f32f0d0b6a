//! Calls to a vendor through Onefold, one after the other, and what must hold after each.

use std::collections::BTreeSet;

use entity::connection::Vendor;
use onefold::vendor::contract::{Dialect, Entry};
use onefold::vendor::{Visitor, visit};
use onefold_tests::{Answer, Proxied};
use sea_orm::ActiveEnum;
use serde_json::{Value, json};

use super::tree;

/// Operations that Onefold answers itself: they concern the client's session here, which the vendor does not know.
const OWN: [&str; 3] = ["postUserLogin", "postToken", "issueToken"];
/// A field that no page has. What a vendor adds tomorrow must reach its clients.
const NEW: (&str, &str) = ("brand_new", "of tomorrow");

/// The calls so far.
pub(super) struct Story {
    pub(super) at: Proxied,
    of: Vendor,
    /// Where in an answer a new field is put.
    within: &'static str,
    told: BTreeSet<&'static str>,
}

/// How a call went.
pub(super) struct Told {
    /// What the client got.
    pub(super) answer: Answer,
    /// Calls that the vendor got.
    pub(super) calls: usize,
}

impl Story {
    /// Begins with nobody in either store.
    pub(super) async fn of(of: Vendor, within: &'static str) -> Self {
        Self { at: Proxied::start().await, of, within, told: BTreeSet::new() }
    }

    /// Continues with what is there.
    pub(super) fn with(at: Proxied, of: Vendor, within: &'static str) -> Self {
        Self { at, of, within, told: BTreeSet::new() }
    }

    /// Sends JSON, which every vendor reads; the answer must be the vendor's, and both stores agree afterwards.
    pub(super) async fn tell(&mut self, method: &str, path: &str, body: Value) -> Value {
        let told = self.send(method, path, "application/json", &body_of(&body)).await;
        self.agrees(&format!("{method} {path}")).await;
        assert_eq!(told.calls, 1, "{method} {path} is one call there too");
        if told.answer.body.is_empty() { Value::Null } else { told.answer.json() }
    }

    /// The same where the stores need not agree afterwards.
    pub(super) async fn ask(&mut self, method: &str, path: &str, body: Value) -> Value {
        let told = self.send(method, path, "application/json", &body_of(&body)).await;
        if told.answer.body.is_empty() { Value::Null } else { told.answer.json() }
    }

    /// Sends a body through Onefold and compares what the client got with what the vendor answered.
    pub(super) async fn send(&mut self, method: &str, path: &str, kind: &str, body: &str) -> Told {
        self.begin();
        let answer = self.at.call(self.of, method, path, kind, body).await;
        self.sent(method, path, answer)
    }

    /// Sends a call with a device's token.
    pub(super) async fn of_device(&mut self, token: &str, method: &str, path: &str, body: Value) -> Told {
        self.begin();
        let answer = self.at.of_device(token, method, path, &body).await;
        self.sent(method, path, answer)
    }

    fn begin(&self) {
        self.at.vendor.clear_calls();
        let pointer = format!("{}/{}", self.within, NEW.0);
        let rules = json!([{ "fault": { "add_field": { "pointer": pointer, "value": NEW.1 } } }]);
        self.at.vendor.set_faults(rules).expect("a script");
    }

    fn sent(&mut self, method: &str, path: &str, answer: Answer) -> Told {
        self.at.vendor.clear_faults();
        assert!(answer.status.is_success(), "{method} {path}: {} {}", answer.status, answer.body);
        let calls = self.at.vendor.calls(Some(self.of));
        // The connection may have had to log in first, and a device to get its token.
        let meant: Vec<_> = calls.iter().filter(|call| !OWN.contains(&call.operation.unwrap_or_default())).collect();
        assert!(!meant.is_empty(), "{method} {path} did not reach the vendor");
        assert_eq!(meant[0].status, Some(answer.status.as_u16()), "{method} {path}: the status is the vendor's");
        self.told.extend(meant[0].operation);
        if let Ok(body) = serde_json::from_str::<Value>(&answer.body)
            && body.pointer(self.within).is_some_and(Value::is_object)
        {
            let new = body.pointer(&format!("{}/{}", self.within, NEW.0));
            assert_eq!(new, Some(&json!(NEW.1)), "{method} {path}: what is unknown passes, in {body}");
        }
        let calls = meant.len();
        Told { answer, calls }
    }

    /// Both stores say the same.
    pub(super) async fn agrees(&self, after: &str) {
        let (own, vendors) = tree::trees(&self.at).await;
        let found = tree::differences(&own, &vendors);
        assert!(found.is_empty(), "after {after} the stores differ:\n{}", found.join("\n"));
    }

    /// Both stores say the same of what this vendor knows.
    pub(super) async fn agrees_on_its_own(&self, after: &str) {
        let (own, vendors) = tree::trees(&self.at).await;
        let vendor = self.of.to_value().to_uppercase();
        let (own, vendors) = (tree::of_vendor(&own, &vendor), tree::of_vendor(&vendors, &vendor));
        assert!(vendors.as_object().is_some_and(|all| !all.is_empty()), "the vendor knows nobody");
        let found = tree::differences(&own, &vendors);
        assert!(found.is_empty(), "after {after} the stores differ:\n{}", found.join("\n"));
    }

    /// Every operation of the vendor was called, so that a new one must be added here.
    pub(super) fn covers(&self, but: &[&str]) {
        let missing: Vec<&str> = operations(self.of)
            .into_iter()
            .filter(|name| !self.told.contains(name) && !OWN.contains(name) && !but.contains(name))
            .collect();
        assert!(missing.is_empty(), "nothing tells of {missing:?} in proxy mode");
        let needless: Vec<&&str> = but.iter().filter(|name| self.told.contains(**name)).collect();
        assert!(needless.is_empty(), "{needless:?} is told of");
    }
}

fn body_of(body: &Value) -> String {
    if body.is_null() { String::new() } else { body.to_string() }
}

/// The names of a vendor's operations.
fn operations(of: Vendor) -> BTreeSet<&'static str> {
    struct Names(Vendor, BTreeSet<&'static str>);
    impl Visitor for Names {
        fn vendor<D: Dialect>(&mut self, operations: fn() -> Vec<Entry<D>>) {
            if D::VENDOR == self.0 {
                self.1.extend(operations().iter().map(|operation| operation.name));
            }
        }
    }
    let mut names = Names(of, BTreeSet::new());
    visit(&mut names);
    names.1
}

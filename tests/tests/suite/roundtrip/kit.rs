//! One trip after the other through the graph, and what must hold after each.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use entity::connection::Vendor;
use onefold::job::outbox;
use onefold_tests::Proxied;
use sea_orm::ActiveEnum;
use serde_json::{Map, Value, json};

use super::table::called;
use crate::proxy::tree;

const CREATE: &str = "mutation($input: CustomerInput!, $at: ID, $external: String) {
    createCustomer(input: $input, connectionId: $at, externalId: $external) {
        customer { id sources { nodes { id vendor } } } problems { path message }
    }
}";
const READ: &str = "query($id: ID!) { customer(id: $id, freshness: { demandFresh: true, budgetMilliseconds: 20000 }) {
    id sources { nodes { id vendor vendorId } } channels(first: 50) { nodes { id kind address } }
} }";

/// The trips so far.
pub(super) struct Trip {
    pub(super) at: Proxied,
    of: Vendor,
    made: BTreeSet<&'static str>,
}

/// Somebody, by the ids of the graph: the customer and the record at the vendor.
#[derive(Clone, Debug)]
pub(super) struct Somebody {
    pub(super) customer: Value,
    pub(super) record: Value,
}

impl Somebody {
    /// An input about them.
    pub(super) fn with(&self, more: Value) -> Value {
        let mut input = json!({ "customerId": self.customer, "sourceRecordId": self.record });
        input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        json!({ "input": input })
    }
}

impl Trip {
    /// Begins with nobody in either store.
    pub(super) async fn to(of: Vendor) -> Self {
        Self::with(Proxied::start().await, of)
    }

    /// Begins with what is there.
    pub(super) fn with(at: Proxied, of: Vendor) -> Self {
        Self { at, of, made: BTreeSet::new() }
    }

    /// The vendor as the graph names it.
    fn vendor(&self) -> String {
        self.of.to_value().to_uppercase()
    }

    /// Creates somebody at the vendor, who hears of it by this operation.
    pub(super) async fn creates(&mut self, external: Option<&str>, input: Value, operations: &[&str]) -> Somebody {
        let data = self.at.app.data("{ connections { id vendor } }", json!({})).await;
        let all = data["connections"].as_array().expect("connections").clone();
        let at = all.into_iter().find(|one| one["vendor"] == self.vendor()).expect("a connection")["id"].clone();
        let variables = json!({ "input": input, "at": at, "external": external });
        let made = self.writes(CREATE, variables, operations).await;
        self.somebody(&made["customer"])
    }

    /// Who a customer of the graph is at the vendor.
    pub(super) fn somebody(&self, customer: &Value) -> Somebody {
        let sources = customer["sources"]["nodes"].as_array().expect("sources").iter();
        let own = sources.clone().find(|source| source["vendor"] == self.vendor());
        let record = own.unwrap_or_else(|| panic!("no record at the vendor: {customer:#}"))["id"].clone();
        Somebody { customer: customer["id"].clone(), record }
    }

    /// Runs a mutation that must break no rule; nothing but these operations reaches the vendor, in this order, when the outbox is emptied.
    pub(super) async fn writes(&mut self, mutation: &str, variables: Value, operations: &[&str]) -> Value {
        self.at.vendor.clear_calls();
        let payload = self.mutates(mutation, variables).await;
        assert_eq!(self.called(), [""; 0], "a mutation does not wait for the vendor");
        self.deliver().await;
        self.reached(operations);
        for delivery in self.deliveries().await {
            assert_eq!(delivery["state"], "DELIVERED", "{delivery:#}");
            assert_eq!(delivery["suspectedRepeats"], 0, "{delivery:#}");
        }
        payload
    }

    /// Runs a mutation that asks the vendor on the spot by these operations.
    pub(super) async fn asks(&mut self, mutation: &str, variables: Value, operations: &[&str]) -> Value {
        self.at.vendor.clear_calls();
        let data = self.at.app.data(mutation, variables).await;
        self.reached(operations);
        let (_, payload) = data.as_object().and_then(|data| data.iter().next()).expect("a payload");
        payload.clone()
    }

    /// Reads a customer anew, which must be these operations and bring every part.
    pub(super) async fn reads(&mut self, somebody: &Somebody, operations: &[&str]) -> Value {
        self.at.vendor.clear_calls();
        let answer = self.at.app.graphql(READ, json!({ "id": somebody.customer })).await;
        assert!(answer.get("errors").is_none(), "{answer:#}");
        let told = &answer["extensions"]["freshness"][0];
        assert_eq!((&told["state"], &told["missing"]), (&json!("LIVE"), &json!([])), "{answer:#}");
        self.reached(operations);
        answer["data"]["customer"].clone()
    }

    async fn mutates(&self, mutation: &str, variables: Value) -> Value {
        let data = self.at.app.data(mutation, variables).await;
        let (_, payload) = data.as_object().and_then(|data| data.iter().next()).expect("a payload");
        assert_eq!(payload["problems"], json!([]), "{payload:#}");
        payload.clone()
    }

    /// Empties the outbox as far as the vendor lets it.
    pub(super) async fn deliver(&self) {
        while outbox::round(&self.at.app.app).await.expect("a round") > 0 {}
    }

    /// Creates somebody whose creation is carried out there and whose answer is lost: before it is repeated, the vendor is asked by this
    /// operation, and nobody is made twice.
    pub(super) async fn loses_an_answer(
        &mut self,
        external: Option<&str>,
        input: Value,
        creates: &str,
        looks_up: &'static str,
    ) -> Somebody {
        let rules = json!([{ "operation": creates, "times": 1, "fault": { "lost_answer": {} } }]);
        self.at.vendor.set_faults(rules).expect("a script");
        let data = self.at.app.data("{ connections { id vendor } }", json!({})).await;
        let all = data["connections"].as_array().expect("connections").clone();
        let at = all.into_iter().find(|one| one["vendor"] == self.vendor()).expect("a connection")["id"].clone();
        let made = self.mutates(CREATE, json!({ "input": input, "at": at, "external": external })).await;
        self.at.vendor.clear_calls();
        self.deliver().await;
        self.wait();
        self.deliver().await;
        self.at.vendor.clear_faults();
        self.reached(&[creates, looks_up]);
        let last = self.deliveries().await;
        let last = last.first().expect("a delivery");
        assert_eq!((&last["state"], &last["suspectedRepeats"]), (&json!("DELIVERED"), &json!(0)), "{last:#}");
        self.somebody(&made["customer"])
    }

    /// Lets the time pass after which a delivery is tried again.
    fn wait(&self) {
        let clock = self.at.app.app.clock();
        let now: chrono::DateTime<chrono::Utc> = clock.now().into();
        clock.set((now + TimeDelta::seconds(1200)).into());
    }

    /// What the outbox holds, newest first.
    async fn deliveries(&self) -> Vec<Value> {
        let query = "{ deliveries(first: 100) { nodes { id change state suspectedRepeats lastError losses } } }";
        let data = self.at.app.data(query, json!({})).await;
        data["deliveries"]["nodes"].as_array().expect("deliveries").clone()
    }

    /// Operations that the vendor was asked since, but for logins of the connection.
    pub(super) fn called(&self) -> Vec<&'static str> {
        let calls = self.at.vendor.calls(Some(self.of)).into_iter().filter_map(|call| call.operation);
        calls.filter(|name| !["postUserLogin", "issueToken"].contains(name)).collect()
    }

    fn reached(&mut self, operations: &[&str]) {
        let called = self.called();
        assert_eq!(called, operations);
        self.made.extend(called);
    }

    /// What either store says of the vendor's customers whom Onefold knows.
    async fn both(&self) -> (Value, Value) {
        let (own, theirs) = tree::trees(&self.at).await;
        let (own, theirs) = (tree::of_vendor(&own, &self.vendor()), tree::of_vendor(&theirs, &self.vendor()));
        let known = |all: &Value| -> Map<String, Value> { all.as_object().cloned().unwrap_or_default() };
        let (own, mut theirs) = (known(&own), known(&theirs));
        theirs.retain(|id, _| own.contains_key(id));
        (own.into(), theirs.into())
    }

    /// Both stores say the same of everybody whom Onefold knows at the vendor.
    pub(super) async fn agrees(&self, after: &str) {
        self.agrees_but(after, &[]).await;
    }

    /// The same but for these fields, which the vendor does not keep, or only it.
    pub(super) async fn agrees_but(&self, after: &str, but: &[&str]) {
        let (own, theirs) = self.both().await;
        assert!(own.as_object().is_some_and(|all| !all.is_empty()), "after {after} Onefold knows nobody at the vendor");
        let found: Vec<String> = tree::differences(&own, &theirs)
            .into_iter()
            .filter(|line| !but.iter().any(|field| line.split(": ").next().is_some_and(|at| at.ends_with(field))))
            .collect();
        assert!(found.is_empty(), "after {after} the stores differ:\n{}", found.join("\n"));
    }

    /// Every operation that the graph comes to call was called, so that a new one must be added here.
    pub(super) fn covers(&self) {
        let missing: Vec<_> = called(self.of).into_iter().filter(|name| !self.made.contains(name)).collect();
        assert!(missing.is_empty(), "no trip was made by {missing:?}");
    }
}

//! Changes made in the graph reach the real vendors, played by a sandbox over real HTTP.

mod customer_database_app;
mod failures;
mod fairness;
mod loyalty;
mod omnidesk;
mod plans;
mod scores;

use chrono::TimeDelta;
use entity::connection::Vendor;
use onefold::job::outbox;
use onefold_tests::Proxied;
use serde_json::{Value, json};

/// The id of a connection in the graph.
async fn connection(proxied: &Proxied, of: &str) -> Value {
    let data = proxied.app.data("{ connections { id vendor } }", json!({})).await;
    let all = data["connections"].as_array().expect("connections").clone();
    all.into_iter().find(|one| one["vendor"] == of).expect("a connection")["id"].clone()
}

const CREATE: &str = "mutation($input: CustomerInput!, $at: ID, $external: String) {
    createCustomer(input: $input, connectionId: $at, externalId: $external) {
        customer { id sources { nodes { id vendorId } } } problems { path message }
    }
}";

/// Somebody who was created at an account through the graph: the customer's id and the record's.
struct Made {
    customer: Value,
    record: Value,
}

async fn create(proxied: &Proxied, at: &str, external: Option<&str>, input: Value) -> Made {
    let at = connection(proxied, at).await;
    let data = proxied.app.data(CREATE, json!({ "input": input, "at": at, "external": external })).await;
    let made = &data["createCustomer"];
    assert_eq!(made["problems"], json!([]), "{made:#}");
    let customer = &made["customer"];
    Made { customer: customer["id"].clone(), record: customer["sources"]["nodes"][0]["id"].clone() }
}

/// Delivers until nothing moves.
async fn deliver(proxied: &Proxied) {
    while outbox::round(&proxied.app.app).await.expect("a round") > 0 {}
}

/// Lets the time pass after which a delivery is tried again.
fn wait(proxied: &Proxied) {
    let clock = proxied.app.app.clock();
    let now: chrono::DateTime<chrono::Utc> = clock.now().into();
    clock.set((now + TimeDelta::seconds(1200)).into());
}

/// What the outbox holds, oldest first.
async fn deliveries(proxied: &Proxied) -> Vec<Value> {
    let query = "{ deliveries(last: 100) { nodes { id change state attempts suspectedRepeats lastError losses
        calls { operation } history { operation status error } } } }";
    let data = proxied.app.data(query, json!({})).await;
    let mut nodes = data["deliveries"]["nodes"].as_array().expect("deliveries").clone();
    nodes.reverse();
    nodes
}

/// Operations that a vendor was asked, in order.
fn asked(proxied: &Proxied, of: Vendor) -> Vec<&'static str> {
    let calls = proxied.vendor.calls(Some(of));
    calls.into_iter().filter_map(|call| call.operation).filter(|name| *name != "postUserLogin").collect()
}

/// Runs a mutation that must break no rule.
async fn mutate(proxied: &Proxied, mutation: &str, variables: Value) -> Value {
    let data = proxied.app.data(mutation, variables).await;
    let (_, payload) = data.as_object().and_then(|data| data.iter().next()).expect("a payload");
    assert_eq!(payload["problems"], json!([]), "{payload:#}");
    payload.clone()
}

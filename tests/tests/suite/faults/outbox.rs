//! Changes made in the graph.

use std::time::Instant;

use onefold::job::outbox;
use onefold_tests::Proxied;
use serde_json::{Value, json};

use super::vendors::{CARECLOUD, CUSTOMERGAUGE, CUSTOMERSCORE, DATABASE_APP, OMNIDESK, Repeat, Tried};
use super::{Fault, begin, carried_out, end, faults, in_time, start, wait};

/// Rounds in which everything must get through when the vendor is well again.
const ROUNDS: usize = 4;

/// Tries what is due until nothing moves. How long one try may take is what is looked at.
async fn rounds(proxied: &Proxied, what: &str) {
    loop {
        let began = Instant::now();
        let moved = outbox::round(&proxied.app.app).await.expect("a round");
        in_time(began, what);
        if moved == 0 {
            return;
        }
    }
}

/// The latest delivery.
async fn latest(proxied: &Proxied) -> Value {
    let query =
        "{ deliveries(first: 1) { nodes { id state suspectedRepeats lastError history { status error endedAt } } } }";
    proxied.app.data(query, json!({})).await["deliveries"]["nodes"][0].clone()
}

async fn replay(proxied: &Proxied, delivery: &Value) {
    let mutation = "mutation($id: ID!) { replayDelivery(id: $id) { problems { path message } } }";
    let data = proxied.app.data(mutation, json!({ "id": delivery["id"] })).await;
    assert_eq!(data["replayDelivery"]["problems"], json!([]), "{data:#}");
}

async fn is_delivered_whatever_happens(tried: &Tried) {
    let proxied = start().await;
    for (at, fault) in faults(tried.field).iter().enumerate() {
        one(&proxied, tried, fault, &format!("ann-{at}")).await;
    }
}

async fn one(proxied: &Proxied, tried: &Tried, fault: &Fault, who: &str) {
    let what = format!("{} at {}", fault.name, tried.name);
    begin(proxied, tried.vendor, tried.operation, fault);
    tried.change(proxied, who).await;
    rounds(proxied, &what).await;
    end(proxied, fault).await;
    for _ in 0..ROUNDS {
        let delivery = latest(proxied).await;
        if delivery["state"] == "DEAD" {
            replay(proxied, &delivery).await;
        }
        wait(proxied);
        rounds(proxied, &what).await;
    }
    let delivery = latest(proxied).await;
    assert_eq!(delivery["state"], "DELIVERED", "{what}: {delivery:#}");
    let (suspected, there) = (&delivery["suspectedRepeats"], carried_out(proxied, tried.vendor, tried.operation));
    let suspected = usize::try_from(suspected.as_u64().expect("a number")).expect("a number");
    let by_vendor = if fault.doubles { there / 2 } else { 0 };
    assert!(there >= 1, "{what}: it is lost: {delivery:#}");
    match tried.repeat {
        Repeat::Harmless => assert_eq!(suspected, 0, "{what}: {delivery:#}"),
        Repeat::Told => {
            assert_eq!((there - by_vendor, suspected), (1, 0), "{what}: {delivery:#}");
        }
        Repeat::Doubles => {
            assert!(there - by_vendor <= 1 + suspected, "{what}: {there} times there: {delivery:#}");
            assert!(suspected <= 1, "{what}: it happened to one call: {delivery:#}");
        }
    }
}

#[tokio::test]
async fn omnidesk() {
    is_delivered_whatever_happens(&OMNIDESK).await;
}

#[tokio::test]
async fn carecloud() {
    is_delivered_whatever_happens(&CARECLOUD).await;
}

#[tokio::test]
async fn customer_database_app() {
    is_delivered_whatever_happens(&DATABASE_APP).await;
}

#[tokio::test]
async fn customerscore() {
    is_delivered_whatever_happens(&CUSTOMERSCORE).await;
}

#[tokio::test]
async fn customergauge() {
    is_delivered_whatever_happens(&CUSTOMERGAUGE).await;
}

//! Every fault of the sandbox at every vendor: for a change made in the graph, and for a client's call that is forwarded.
//!
//! A fault lasts until it is ended. Meanwhile nothing takes longer than the budget; afterwards everything is delivered, and nothing is there
//! twice that could have been told, or without a word.

mod forwarded;
mod outbox;
mod vendors;

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use entity::connection::Vendor;
use onefold_tests::Proxied;
use serde_json::{Value, json};

/// Seconds until one call must be answered, and all calls with their repeats.
const REQUEST: u64 = 1;
const BUDGET: u64 = 2;
/// What a loaded machine may add.
const SLACK: Duration = Duration::from_secs(4);

/// A fault: its name, what is scripted, and whether the sandbox performs the call twice because of it.
struct Fault {
    name: &'static str,
    script: Value,
    doubles: bool,
}

/// All of them; `field` is one of the request that the vendor can do without.
fn faults(field: &str) -> Vec<Fault> {
    let fault = |name, script| Fault { name, script, doubles: false };
    vec![
        fault("latency", json!({ "latency": { "ms": 1500 } })),
        fault("429", json!({ "status": { "status": 429, "headers": { "Retry-After": "1" } } })),
        fault("490", json!({ "status": { "status": 490 } })),
        fault("500", json!({ "status": { "status": 500 } })),
        fault("500 and done", json!({ "status": { "status": 500, "after_performing": true } })),
        fault("503", json!({ "status": { "status": 503 } })),
        fault("expired token", json!("expired_token")),
        fault("cut body", json!({ "cut_body": {} })),
        fault("no JSON", json!({ "not_json": { "status": 200 } })),
        fault("field lost", json!({ "drop_field": { "in": "request", "pointer": field } })),
        Fault { name: "duplicate", script: json!("duplicate"), doubles: true },
        fault("hang", json!({ "hang": { "ms": 5000 } })),
        fault("reset", json!("reset")),
        fault("lost answer", json!("lost_answer")),
    ]
}

async fn start() -> Proxied {
    Proxied::start_with(
        |options| options.customers = Some(0),
        |config| {
            (config.upstream.request_seconds, config.upstream.budget_seconds) = (REQUEST, BUDGET);
            config.upstream.repeats = 1;
            // Whether a vendor is left alone is another subject.
            config.upstream.observed_calls = 10_000;
        },
    )
    .await
}

/// Begins a fault, and forgets the calls before it.
fn begin(proxied: &Proxied, of: Vendor, operation: &str, fault: &Fault) {
    proxied.vendor.clear_calls();
    let rule = json!({ "vendor": of, "operation": operation, "fault": fault.script });
    proxied.vendor.set_faults(json!([rule])).expect("a script");
}

/// Ends it; what the vendor is still at comes to its end.
async fn end(proxied: &Proxied, fault: &Fault) {
    proxied.vendor.clear_faults();
    if fault.name == "latency" {
        tokio::time::sleep(Duration::from_millis(1600)).await;
    }
}

/// Calls of an operation that the vendor carried out.
fn carried_out(proxied: &Proxied, of: Vendor, operation: &str) -> usize {
    let calls = proxied.vendor.calls(Some(of)).into_iter();
    calls
        .filter(|call| call.operation == Some(operation))
        .filter(|call| call.status.is_some_and(|status| (200..300).contains(&status)))
        .count()
}

/// Lets the time pass after which a delivery is tried again.
fn wait(proxied: &Proxied) {
    let clock = proxied.app.app.clock();
    let now: chrono::DateTime<chrono::Utc> = clock.now().into();
    clock.set((now + TimeDelta::seconds(1200)).into());
}

fn in_time(began: Instant, what: &str) {
    let most = Duration::from_secs(BUDGET) + SLACK;
    assert!(began.elapsed() < most, "{what} takes {:?}", began.elapsed());
}

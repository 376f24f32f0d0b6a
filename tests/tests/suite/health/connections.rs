//! The health of connections in the graph and in `/health/ready`.

use entity::connection::Vendor;
use onefold::domain::account::Permission;
use onefold_tests::{Proxied, TestApp, request};
use serde_json::{Value, json};

const HEALTH: &str = "{ connections { vendor mode health {
    reads writes calls errorRate p50Millis p95Millis p99Millis lastSuccess lastFailure lastFailureReason
    underWay concurrency callsLastMinute callsPerMinute outboxPending outboxDead outboxOldest
} } }";

async fn health(proxied: &Proxied, of: &str) -> Value {
    let data = proxied.app.data(HEALTH, json!({})).await;
    let all = data["connections"].as_array().expect("connections").clone();
    all.into_iter().find(|one| one["vendor"] == of).expect("a connection")["health"].clone()
}

async fn index(proxied: &Proxied) -> u16 {
    proxied.json(Vendor::Omnidesk, "GET", "/api/v2/customer", &Value::Null).await.status.as_u16()
}

#[tokio::test]
async fn a_connection_tells_of_its_latest_calls() {
    let proxied = Proxied::start_with(
        |_| {},
        |config| {
            config.upstream.repeats = 0;
            config.upstream.concurrency = 7;
            config.upstream.calls_per_minute = 600;
        },
    )
    .await;
    // Making the connections took its time.
    proxied.app.app.clock().set(onefold_tests::NOW.parse().expect("an instant"));
    let before = health(&proxied, "OMNIDESK").await;
    assert_eq!(
        (&before["calls"], &before["reads"], &before["lastSuccess"]),
        (&json!(0), &json!("CLOSED"), &Value::Null)
    );
    assert_eq!((&before["concurrency"], &before["callsPerMinute"]), (&json!(7), &json!(600)));
    for _ in 0..3 {
        assert_eq!(index(&proxied).await, 200);
    }
    let fault = json!([{ "vendor": "omnidesk", "times": 1, "fault": { "status": { "status": 500 } } }]);
    proxied.vendor.set_faults(fault).expect("a script");
    assert_eq!(index(&proxied).await, 500);
    let after = health(&proxied, "OMNIDESK").await;
    assert_eq!((&after["calls"], &after["errorRate"], &after["callsLastMinute"]), (&json!(4), &json!(0.25), &json!(4)));
    assert_eq!(after["lastSuccess"], "2026-03-01T09:00:00Z");
    assert_eq!(after["lastFailure"], "2026-03-01T09:00:00Z");
    assert_eq!(after["lastFailureReason"], "the vendor answers 500");
    let millis = |name: &str| after[name].as_f64().expect("a number");
    assert!(millis("p50Millis") > 0.0 && millis("p50Millis") <= millis("p95Millis"));
    assert!(millis("p95Millis") <= millis("p99Millis") && millis("p99Millis") < 5000.0);
    assert_eq!(after["underWay"], 0);
    let own = health(&proxied, "ONEFOLD").await;
    assert_eq!(own, Value::Null);
}

#[tokio::test]
async fn an_open_breaker_and_a_full_outbox_are_told() {
    let proxied = Proxied::start_with(
        |_| {},
        |config| {
            config.upstream.repeats = 0;
            config.upstream.observed_calls = 4;
            config.upstream.rest_seconds = 60;
        },
    )
    .await;
    proxied.app.app.clock().set(onefold_tests::NOW.parse().expect("an instant"));
    let down = json!([{ "vendor": "omnidesk", "fault": { "status": { "status": 503 } } }]);
    proxied.vendor.set_faults(down).expect("a script");
    for _ in 0..8 {
        index(&proxied).await;
    }
    assert_eq!(index(&proxied).await, 503);
    let data = proxied.app.data("{ connections { id vendor } }", json!({})).await;
    let all = data["connections"].as_array().expect("connections").clone();
    let at = all.into_iter().find(|one| one["vendor"] == "OMNIDESK").expect("a connection")["id"].clone();
    for external in ["7", "8"] {
        let create = "mutation($at: ID, $external: String) {
            createCustomer(input: { firstName: \"Ann\" }, connectionId: $at, externalId: $external) { problems { message } } }";
        proxied.app.data(create, json!({ "at": at, "external": external })).await;
    }
    proxied.app.app.clock().advance(90);
    let now = health(&proxied, "OMNIDESK").await;
    assert_eq!((&now["reads"], &now["writes"]), (&json!("OPEN"), &json!("CLOSED")));
    assert_eq!((&now["outboxPending"], &now["outboxDead"]), (&json!(2), &json!(0)));
    assert_eq!(now["outboxOldest"], "2026-03-01T09:00:00Z");
    assert_eq!(health(&proxied, "CARECLOUD").await["reads"], "CLOSED", "the others are well");

    let ready = proxied.app.send(request("GET", "/health/ready", &[], "")).await;
    assert_eq!(ready.status, 200);
    let told = ready.json();
    assert_eq!(told["status"], "ready");
    let of = |vendor: &str| {
        let all = told["connections"].as_array().expect("connections").iter();
        all.clone().find(|one| one["vendor"] == vendor).unwrap_or_else(|| panic!("{told:#}")).clone()
    };
    assert_eq!(
        of("omnidesk"),
        json!({
            "vendor": "omnidesk", "mode": "proxy", "reads": "open", "writes": "closed",
            "last_success_seconds": null, "last_failure_seconds": 90, "outbox_oldest_seconds": 90,
        })
    );
    for hidden in ["127.0.0.1", "503", "Ann", "upstream"] {
        assert!(!ready.body.contains(hidden), "{hidden} in {}", ready.body);
    }
}

#[tokio::test]
async fn what_waits_for_all_connections_is_one_statement() {
    let app = TestApp::start().await;
    for of in [Vendor::Omnidesk, Vendor::Carecloud, Vendor::Customerscore] {
        onefold::domain::connection::service::ensure(&app.app, &app.brand, of).await.expect("a connection");
    }
    let count = async |query: &str| {
        let before = app.statements();
        app.data(query, json!({})).await;
        app.statements() - before
    };
    let plain = count("{ connections { vendor } }").await;
    assert_eq!(count("{ connections { vendor health { outboxPending reads } } }").await, plain + 1);
}

#[tokio::test]
async fn only_administrators_see_the_health_of_connections() {
    let app = TestApp::start().await;
    let reader = app.key_with(&[Permission::CustomerRead]).await;
    let answer = app.graphql_as(&reader, HEALTH, json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN");
}

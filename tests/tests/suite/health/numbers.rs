//! `/metrics`.

use entity::connection::Vendor;
use onefold::domain::account::Permission;
use onefold_tests::{Answer, Proxied, TestApp, request};
use serde_json::{Value, json};

async fn metrics(app: &TestApp, key: Option<&str>) -> Answer {
    let bearer = key.map(|key| format!("Bearer {key}"));
    let headers: Vec<(&str, &str)> = bearer.iter().map(|bearer| ("authorization", bearer.as_str())).collect();
    app.send(request("GET", "/metrics", &headers, "")).await
}

/// The value of the line that begins so.
fn value(text: &str, start: &str) -> f64 {
    let line = text.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("no {start} in\n{text}"));
    line.rsplit(' ').next().expect("a value").parse().expect("a number")
}

#[tokio::test]
async fn strangers_and_those_without_permission_are_told_nothing() {
    let app = TestApp::start().await;
    for (key, status) in [(None, 401), (Some("ofk_no_such"), 401)] {
        let answer = metrics(&app, key).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
        assert!(!answer.body.contains("onefold_"), "{}", answer.body);
    }
    let reader = app.key_with(&[Permission::CustomerRead, Permission::CustomerCud]).await;
    assert_eq!(metrics(&app, Some(&reader)).await.status, 403);
    let open = TestApp::start_with(|config| config.telemetry.open_metrics = true).await;
    assert_eq!(metrics(&open, None).await.status, 200);
}

#[tokio::test]
async fn calls_requests_and_operations_are_counted_where_they_happen() {
    let proxied = Proxied::start_with(|_| {}, |config| config.upstream.repeats = 0).await;
    for _ in 0..3 {
        proxied.json(Vendor::Omnidesk, "GET", "/api/v2/customer", &Value::Null).await;
    }
    proxied.json(Vendor::Omnidesk, "GET", "/api/v2/customer/4711", &Value::Null).await;
    let fault = json!([{ "vendor": "omnidesk", "times": 1, "fault": { "status": { "status": 429 } } }]);
    proxied.vendor.set_faults(fault).expect("a script");
    proxied.json(Vendor::Omnidesk, "GET", "/api/v2/customer", &Value::Null).await;
    proxied.app.data("query Mine { viewer { permissions } }", json!({})).await;
    proxied.app.graphql("{ nothing }", json!({})).await;

    let answer = metrics(&proxied.app, Some(&proxied.app.key)).await;
    assert_eq!(answer.status, 200);
    assert!(answer.headers["content-type"].to_str().expect("text").starts_with("application/openmetrics-text"));
    let text = answer.body;
    let calls = r#"onefold_vendor_calls_total{vendor="omnidesk",operation="getCustomerIndex","#;
    assert_eq!(value(&text, &format!(r#"{calls}outcome="ok"}}"#)), 3.0);
    assert_eq!(value(&text, &format!(r#"{calls}outcome="limited"}}"#)), 1.0);
    let refused = r#"onefold_vendor_calls_total{vendor="omnidesk",operation="getCustomerItem",outcome="refused"}"#;
    assert_eq!(value(&text, refused), 1.0);
    let seconds = r#"onefold_vendor_call_seconds_count{vendor="omnidesk",operation="getCustomerIndex"}"#;
    assert_eq!(value(&text, seconds), 4.0);
    let mirror =
        r#"onefold_http_requests_total{door="mirror",method="GET",route="/api/v2/customer/{word}",status="400"}"#;
    assert_eq!(value(&text, mirror), 1.0);
    assert_eq!(value(&text, r#"onefold_graphql_operations_total{kind="query",outcome="ok"}"#), 1.0);
    assert_eq!(value(&text, r#"onefold_graphql_operations_total{kind="query",outcome="errors"}"#), 1.0);
    assert!(value(&text, r#"onefold_http_request_seconds_count{door="graphql"}"#) >= 2.0);
    assert_eq!(value(&text, "onefold_vendor_breaker{connection="), 0.0);
    assert!(value(&text, "onefold_store_statements ") > 0.0);
    assert_eq!(text.matches("# EOF").count(), 1);
    assert!(text.ends_with("# EOF\n"));
    for hidden in ["4711", "127.0.0.1", "ofk_"] {
        assert!(!text.contains(hidden), "{hidden} in\n{text}");
    }
    // Another application of the same process has numbers of its own.
    let beside = TestApp::start_with(|config| config.telemetry.open_metrics = true).await;
    let other = metrics(&beside, None).await;
    assert_eq!(other.status, 200);
    assert!(!other.body.contains("getCustomerIndex"), "{}", other.body);
}

#[tokio::test]
async fn a_brand_is_told_of_its_own_connections_only() {
    let proxied = Proxied::start().await;
    let other = proxied.app.another_brand(2).await;
    let stranger = proxied.app.key_of(&other, &Permission::ALL).await;
    let text = metrics(&proxied.app, Some(&stranger)).await.body;
    assert!(!text.contains("onefold_vendor_breaker{"), "{text}");
    let text = metrics(&proxied.app, Some(&proxied.app.key)).await.body;
    assert_eq!(text.matches("onefold_vendor_breaker{").count(), 10, "{text}");
}

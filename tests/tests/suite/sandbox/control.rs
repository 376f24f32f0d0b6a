//! The control endpoints.

use entity::connection::Vendor;
use onefold_tests::{NOW, TestSandbox, answer};
use serde_json::json;

#[tokio::test]
async fn the_document_is_what_was_printed() {
    let sandbox = TestSandbox::start().await;
    let shown = sandbox.control("GET", "", "").await.json();
    assert_eq!(&shown, sandbox.document());
    let address = format!("http://{}", sandbox.address());
    assert_eq!(shown["address"], json!(address));
    assert_eq!(shown["control"]["url"], json!(format!("{address}/sandbox")));
    assert_eq!(shown["graphql"]["url"], json!(format!("{address}/graphql")));
    assert_eq!(sandbox.base_url(Vendor::Carecloud), address);
    let names = |vendor: &str| {
        let credentials = shown["vendors"][vendor]["credentials"].as_object().expect("credentials");
        credentials.keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(names("carecloud"), ["login", "password", "user_external_application_id"]);
    assert_eq!(names("omnidesk"), ["api_key"]);
    assert_eq!(names("customer_database_app"), ["api_key"]);
    assert_eq!(names("customerscore"), ["key"]);
    assert_eq!(names("customergauge"), ["client_id", "client_secret", "hook_user", "hook_password"]);
}

#[tokio::test]
async fn the_clock_stands_moves_and_runs() {
    let sandbox = TestSandbox::start().await;
    let moved = async |body: &str| sandbox.control("PUT", "/clock", body).await.whole();
    let stands = |now: &str| (200, json!({ "now": now, "running": false }));
    assert_eq!(sandbox.control("GET", "/clock", "").await.whole(), stands(NOW));
    assert_eq!(moved(r#"{"now":"2026-01-01T00:00:00Z"}"#).await, stands("2026-01-01T00:00:00Z"));
    assert_eq!(moved(r#"{"advance_seconds":3600}"#).await, stands("2026-01-01T01:00:00Z"));
    assert_eq!(sandbox.clock().now().to_string(), "2026-01-01T01:00:00Z");
    let (_, running) = moved(r#"{"running":true}"#).await;
    assert_eq!(running["running"], true);
    let before = sandbox.clock().now();
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    assert!(sandbox.clock().now() > before);
    for (wrong, said) in [
        (r#"{"then":1}"#, "then: unknown field `then`"),
        (r#"{"now":"tomorrow"}"#, "now: not an RFC 3339 date"),
        ("", "EOF while parsing"),
    ] {
        let (status, body) = moved(wrong).await;
        let error = body["error"].as_str().expect("an error");
        assert!(status == 400 && error.contains(said), "{wrong}: {error}");
    }
}

#[tokio::test]
async fn a_script_is_replaced_shown_and_cleared() {
    let sandbox = TestSandbox::start().await;
    let script = json!([{ "vendor": "omnidesk", "operation": "getCustomerIndex", "times": 1,
        "fault": { "status": { "status": 503 } } }]);
    let replaced = sandbox.control("PUT", "/faults", &script.to_string()).await;
    assert_eq!(replaced.status, 200, "{}", replaced.body);
    assert_eq!(answer(sandbox.index()).await.expect("an answer").status, 503);
    assert_eq!(answer(sandbox.index()).await.expect("an answer").status, 200);
    let (_, state) = sandbox.control("GET", "/faults", "").await.whole();
    assert_eq!(
        (&state[0]["operation"], &state[0]["seen"], &state[0]["applied"]),
        (&json!("getCustomerIndex"), &json!(2), &json!(1))
    );
    let wrong = sandbox.control("PUT", "/faults", r#"[{"fault":"burn"}]"#).await;
    assert_eq!(wrong.status, 400);
    assert!(wrong.json()["error"].as_str().is_some_and(|error| error.starts_with("[0].fault")), "{}", wrong.body);
    assert_eq!(sandbox.control("GET", "/faults", "").await.json(), state, "a wrong script changes nothing");
    assert_eq!(sandbox.control("DELETE", "/faults", "").await.status, 204);
    assert_eq!(sandbox.control("GET", "/faults", "").await.json(), json!([]));
}

#[tokio::test]
async fn an_unknown_endpoint_is_refused() {
    let sandbox = TestSandbox::start().await;
    assert_eq!(sandbox.control("GET", "/weather", "").await.status, 404);
    assert_eq!(sandbox.control("POST", "/clock", "{}").await.status, 405);
    let (status, wrong) = sandbox.control("GET", "/calls?vendor=salesforce", "").await.whole();
    assert!(status == 400 && wrong["error"].as_str().is_some_and(|error| error.contains("salesforce")), "{wrong}");
}

//! The journal: what came, and what was done of it.

use entity::connection::Vendor;
use onefold_tests::{NOW, TestSandbox, answer};
use serde_json::json;

#[tokio::test]
async fn a_call_is_written_down_without_its_key() {
    let sandbox = TestSandbox::start().await;
    let key = sandbox.credential(Vendor::Omnidesk, "api_key");
    let form = sandbox.to("POST", "/api/v2/customer?x=1&x=2&apiKey=secret").header("apiKey", &key);
    let form = form.header("content-type", "application/x-www-form-urlencoded").header("Idempotency-Key", "k-1");
    assert_eq!(answer(form.body("brand_id=1&primary_id=crm-1")).await.expect("an answer").status, 200);
    let shown = sandbox.control("GET", "/calls", "").await;
    assert!(!shown.body.contains(&key), "{}", shown.body);
    let shown = shown.json();
    assert_eq!(shown["calls"].as_array().map(Vec::len), Some(1), "the reading itself is no call");
    let call = &shown["calls"][0];
    assert_eq!(call["headers"]["idempotency-key"], "k-1");
    assert_eq!(call["headers"]["apikey"], "***");
    let mut call = call.clone();
    call["headers"].take();
    let expected = json!({
        "number": 1, "at": NOW, "vendor": "omnidesk", "operation": "postCustomerIndex", "method": "POST",
        "path": "/api/v2/customer", "query": { "x": ["1", "2"], "apiKey": "***" }, "headers": null,
        "body": "brand_id=1&primary_id=crm-1", "status": 200, "performed": true, "faults": [],
    });
    assert_eq!(call, expected);
}

#[tokio::test]
async fn calls_are_found_by_vendor_and_number() {
    let sandbox = TestSandbox::start().await;
    answer(sandbox.index()).await.expect("an answer");
    let body = json!({ "customers": [] }).to_string();
    let import = sandbox.to("POST", "/api/v1/customers").header("content-type", "application/json").body(body);
    assert_eq!(answer(import).await.expect("an answer").status, 401);
    answer(sandbox.to("GET", "/api/v2/nothing")).await.expect("an answer");
    let found = async |query: &str| {
        let shown = sandbox.control("GET", &format!("/calls{query}"), "").await.json();
        let calls = shown["calls"].as_array().expect("calls");
        calls.iter().map(|call| (call["number"].clone(), call["operation"].clone())).collect::<Vec<_>>()
    };
    let all = [(json!(1), json!("getCustomerIndex")), (json!(2), json!("importCustomers")), (json!(3), json!(null))];
    assert_eq!(found("").await, all);
    assert_eq!(found("?after=1").await, all[1..]);
    assert_eq!(found("?vendor=customerscore").await, all[1..2]);
    assert_eq!(found("?vendor=omnidesk&after=1").await, all[2..]);
    let import = &sandbox.calls(Some(Vendor::Customerscore))[0];
    assert_eq!((&import.body, import.status), (&json!({ "customers": [] }), Some(401)));
    assert_eq!(sandbox.control("DELETE", "/calls", "").await.status, 204);
    assert_eq!(found("?all=true").await, []);
    answer(sandbox.index()).await.expect("an answer");
    assert_eq!(found("").await, [(json!(4), json!("getCustomerIndex"))], "the numbers go on");
}

#[tokio::test]
async fn graphql_is_no_vendors_call() {
    let sandbox = TestSandbox::start().await;
    sandbox.data("{ __typename }").await;
    assert!(sandbox.received(None).is_empty());
}

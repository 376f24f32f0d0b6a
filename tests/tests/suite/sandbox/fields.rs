//! Fields that get lost, come, and change: what drift looks like to a client.

use onefold_tests::{TestSandbox, answer};
use serde_json::{Value, json};

async fn index(sandbox: &TestSandbox) -> Value {
    answer(sandbox.index()).await.expect("an answer").json()
}

async fn changed(fault: Value) -> (Value, Value, Vec<&'static str>) {
    let sandbox = TestSandbox::start().await;
    let before = index(&sandbox).await;
    assert!(before["items"][0]["id"].is_i64(), "{before:#}");
    sandbox.set_faults(json!([{ "vendor": "omnidesk", "fault": fault }])).expect("a script");
    let after = index(&sandbox).await;
    (before, after, sandbox.calls(None).remove(1).faults)
}

#[tokio::test]
async fn an_answer_lacks_a_field() {
    let fault = json!({ "drop_field": { "in": "reply", "pointer": "/items/*/lastname" } });
    let (mut expected, after, met) = changed(fault).await;
    for item in expected["items"].as_array_mut().expect("items") {
        item.as_object_mut().expect("an item").shift_remove("lastname").expect("a last name");
    }
    assert_eq!((after, met), (expected, vec!["drop_field"]));
}

#[tokio::test]
async fn an_answer_has_a_field_more() {
    let fault = json!({ "add_field": { "pointer": "/items/*/loyalty", "value": { "tier": 1 } } });
    let (mut expected, after, met) = changed(fault).await;
    for item in expected["items"].as_array_mut().expect("items") {
        item["loyalty"] = json!({ "tier": 1 });
    }
    assert_eq!((after, met), (expected, vec!["add_field"]));
}

#[tokio::test]
async fn a_field_of_an_answer_has_another_type() {
    let fault = json!({ "retype_field": { "pointer": "/items/*/id", "to": "string" } });
    let (mut expected, after, met) = changed(fault).await;
    for item in expected["items"].as_array_mut().expect("items") {
        item["id"] = item["id"].to_string().into();
    }
    assert_eq!((after, met), (expected, vec!["retype_field"]));
}

#[tokio::test]
async fn a_field_of_an_answer_has_another_name() {
    let (before, after, met) = changed(json!({ "rename_field": { "pointer": "/itemTotal", "to": "total" } })).await;
    assert_eq!((&after["total"], &after["itemTotal"]), (&before["itemTotal"], &Value::Null));
    assert_eq!((&after["items"], met), (&before["items"], vec!["rename_field"]));
}

#[tokio::test]
async fn a_field_that_is_not_there_changes_nothing_and_is_not_told() {
    let (before, after, met) = changed(json!({ "drop_field": { "in": "reply", "pointer": "/nothing" } })).await;
    assert_eq!((after, met), (before, vec![]));
}

#[tokio::test]
async fn a_request_loses_a_field_on_the_way() {
    let sandbox = TestSandbox::start().await;
    let lose = json!([{ "operation": "postCustomerIndex",
        "fault": { "drop_field": { "in": "request", "pointer": "/lastname" } } }]);
    sandbox.set_faults(lose).expect("a script");
    assert_eq!(answer(sandbox.create("crm-1")).await.expect("an answer").status, 200, "silently");
    let items = index(&sandbox).await;
    let made = items["items"].as_array().expect("items").iter().find(|item| item["external_primary_id"] == "crm-1");
    let made = made.expect("the customer");
    assert_eq!((&made["firstname"], &made["lastname"]), (&json!("Eva"), &json!("")));
    let call = &sandbox.calls(None)[0];
    assert_eq!((&call.faults, &call.body), (&vec!["drop_field"], &json!("brand_id=1&primary_id=crm-1&firstname=Eva")));
}

#[tokio::test]
async fn a_field_is_lost_of_a_query_and_of_parts() {
    let sandbox = TestSandbox::start().await;
    let lose = |pointer: &str| json!([{ "fault": { "drop_field": { "in": "request", "pointer": pointer } } }]);
    sandbox.set_faults(lose("/itemLimit")).expect("a script");
    let list = answer(sandbox.omnidesk("GET", "/customer?itemLimit=1")).await.expect("an answer").json();
    assert_eq!(list["itemLimit"], 15, "the default");
    sandbox.set_faults(lose("/primary_id")).expect("a script");
    let part =
        |name: &str, value: &str| format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let body = [part("brand_id", "1"), part("primary_id", "crm-1"), "--B--\r\n".to_owned()].concat();
    let create = sandbox.omnidesk("POST", "/customer").header("content-type", "multipart/form-data; boundary=B");
    assert_eq!(answer(create.body(body)).await.expect("an answer").status, 400, "it is missed");
}

//! What a person types in is checked; what a vendor sends is that vendor's affair.

use onefold_tests::TestApp;
use serde_json::{Value, json};

const CREATE: &str = "mutation($input: CustomerInput!) { createCustomer(input: $input) {
    customer { id email phone ownerEmail language country } problems { path code message } } }";
const UPDATE: &str = "mutation($id: ID!, $input: CustomerInput!) { updateCustomer(id: $id, input: $input) {
    customer { email country } problems { path code } } }";
const ADD: &str =
    "mutation($input: AddChannelInput!) { addChannel(input: $input) { channel { address } problems { path code } } }";

fn paths(problems: &Value) -> Vec<&str> {
    problems.as_array().expect("problems").iter().filter_map(|problem| problem["path"].as_str()).collect()
}

#[tokio::test]
async fn refuses_a_customer_with_what_is_none_and_names_every_field() {
    let app = TestApp::start().await;
    let input = json!({
        "lastName": "Novák", "email": "not-an-email@x", "phone": "call me", "ownerEmail": "boss", "language": "czech",
        "address": { "city": "Praha", "country": "czzz" },
    });
    let made = app.data(CREATE, json!({ "input": input })).await["createCustomer"].take();
    assert!(made["customer"].is_null(), "{made:#}");
    assert_eq!(paths(&made["problems"]), ["email", "phone", "ownerEmail", "language", "address.country"]);
    assert_eq!(made["problems"][4]["code"], "INVALID_FORMAT");
    assert_eq!(made["problems"][4]["message"], "this is not a country code (ISO 3166 alpha-2)");
    assert_eq!(app.data("{ customers { totalCount } }", json!({})).await["customers"]["totalCount"], 0);
}

#[tokio::test]
async fn takes_a_customer_with_what_is_right() {
    let app = TestApp::start().await;
    let input = json!({
        "lastName": "Novák", "email": "jan+shop@example.co.uk", "phone": "+420 (601) 123-456", "ownerEmail": "eva@example.com",
        "language": "en-GB", "address": { "country": "CZ" },
    });
    let made = app.data(CREATE, json!({ "input": input })).await["createCustomer"].take();
    let mut customer = made["customer"].clone();
    customer.as_object_mut().expect("a customer").remove("id");
    let expected = json!({
        "email": "jan+shop@example.co.uk", "phone": "+420 (601) 123-456", "ownerEmail": "eva@example.com", "language": "en-GB", "country": "cz",
    });
    assert_eq!(customer, expected, "{made:#}");
}

#[tokio::test]
async fn a_change_is_checked_for_what_it_changes() {
    let app = TestApp::start().await;
    let id = app.customer("Jan", "Novák").await;
    let bad = json!({ "email": "jan@", "address": { "country": "zz" } });
    let changed = app.data(UPDATE, json!({ "id": id, "input": bad })).await["updateCustomer"].take();
    assert_eq!((paths(&changed["problems"]), changed["customer"].is_null()), (vec!["email", "address.country"], true));
    let good = json!({ "email": "jan@example.com", "address": { "country": "de" } });
    let changed = app.data(UPDATE, json!({ "id": id, "input": good })).await["updateCustomer"].take();
    assert_eq!(changed, json!({ "customer": { "email": "jan@example.com", "country": "de" }, "problems": [] }));
    let none = json!({ "email": null, "address": null });
    let changed = app.data(UPDATE, json!({ "id": id, "input": none })).await["updateCustomer"].take();
    assert_eq!(changed, json!({ "customer": { "email": null, "country": null }, "problems": [] }));
}

#[tokio::test]
async fn a_channel_is_checked_by_its_kind() {
    let app = TestApp::start().await;
    let id = app.customer("Jan", "Novák").await;
    for (kind, address, taken) in [
        ("EMAIL", "jan@example.com", true),
        ("EMAIL", "not-an-email@x", false),
        ("TELEPHONE", "+420601123456", true),
        ("TELEPHONE", "jan@example.com", false),
        ("TWITTER", "@jan", true),
    ] {
        let input = json!({ "customerId": id, "kind": kind, "address": address });
        let added = app.data(ADD, json!({ "input": input })).await["addChannel"].take();
        let expected = if taken {
            json!({ "channel": { "address": address }, "problems": [] })
        } else {
            json!({ "channel": null, "problems": [{ "path": "address", "code": "INVALID_FORMAT" }] })
        };
        assert_eq!(added, expected, "{kind} {address}");
    }
}

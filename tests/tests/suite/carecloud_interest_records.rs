//! CareCloud's interest records.

use onefold_tests::{Answer, CareCloudClient, TestApp, define_interest};
use serde_json::{Value, json};

const CREATE: &str = include_str!("../../fixtures/carecloud/create-customer.json");

/// A client with two interests, a customer, and where the customer's interest records lie.
async fn start() -> (TestApp, CareCloudClient, String, String) {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    define_interest(&app, &client.connection, "tech", "Tech").await;
    define_interest(&app, &client.connection, "wine", "Wine").await;
    let id = client.customer(&app, CREATE, "a@example.com").await;
    // The page prints the slash at the end for this list alone.
    let path = format!("/customers/{id}/interest-records/");
    (app, client, id, path)
}

fn record(interest: &str) -> String {
    json!({ "interest_record": { "interest_id": interest } }).to_string()
}

fn param(answer: &Answer) -> Value {
    let param = &answer.json()["error"]["error_data"]["invalid_params"][0];
    json!([answer.status.as_u16(), param["name"], param["reason"]])
}

async fn in_graph(app: &TestApp) -> Value {
    let query = "{ customers { nodes { interests { nodes { definition { name } } } } } }";
    app.data(query, json!({})).await["customers"]["nodes"][0]["interests"]["nodes"].take()
}

#[tokio::test]
async fn a_record_is_created_listed_replaced_and_deleted_and_seen_in_the_graph() {
    let (app, client, customer, path) = start().await;
    let answer = client.call(&app, "POST", &path, &record("tech")).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let id = answer.json()["data"]["interest_record_id"].as_str().expect("an id").to_owned();
    assert_eq!(answer.json(), json!({ "data": { "interest_record_id": id } }));
    let item = |interest: &str| json!({ "interest_record_id": id, "interest_id": interest, "customer_id": customer, "last_change": "2026-03-01 10:00:00" });
    let list = async || client.call(&app, "GET", &path, "").await.whole();
    assert_eq!(list().await, (200, json!({ "data": { "interest_records": [item("tech")], "total_items": 1 } })));
    assert_eq!(in_graph(&app).await, json!([{ "definition": { "name": "Tech" } }]));
    let one = format!("{path}{id}");
    let sent = json!({ "interest_record": { "interest_id": "wine", "customer_id": customer } }).to_string();
    assert_eq!(client.call(&app, "PUT", &one, &sent).await.whole(), (204, Value::Null));
    assert_eq!(list().await, (200, json!({ "data": { "interest_records": [item("wine")], "total_items": 1 } })));
    assert_eq!(in_graph(&app).await, json!([{ "definition": { "name": "Wine" } }]));
    assert_eq!(client.call(&app, "DELETE", &one, "").await.whole(), (204, Value::Null));
    assert_eq!(list().await, (200, json!({ "data": { "interest_records": [], "total_items": 0 } })));
    assert_eq!(in_graph(&app).await, json!([]));
    let gone = client.call(&app, "DELETE", &one, "").await;
    assert_eq!(gone.status, 404);
    assert_eq!(gone.json()["error"]["error_data"], json!({ "resource_name": "interest_record", "resource_id": id }));
}

#[tokio::test]
async fn an_unknown_interest_one_had_already_and_another_customer_are_refused() {
    let (app, client, _, path) = start().await;
    assert_eq!(
        param(&client.call(&app, "POST", &path, &record("golf")).await),
        json!([400, "interest_id", "not_found"])
    );
    let tech = client.call(&app, "POST", &path, &record("tech")).await.json();
    let again = client.call(&app, "POST", &path, &record("tech")).await;
    assert_eq!(param(&again), json!([400, "interest_id", "relation_already_exists"]));
    client.call(&app, "POST", &path, &record("wine")).await;
    let one = format!("{path}{}", tech["data"]["interest_record_id"].as_str().expect("an id"));
    let taken = client.call(&app, "PUT", &one, &record("wine")).await;
    assert_eq!(param(&taken), json!([400, "interest_id", "relation_already_exists"]));
    let sent = json!({ "interest_record": { "interest_id": "tech", "customer_id": "somebody" } }).to_string();
    assert_eq!(param(&client.call(&app, "PUT", &one, &sent).await), json!([400, "customer_id", "not_allowed_value"]));
    assert_eq!(param(&client.call(&app, "POST", &path, "{}").await), json!([400, "interest_record", "required"]));
    assert_eq!(client.call(&app, "GET", "/customers/unknown/interest-records/", "").await.status, 404);
}

#[tokio::test]
async fn an_interest_given_in_the_graph_has_an_id_of_the_vendors_form() {
    let (app, client, _, path) = start().await;
    let query = "{ customers { nodes { id sources { nodes { id } } } } interestDefinitions { nodes { id name } } }";
    let data = app.data(query, json!({})).await;
    let customer = &data["customers"]["nodes"][0];
    let input = json!({
        "customerId": customer["id"], "sourceRecordId": customer["sources"]["nodes"][0]["id"],
        "definitionId": data["interestDefinitions"]["nodes"][0]["id"],
    });
    let add = "mutation($input: AddInterestInput!) { addInterest(input: $input) { problems { code } } }";
    app.data(add, json!({ "input": input })).await;
    let list = client.call(&app, "GET", &path, "").await.json();
    let id = list["data"]["interest_records"][0]["interest_record_id"].as_str().expect("an id").to_owned();
    assert_eq!(id.len(), 26);
    assert_eq!(client.call(&app, "DELETE", &format!("{path}{id}"), "").await.status, 204);
    assert_eq!(in_graph(&app).await, json!([]));
}

#[tokio::test]
async fn the_list_is_sorted_and_paged_although_the_page_names_no_parameters() {
    let (app, client, _, path) = start().await;
    for interest in ["wine", "tech"] {
        client.call(&app, "POST", &path, &record(interest)).await;
    }
    let query = format!("{path}?sort_field=interest_id&count=1");
    let data = client.call(&app, "GET", &query, "").await.json()["data"].take();
    assert_eq!(data["total_items"], 2);
    assert_eq!(data["interest_records"].as_array().expect("records").len(), 1);
    assert_eq!(data["interest_records"][0]["interest_id"], "tech");
}

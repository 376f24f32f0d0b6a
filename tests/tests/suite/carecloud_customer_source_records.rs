//! CareCloud's customer source records.

use onefold_tests::{CareCloudClient, TestApp};
use serde_json::{Value, json};

const CREATE: &str = include_str!("../../fixtures/carecloud/create-customer.json");
/// The source of the printed example.
const APP: &str = "8bd253a89059008f1d44aa";

async fn start() -> (TestApp, CareCloudClient, String, String) {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let id = client.customer(&app, CREATE, "a@example.com").await;
    let path = format!("/customers/{id}/customer-source-records");
    (app, client, id, path)
}

#[tokio::test]
async fn the_source_of_a_customers_creation_is_listed_and_others_are_added() {
    let (app, client, customer, path) = start().await;
    let list = client.call(&app, "GET", &path, "").await;
    let id = list.json()["data"]["customer_source_records"][0]["customer_source_record_id"].clone();
    let item = json!({
        "customer_source_record_id": id, "customer_source_id": APP, "customer_id": customer, "external_id": null,
        "last_change": "2026-03-01 10:00:00",
    });
    assert_eq!(list.whole(), (200, json!({ "data": { "customer_source_records": [item], "total_items": 1 } })));
    let sent =
        json!({ "customer_source_record": { "customer_source_id": APP, "external_id": "A66854921C" } }).to_string();
    let added = client.call(&app, "POST", &path, &sent).await;
    assert_eq!(added.status, 201, "{}", added.body);
    let again = client.call(&app, "POST", &path, &sent).await;
    let broken = &again.json()["error"]["error_data"]["invalid_params"][0];
    assert_eq!(json!([broken["name"], broken["reason"]]), json!(["customer_source_id", "relation_already_exists"]));
    let unknown = json!({ "customer_source_record": { "customer_source_id": "nobody" } }).to_string();
    let broken = client.call(&app, "POST", &path, &unknown).await.json();
    assert_eq!(
        broken["error"]["error_data"]["invalid_params"],
        json!([{ "name": "customer_source_id", "reason": "not_found", "value": "nobody", "message": "customer_source_id does not exist" }])
    );
    let query = "{ customers { nodes { origins { nodes { externalId customerSource { name } } } } } }";
    assert_eq!(
        app.data(query, json!({})).await["customers"]["nodes"][0]["origins"]["nodes"],
        json!([
            { "externalId": null, "customerSource": { "name": "mobile application" } },
            { "externalId": "A66854921C", "customerSource": { "name": "mobile application" } },
        ])
    );
}

#[tokio::test]
async fn the_list_is_narrowed_by_source_and_external_ids() {
    let (app, client, _, path) = start().await;
    for id in ["one", "two"] {
        let sent = json!({ "customer_source_record": { "customer_source_id": APP, "external_id": id } }).to_string();
        assert_eq!(client.call(&app, "POST", &path, &sent).await.status, 201);
    }
    let ids = async |query: &str| -> Value {
        let answer = client.call(&app, "GET", &format!("{path}?{query}"), "").await;
        let items = answer.json()["data"]["customer_source_records"].as_array().expect("records").clone();
        items.iter().map(|item| item["external_id"].clone()).collect()
    };
    for (query, expected) in [
        ("", json!([null, "one", "two"])),
        ("external_id=one", json!(["one"])),
        ("external_ids[]=one&external_ids[]=two", json!(["one", "two"])),
        ("external_id=one&external_ids[]=two", json!(["two"])),
        ("customer_source_id=8bd253a89059008f1d44aa&external_id=two", json!(["two"])),
        ("customer_source_id=nobody", json!([])),
        ("sort_field=external_id&sort_direction=DESC&count=1", json!(["two"])),
    ] {
        assert_eq!(ids(query).await, expected, "{query}");
    }
}

//! CareCloud's property records.

use entity::property_definition::PropertyType;
use onefold_tests::{Answer, CareCloudClient, TestApp, define_property};
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};

const CREATE: &str = include_str!("../../fixtures/carecloud/create-customer.json");
const CHANGE: &str = "2026-03-01 10:00:00";

/// A client, a customer, and where the customer's property records lie.
async fn start() -> (TestApp, CareCloudClient, String) {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let id = client.customer(&app, CREATE, "a@example.com").await;
    (app, client, format!("/customers/{id}/property-records"))
}

fn record(property: &str, value: Value) -> String {
    json!({ "property_record": { "property_id": property, "property_value": value } }).to_string()
}

fn param(answer: &Answer) -> Value {
    let param = &answer.json()["error"]["error_data"]["invalid_params"][0];
    json!([answer.status.as_u16(), param["name"], param["reason"]])
}

async fn in_graph(app: &TestApp) -> Value {
    let query = "{ customers { nodes { properties { nodes { value definition { vendorId } } } } } }";
    app.data(query, json!({})).await["customers"]["nodes"][0]["properties"]["nodes"].take()
}

#[tokio::test]
async fn a_record_is_added_listed_replaced_and_deleted_and_seen_in_the_graph() {
    let (app, client, path) = start().await;
    define_property(&app, &client.connection, "size", PropertyType::String, |_| {}).await;
    let answer = client.call(&app, "POST", &path, &record("size", json!("XL"))).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let id = answer.json()["data"]["property_record_id"].as_str().expect("an id").to_owned();
    assert!(id.starts_with("size:") && id.len() == "size:".len() + 26, "{id}");
    let item = json!({
        "property_record_id": id, "property_id": "size", "property_name": "The size", "property_value": "XL",
        "last_change": CHANGE,
    });
    let list = client.call(&app, "GET", &path, "").await;
    assert_eq!(list.whole(), (200, json!({ "data": { "property_records": [item], "total_items": 1 } })));
    assert_eq!(in_graph(&app).await, json!([{ "value": "XL", "definition": { "vendorId": "size" } }]));
    let one = format!("{path}/{id}");
    assert_eq!(client.call(&app, "PUT", &one, &record("size", json!("S"))).await.whole(), (204, Value::Null));
    assert_eq!(in_graph(&app).await[0]["value"], "S");
    assert_eq!(client.call(&app, "DELETE", &one, "").await.whole(), (204, Value::Null));
    let list = client.call(&app, "GET", &path, "").await;
    assert_eq!(list.whole(), (200, json!({ "data": { "property_records": [], "total_items": 0 } })));
    assert_eq!(in_graph(&app).await, json!([]));
}

#[tokio::test]
async fn the_path_takes_the_propertys_id_as_the_page_prints_it() {
    let (app, client, path) = start().await;
    define_property(&app, &client.connection, "size", PropertyType::String, |_| {}).await;
    client.call(&app, "POST", &path, &record("size", json!("XL"))).await;
    let one = format!("{path}/size/");
    assert_eq!(client.call(&app, "PUT", &one, &record("size", json!("S"))).await.status, 204);
    assert_eq!(client.call(&app, "DELETE", &one, "").await.status, 204);
    let gone = client.call(&app, "DELETE", &one, "").await;
    assert_eq!(
        gone.whole(),
        (
            404,
            json!({ "error": {
                "type": "about:blank", "exception": "not_found_exception", "title": "Not found",
                "detail": "The resource was not found",
                "error_data": { "resource_name": "property_record", "resource_id": "size" },
            } })
        )
    );
    let unknown = format!("{path}/size:00000000000000000000000000");
    assert_eq!(client.call(&app, "PUT", &unknown, &record("size", json!("S"))).await.status, 404);
}

#[tokio::test]
async fn a_value_must_have_its_propertys_type() {
    let (app, client, path) = start().await;
    let items = json!([{ "id": "b", "name": "Blue", "state": 1 }, { "id": "g", "name": "Green", "state": 1 }]);
    for (id, data_type) in [
        ("text", PropertyType::String),
        ("truth", PropertyType::Boolean),
        ("whole", PropertyType::Integer),
        ("number", PropertyType::Float),
        ("day", PropertyType::Date),
        ("moment", PropertyType::Timestamp),
        ("colour", PropertyType::Enumeration),
        ("colours", PropertyType::Multiselect),
        ("form", PropertyType::Custom),
    ] {
        define_property(&app, &client.connection, id, data_type, |row| {
            if matches!(data_type, PropertyType::Enumeration | PropertyType::Multiselect) {
                row.items = Set(items.clone());
            }
        })
        .await;
    }
    for (property, wrong) in [
        ("text", json!(5)),
        ("truth", json!("yes")),
        ("whole", json!(1.5)),
        ("number", json!("1")),
        ("day", json!("2023-2-2")),
        ("moment", json!("yesterday")),
    ] {
        let answer = client.call(&app, "POST", &path, &record(property, wrong.clone())).await;
        assert_eq!(param(&answer), json!([400, "property_value", "invalid_value_format"]), "{property}: {wrong}");
    }
    let answer = client.call(&app, "POST", &path, &record("colour", json!(["Red"]))).await;
    assert_eq!(param(&answer), json!([400, "property_value", "not_allowed_value"]));
    let answer = client.call(&app, "POST", &path, &record("text", Value::Null)).await;
    assert_eq!(param(&answer), json!([400, "property_value", "required"]));
    let blue = json!([{ "id": "b", "name": "Blue", "state": 1 }]);
    for (property, value, shown) in [
        ("text", json!("a"), json!("a")),
        ("truth", json!(false), json!(false)),
        ("whole", json!(42), json!(42)),
        ("number", json!(149.9), json!(149.9)),
        ("day", json!("1985-06-15"), json!("1985-06-15")),
        // Input may have a T and a fraction; the answer never has.
        ("moment", json!("2023-03-13T17:35:05.25"), json!("2023-03-13 17:35:05")),
        ("colour", json!([{ "id": "b" }]), blue.clone()),
        ("colours", json!([{ "name": "Blue" }, { "id": "b" }]), blue.clone()),
        ("form", json!({ "street": "Main St" }), json!({ "street": "Main St" })),
    ] {
        let answer = client.call(&app, "POST", &path, &record(property, value)).await;
        assert_eq!(answer.status, 201, "{property}: {}", answer.body);
        let list = client.call(&app, "GET", &path, "").await.json();
        let items = list["data"]["property_records"].as_array().expect("records");
        let found = items.iter().find(|item| item["property_id"] == property).expect("the record");
        assert_eq!(found["property_value"], shown, "{property}");
    }
}

#[tokio::test]
async fn an_unknown_property_a_second_value_and_a_taken_one_are_refused() {
    let (app, client, path) = start().await;
    define_property(&app, &client.connection, "plate", PropertyType::String, |row| row.is_unique = Set(true)).await;
    define_property(&app, &client.connection, "needed", PropertyType::String, |row| row.is_required = Set(true)).await;
    let answer = client.call(&app, "POST", &path, &record("nothing", json!("x"))).await;
    assert_eq!(
        answer.json()["error"]["error_data"],
        json!({ "invalid_params": [
            { "name": "property_id", "reason": "not_found", "value": "nothing", "message": "property_id does not exist" },
        ] })
    );
    assert_eq!(client.call(&app, "POST", &path, &record("plate", json!("1A1"))).await.status, 201);
    let again = client.call(&app, "POST", &path, &record("plate", json!("1A2"))).await;
    assert_eq!(param(&again), json!([400, "property_id", "already_exists"]));
    let other = client.customer(&app, CREATE, "b@example.com").await;
    let other = format!("/customers/{other}/property-records");
    let taken = client.call(&app, "POST", &other, &record("plate", json!("1A1"))).await;
    assert_eq!(param(&taken), json!([400, "property_value", "already_exists"]));
    let moved = client.call(&app, "PUT", &format!("{path}/plate"), &record("needed", json!("x"))).await;
    assert_eq!(param(&moved), json!([400, "property_id", "not_allowed_value"]));
    client.call(&app, "POST", &path, &record("needed", json!("x"))).await;
    let kept = client.call(&app, "DELETE", &format!("{path}/needed"), "").await;
    assert_eq!(param(&kept), json!([400, "property_record_id", "required"]));
    let bare = client.call(&app, "POST", &path, "{}").await;
    assert_eq!(param(&bare), json!([400, "property_record", "required"]));
}

#[tokio::test]
async fn the_list_is_paged_and_sorted() {
    let (app, client, path) = start().await;
    for (id, value) in [("b", 1), ("a", 10), ("c", 9)] {
        define_property(&app, &client.connection, id, PropertyType::Integer, |_| {}).await;
        client.call(&app, "POST", &path, &record(id, json!(value))).await;
    }
    let ids = async |query: &str| -> Value {
        let data = client.call(&app, "GET", &format!("{path}?{query}"), "").await.json()["data"].take();
        assert_eq!(data["total_items"], 3, "{query}");
        data["property_records"].as_array().expect("records").iter().map(|item| item["property_id"].clone()).collect()
    };
    for (query, expected) in [
        ("", json!(["b", "a", "c"])),
        ("sort_field=property_id", json!(["a", "b", "c"])),
        ("sort_field=property_name&sort_direction=desc", json!(["c", "b", "a"])),
        ("sort_field=property_value", json!(["b", "c", "a"])),
        ("sort_field=property_id&count=1&offset=1", json!(["b"])),
        ("offset=3", json!([])),
    ] {
        assert_eq!(ids(query).await, expected, "{query}");
    }
    let wrong = client.call(&app, "GET", &format!("{path}?sort_field=shoe"), "").await;
    assert_eq!(param(&wrong), json!([400, "sort_field", "not_allowed_value"]));
}

#[tokio::test]
async fn a_customer_is_created_and_replaced_with_property_records() {
    let (app, client, _) = start().await;
    define_property(&app, &client.connection, "size", PropertyType::String, |_| {}).await;
    let mut body: Value = serde_json::from_str(CREATE).expect("JSON");
    body["customer"]["personal_information"]["email"] = "c@example.com".into();
    body["property_records"] = json!([{ "property_id": "size", "property_value": 1 }, { "property_id": "shoe" }]);
    let refused = client.call(&app, "POST", "/customers", &body.to_string()).await;
    let reasons: Vec<Value> = refused.json()["error"]["error_data"]["invalid_params"]
        .as_array()
        .expect("invalid_params")
        .iter()
        .map(|param| json!([param["name"], param["reason"]]))
        .collect();
    assert_eq!(json!(reasons), json!([["property_value", "invalid_value_format"], ["property_id", "not_found"]]));
    let found = client.call(&app, "GET", "/customers?email=c@example.com", "").await.json();
    assert_eq!(found["data"]["total_items"], 0, "nothing is half stored");
    body["property_records"] = json!([{ "property_id": "size", "property_value": "M" }]);
    let created = client.call(&app, "POST", "/customers", &body.to_string()).await.json();
    let id = created["data"]["customer_id"].as_str().expect("an id").to_owned();
    let shown = async || {
        let list = client.call(&app, "GET", &format!("/customers/{id}/property-records"), "").await.json();
        list["data"]["property_records"][0]["property_value"].clone()
    };
    assert_eq!(shown().await, "M");
    body["property_records"] = json!([{ "property_id": "size", "property_value": "L" }]);
    let path = format!("/customers/{id}");
    assert_eq!(client.call(&app, "PUT", &path, &body.to_string()).await.status, 204);
    assert_eq!(shown().await, "L");
    body.as_object_mut().expect("an object").remove("property_records");
    assert_eq!(client.call(&app, "PUT", &path, &body.to_string()).await.status, 204);
    assert_eq!(shown().await, "L", "values that are not sent stay");
}

#[tokio::test]
async fn another_brands_property_and_customer_are_as_unknown() {
    let (app, client, path) = start().await;
    let brand = app.another_brand(2).await;
    let other = CareCloudClient::log_in_to(&app, &brand).await;
    define_property(&app, &other.connection, "size", PropertyType::String, |_| {}).await;
    let answer = client.call(&app, "POST", &path, &record("size", json!("XL"))).await;
    assert_eq!(param(&answer), json!([400, "property_id", "not_found"]));
    assert_eq!(other.call(&app, "GET", &path, "").await.status, 404);
    assert_eq!(other.call(&app, "POST", &path, &record("size", json!("XL"))).await.status, 404);
}

//! A customer known to CareCloud, and what these tests give it.

use onefold_tests::{Answer, CareCloudClient, TestApp};
use serde_json::{Value, json};

const CREATE: &str = include_str!("../../../fixtures/carecloud/create-customer.json");

/// A customer with one record, CareCloud's.
pub(super) struct Scene {
    pub(super) app: TestApp,
    pub(super) client: CareCloudClient,
    /// The customer's id at CareCloud.
    pub(super) id: String,
    /// The customer's id in the graph.
    customer: Value,
    /// The record's id in the graph.
    record: Value,
}

impl Scene {
    pub(super) async fn start() -> Self {
        let app = TestApp::start().await;
        let client = CareCloudClient::log_in(&app).await;
        let id = client.customer(&app, CREATE, "a@example.com").await;
        let query = "{ customers { nodes { id sources { nodes { id } } } } }";
        let mut data = app.data(query, json!({})).await;
        let node = &mut data["customers"]["nodes"][0];
        let (customer, record) = (node["id"].take(), node["sources"]["nodes"][0]["id"].take());
        Self { app, client, id, customer, record }
    }

    /// Defines an entry of one of CareCloud's look-up lists; its id in the graph.
    pub(super) async fn entry(&self, kind: &str, id: &str, data: Value) -> Value {
        let query = "mutation($input: CreateLookupInput!) { createLookup(input: $input) { lookup { id } problems { message } } }";
        let input =
            json!({ "kind": kind, "vendor": "CARECLOUD", "vendorId": id, "name": format!("Name {id}"), "data": data });
        let mut data = self.app.data(query, json!({ "input": input })).await;
        assert!(data["createLookup"]["lookup"].is_object(), "{data:#}");
        data["createLookup"]["lookup"]["id"].take()
    }

    /// Runs a mutation whose input is `input` with this customer and record; what it made.
    pub(super) async fn make(&self, field: &str, input_type: &str, shown: &str, mut input: Value) -> Value {
        let query = format!(
            "mutation($input: {input_type}!) {{ done: {field}(input: $input) {{ made: {shown} {{ id }} problems {{ path message }} }} }}"
        );
        input["customerId"] = self.customer.clone();
        input["sourceRecordId"] = self.record.clone();
        let data = self.app.data(&query, json!({ "input": input })).await;
        assert_eq!(data["done"]["problems"], json!([]), "{field}");
        data["done"]["made"]["id"].clone()
    }

    /// Runs a mutation that takes anything.
    pub(super) async fn run(&self, query: &str, variables: Value) -> Value {
        self.app.data(query, variables).await
    }

    /// Moves the clock to this instant; the client's token lasts for seven hours.
    pub(super) fn at(&self, instant: &str) {
        self.app.app.clock().set(instant.parse().expect("an instant"));
    }

    /// Asks for a list of the customer's.
    pub(super) async fn list(&self, path: &str) -> Answer {
        self.client.call(&self.app, "GET", &format!("/customers/{}/{path}", self.id), "").await
    }

    /// One field of each item of a list of the customer's, and the total.
    pub(super) async fn items(&self, path: &str, key: &str, field: &str) -> (Vec<Value>, u64) {
        let answer = self.list(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        let data = &answer.json()["data"];
        let items = data[key].as_array().unwrap_or_else(|| panic!("{path}: {data:#}"));
        (items.iter().map(|item| item[field].clone()).collect(), data["total_items"].as_u64().expect("a total"))
    }

    /// Checks that a list with each query has these values of a field, in this order; the total is theirs but for paging.
    pub(super) async fn check(&self, list: &str, key: &str, field: &str, expected: &[(&str, Value, u64)]) {
        for (query, values, total) in expected {
            let found = self.items(&format!("{list}?{query}"), key, field).await;
            assert_eq!((json!(found.0), found.1), (values.clone(), *total), "{list}?{query}");
        }
    }
}

/// Name and reason of each parameter that a call was refused for.
pub(super) fn refused(answer: &Answer) -> Vec<(String, String)> {
    assert_eq!(answer.status, 400, "{}", answer.body);
    let body = answer.json();
    let broken = body["error"]["error_data"]["invalid_params"].as_array().expect("parameters").clone();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    broken.iter().map(|param| (text(&param["name"]), text(&param["reason"]))).collect()
}

//! The mirrors' documents.

use onefold_tests::{TestApp, request};
use serde_json::Value;

async fn document(app: &TestApp, url: &str) -> Value {
    let answer = app.send(request("GET", url, &[], "")).await;
    assert_eq!(answer.status, 200, "{url}");
    answer.json()
}

#[tokio::test]
async fn the_index_names_a_document_for_every_vendor() {
    let app = TestApp::start().await;
    let index = document(&app, "/openapi/index.json").await;
    let entries = index.as_array().expect("a list");
    assert!(!entries.is_empty());
    for entry in entries {
        let document = document(&app, entry["url"].as_str().expect("an address")).await;
        assert_eq!(document["openapi"], "3.1.0");
        assert_eq!(document["info"]["title"], entry["title"]);
    }
    assert_eq!(app.send(request("GET", "/openapi/nobody.json", &[], "")).await.status, 404);
}

#[tokio::test]
async fn a_document_says_what_the_operation_checks() {
    let app = TestApp::start().await;
    let document = document(&app, "/openapi/customerscore.json").await;
    let import = &document["paths"]["/api/v1/customers"]["post"];
    let customers = &import["requestBody"]["content"]["application/json"]["schema"]["properties"]["customers"];
    assert_eq!(customers["maxItems"], 100);
    assert_eq!(customers["items"]["properties"]["external_id"]["maxLength"], 255);
    assert_eq!(customers["items"]["required"], serde_json::json!(["external_id", "name"]));
    let statuses: Vec<&String> = import["responses"].as_object().expect("responses").keys().collect();
    assert_eq!(
        statuses,
        ["400", "401", "403", "404", "405", "406", "429", "490", "500", "502", "503", "504", "414", "431", "200"]
    );
}

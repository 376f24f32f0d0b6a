//! Pipelines of a customer.

use onefold_tests::TestApp;
use serde_json::json;

const TYPE: &str = "mutation($input: CreatePipelineTypeInput!) {
    createPipelineType(input: $input) { pipelineType { id } problems { path code message } }
}";
const CREATE: &str = "mutation($input: CreatePipelineInput!) {
    createPipeline(input: $input) { pipeline { id } problems { path code message } }
}";
const LIST: &str = "query($id: ID!) {
    customer(id: $id) { pipelines { totalCount nodes { reference ownerId state stage { name } value { amount currency } } } }
}";

#[tokio::test]
async fn a_pipeline_is_listed_with_its_customer() {
    let app = TestApp::start().await;
    let customer = app.customer("Jana", "Malá").await;
    let stages = json!([{ "name": "Offer" }, { "name": "Won", "outcome": "WON" }]);
    let made = app.data(TYPE, json!({ "input": { "name": "Sales", "stages": stages } })).await;
    let kind = made["createPipelineType"]["pipelineType"]["id"].clone();
    assert!(kind.is_string(), "{made:#}");
    let input = json!({
        "customerId": customer, "typeId": kind, "reference": "P-1", "ownerId": "u-1",
        "value": { "amount": "1200.5", "currency": "CZK" },
    });
    let made = app.data(CREATE, json!({ "input": input })).await;
    assert_eq!(made["createPipeline"]["problems"], json!([]));
    let listed = app.data(LIST, json!({ "id": customer })).await;
    let pipeline = json!({
        "reference": "P-1", "ownerId": "u-1", "state": "OPEN", "stage": { "name": "Offer" },
        "value": { "amount": "1200.5", "currency": "CZK" },
    });
    assert_eq!(listed, json!({ "customer": { "pipelines": { "totalCount": 1, "nodes": [pipeline] } } }));
}

//! Merging and unmerging.

use onefold_tests::TestApp;
use serde_json::{Value, json};

const MERGE: &str = "mutation($a: ID!, $b: ID!) { mergeCustomers(survivorId: $a, mergedId: $b) { merge { id } problems { code message } } }";
const UNMERGE: &str =
    "mutation($id: ID!) { unmergeCustomers(mergeId: $id) { merge { undoneAt } problems { code message } } }";
const LOOK: &str =
    "query($id: ID!) { customer(id: $id) { id displayName email sources { totalCount } channels { totalCount } } }";

async fn two(app: &TestApp) -> (String, String) {
    let create = "mutation($input: CustomerInput!) { createCustomer(input: $input) { customer { id } } }";
    let id = |data: Value| data["createCustomer"]["customer"]["id"].as_str().expect("an id").to_owned();
    let a = id(app.data(create, json!({ "input": { "firstName": "Jan", "lastName": "Novák" } })).await);
    let b = id(app.data(create, json!({ "input": { "lastName": "Novak", "email": "jan@novak.cz" } })).await);
    (a, b)
}

#[tokio::test]
async fn a_merge_is_undone_exactly() {
    let app = TestApp::start().await;
    let (a, b) = two(&app).await;
    let before = [app.data(LOOK, json!({ "id": a })).await, app.data(LOOK, json!({ "id": b })).await];
    let merge = app.data(MERGE, json!({ "a": a, "b": b })).await["mergeCustomers"]["merge"]["id"].clone();
    let merged = app.data(LOOK, json!({ "id": a })).await;
    assert_eq!(
        merged["customer"],
        json!({ "id": a, "displayName": "Jan Novák", "email": "jan@novak.cz", "sources": { "totalCount": 2 }, "channels": { "totalCount": 1 } })
    );
    assert_eq!(app.data(LOOK, json!({ "id": b })).await, merged, "the id that was merged away finds the survivor");
    app.data(UNMERGE, json!({ "id": merge })).await;
    assert_eq!([app.data(LOOK, json!({ "id": a })).await, app.data(LOOK, json!({ "id": b })).await], before);
    let again = app.data(UNMERGE, json!({ "id": merge })).await;
    assert_eq!(again["unmergeCustomers"]["problems"][0]["code"], "CONFLICT");
}

#[tokio::test]
async fn a_customer_cannot_be_merged_into_itself() {
    let app = TestApp::start().await;
    let (a, _) = two(&app).await;
    let answer = app.data(MERGE, json!({ "a": a, "b": a })).await;
    assert_eq!(answer["mergeCustomers"]["problems"][0]["code"], "NOT_ALLOWED");
}

#[tokio::test]
async fn merges_in_a_row_are_undone_from_the_last() {
    let app = TestApp::start().await;
    let (a, b) = two(&app).await;
    let c = app.customer("Third", "One").await;
    let first = app.data(MERGE, json!({ "a": a, "b": b })).await["mergeCustomers"]["merge"]["id"].clone();
    let second = app.data(MERGE, json!({ "a": c, "b": a })).await["mergeCustomers"]["merge"]["id"].clone();
    assert_eq!(app.data(LOOK, json!({ "id": b })).await["customer"]["id"], json!(c));
    let early = app.data(UNMERGE, json!({ "id": first })).await;
    assert_eq!(early["unmergeCustomers"]["problems"][0]["code"], "CONFLICT");
    app.data(UNMERGE, json!({ "id": second })).await;
    app.data(UNMERGE, json!({ "id": first })).await;
    assert_eq!(app.data(LOOK, json!({ "id": b })).await["customer"]["id"], json!(b));
}

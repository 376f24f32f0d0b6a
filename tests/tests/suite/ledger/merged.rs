//! Customers with several source records.

use onefold_tests::TestApp;
use serde_json::{Value, json};

use super::kit::{REVERSE, balance, check_books, earn, spend};

const MERGE: &str = "mutation($a: ID!, $b: ID!) { mergeCustomers(survivorId: $a, mergedId: $b) { merge { id } } }";
const UNMERGE: &str = "mutation($id: ID!) { unmergeCustomers(mergeId: $id) { problems { message } } }";

/// Two customers with points, merged; the merge's id with them.
async fn merged(app: &TestApp) -> (String, String, Value) {
    let (jana, petr) = (app.customer("Jana", "Malá").await, app.customer("Petr", "Malý").await);
    for (customer, amount, expires_at) in [
        (&jana, "10", "2026-06-01T00:00:00Z"),
        (&petr, "5", "2026-05-01T00:00:00Z"),
        (&petr, "20", "2026-07-01T00:00:00Z"),
    ] {
        earn(app, json!({ "customerId": customer, "amount": amount, "expiresAt": expires_at, "note": expires_at }))
            .await;
    }
    let merge = app.data(MERGE, json!({ "a": jana, "b": petr })).await["mergeCustomers"]["merge"]["id"].clone();
    (jana, petr, merge)
}

#[tokio::test]
async fn a_spend_draws_on_all_records_what_expires_first_before_the_rest() {
    let app = TestApp::start().await;
    let (jana, _, _) = merged(&app).await;
    assert_eq!(balance(&app, &jana).await, "35");
    let spent = spend(&app, json!({ "customerId": jana, "amount": "18" })).await;
    let parts: Vec<(&Value, &Value)> = spent["debits"]
        .as_array()
        .expect("debits")
        .iter()
        .map(|debit| (&debit["amount"], &debit["allocations"]["nodes"]))
        .collect();
    assert_eq!(
        parts,
        [
            (&json!("10"), &json!([{ "amount": "10", "lot": { "note": "2026-06-01T00:00:00Z" } }])),
            (
                &json!("8"),
                &json!([
                    { "amount": "5", "lot": { "note": "2026-05-01T00:00:00Z" } },
                    { "amount": "3", "lot": { "note": "2026-07-01T00:00:00Z" } },
                ])
            ),
        ]
    );
    check_books(&app).await.unwrap();
}

#[tokio::test]
async fn after_an_unmerge_each_has_what_its_record_has_and_the_spend_is_still_reversed_whole() {
    let app = TestApp::start().await;
    let (jana, petr, merge) = merged(&app).await;
    let spent = spend(&app, json!({ "customerId": jana, "amount": "18" })).await;
    app.data(UNMERGE, json!({ "id": merge })).await;
    assert_eq!((balance(&app, &jana).await, balance(&app, &petr).await), (json!("0"), json!("17")));
    let reversed = app.data(REVERSE, json!({ "id": spent["debits"][1]["id"] })).await;
    assert_eq!(reversed["reverseSpend"]["debits"].as_array().expect("debits").len(), 2);
    assert_eq!((balance(&app, &jana).await, balance(&app, &petr).await), (json!("10"), json!("25")));
    check_books(&app).await.unwrap();
}

#[tokio::test]
async fn a_spend_can_be_held_to_one_record_of_the_customer() {
    let app = TestApp::start().await;
    let (jana, _, _) = merged(&app).await;
    let stranger = app.customer("Some", "One").await;
    let sources = "query($id: ID!) { customer(id: $id) { sources { nodes { id } } } }";
    let record = |data: &Value, n: usize| data["customer"]["sources"]["nodes"][n]["id"].clone();
    let first = record(&app.data(sources, json!({ "id": jana })).await, 0);
    let spend_of = |record: Value| spend(&app, json!({ "customerId": jana, "sourceRecordId": record, "amount": "10" }));
    assert_eq!(spend_of(first.clone()).await["debits"].as_array().expect("debits").len(), 1);
    assert_eq!(spend_of(first).await["problems"][0]["message"], "the balance is too small: 0 points");
    let foreign = record(&app.data(sources, json!({ "id": stranger })).await, 0);
    let input = json!({ "customerId": jana, "sourceRecordId": foreign, "amount": "1" });
    let answer = app.graphql(super::kit::SPEND, json!({ "input": input })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "NOT_FOUND");
}

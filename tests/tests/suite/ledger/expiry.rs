//! What passes its date.

use onefold::domain::ledger::service::expire_due;
use onefold_tests::TestApp;
use serde_json::json;

use super::kit::{REVERSE, at, balance, check_books, earn, spend};

const LOOK: &str = "query($id: ID!) { customer(id: $id) { pointsBalance points {
    balance expiringNext { amount at }
    lots { nodes { note assigned available expiredAt } }
    debits { nodes { kind amount createdAt reversedAt } }
} } }";

#[tokio::test]
async fn what_is_due_is_neither_shown_nor_spent_before_the_job_has_run() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    earn(&app, json!({ "customerId": jana, "amount": "10", "expiresAt": "2026-04-01T00:00:00Z" })).await;
    earn(&app, json!({ "customerId": jana, "amount": "3" })).await;
    at(&app, "2026-03-31T23:59:59.999999Z");
    assert_eq!(balance(&app, &jana).await, "13");
    at(&app, "2026-04-01T00:00:00Z");
    assert_eq!(balance(&app, &jana).await, "3");
    let refused = spend(&app, json!({ "customerId": jana, "amount": "4" })).await;
    assert_eq!(refused["problems"][0]["message"], "the balance is too small: 3 points");
    let spent = spend(&app, json!({ "customerId": jana, "amount": "2" })).await;
    assert_eq!(spent["problems"], json!([]));
    assert_eq!(balance(&app, &jana).await, "1");
    check_books(&app).await.unwrap();
}

#[tokio::test]
async fn the_job_takes_what_is_due_and_leaves_a_debit() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    for (amount, expires_at, note) in [
        ("10", "2026-04-01T00:00:00Z", "April"),
        ("5", "2026-04-01T00:00:00Z", "April too"),
        ("7", "2026-05-01T00:00:00Z", "May"),
    ] {
        earn(&app, json!({ "customerId": jana, "amount": amount, "expiresAt": expires_at, "note": note })).await;
    }
    spend(&app, json!({ "customerId": jana, "amount": "4" })).await;
    let before = app.data(LOOK, json!({ "id": jana })).await;
    assert_eq!(
        before["customer"]["points"][0]["expiringNext"],
        json!({ "amount": "11", "at": "2026-04-01T00:00:00Z" })
    );
    assert_eq!(expire_due(&app.app, 100).await.unwrap(), 0);
    at(&app, "2026-04-02T00:00:00Z");
    assert_eq!(expire_due(&app.app, 100).await.unwrap(), 2);
    assert_eq!(expire_due(&app.app, 100).await.unwrap(), 0);
    assert_eq!(
        app.data(LOOK, json!({ "id": jana })).await["customer"],
        json!({ "pointsBalance": "7", "points": [{
            "balance": "7", "expiringNext": { "amount": "7", "at": "2026-05-01T00:00:00Z" },
            "lots": { "nodes": [
                { "note": "May", "assigned": "7", "available": "7", "expiredAt": null },
                { "note": "April too", "assigned": "5", "available": "0", "expiredAt": "2026-04-02T00:00:00Z" },
                { "note": "April", "assigned": "10", "available": "0", "expiredAt": "2026-04-02T00:00:00Z" },
            ] },
            "debits": { "nodes": [
                { "kind": "EXPIRY", "amount": "11", "createdAt": "2026-04-02T00:00:00Z", "reversedAt": null },
                { "kind": "SPEND", "amount": "4", "createdAt": "2026-03-01T09:00:00Z", "reversedAt": null },
            ] },
        }] })
    );
    check_books(&app).await.unwrap();
}

#[tokio::test]
async fn a_reversal_does_not_bring_expired_points_back() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    earn(&app, json!({ "customerId": jana, "amount": "10", "expiresAt": "2026-04-01T00:00:00Z" })).await;
    earn(&app, json!({ "customerId": jana, "amount": "10" })).await;
    let spent = spend(&app, json!({ "customerId": jana, "amount": "12" })).await;
    at(&app, "2026-04-02T00:00:00Z");
    expire_due(&app.app, 100).await.unwrap();
    app.data(REVERSE, json!({ "id": spent["debits"][0]["id"] })).await;
    let data = app.data(LOOK, json!({ "id": jana })).await;
    let points = &data["customer"]["points"][0];
    assert_eq!(points["balance"], "10");
    assert_eq!(
        points["debits"]["nodes"],
        json!([
            { "kind": "EXPIRY", "amount": "10", "createdAt": "2026-04-02T00:00:00Z", "reversedAt": null },
            { "kind": "SPEND", "amount": "12", "createdAt": "2026-03-01T09:00:00Z", "reversedAt": "2026-04-02T00:00:00Z" },
        ])
    );
    check_books(&app).await.unwrap();
}

#[tokio::test]
async fn the_job_does_as_many_accounts_as_it_is_told_in_all_brands() {
    let app = TestApp::start().await;
    for n in 0..7 {
        let customer = app.customer("Jana", &format!("Malá {n}")).await;
        earn(&app, json!({ "customerId": customer, "amount": "1", "expiresAt": "2026-04-01T00:00:00Z" })).await;
    }
    let other = app.another_brand(2).await;
    let key = app.key_of(&other, &onefold::domain::account::Permission::ALL).await;
    let query = "mutation { createCustomer(input: { lastName: \"Else\" }) { customer { id } } }";
    let created = app.graphql_as(&key, query, json!({})).await;
    let customer = &created["data"]["createCustomer"]["customer"]["id"];
    let input = json!({ "customerId": customer, "amount": "1", "expiresAt": "2026-04-01T00:00:00Z" });
    app.graphql_as(&key, super::kit::EARN, json!({ "input": input })).await;
    at(&app, "2026-04-01T00:00:00Z");
    let mut runs = Vec::new();
    for _ in 0..4 {
        runs.push(expire_due(&app.app, 3).await.unwrap());
    }
    assert_eq!(runs, [3, 3, 2, 0]);
    check_books(&app).await.unwrap();
}

//! Many at once.

use std::sync::Arc;

use futures_util::future::join_all;
use onefold::domain::ledger::service::expire_due;
use onefold_tests::TestApp;
use serde_json::{Value, json};

use super::kit::{EARN, REVERSE, SPEND, at, balance, check_books, earn, spend};

/// Sends the same mutation from `times` tasks at the same moment.
async fn at_once(app: &Arc<TestApp>, times: usize, query: &'static str, variables: Value) -> Vec<Value> {
    let calls = (0..times).map(|_| {
        let (app, variables) = (Arc::clone(app), variables.clone());
        tokio::spawn(async move { app.graphql(query, variables).await })
    });
    join_all(calls).await.into_iter().map(|answer| answer.expect("the task ends")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_spends_at_once_never_overspend() {
    let app = Arc::new(TestApp::start().await);
    let jana = app.customer("Jana", "Malá").await;
    for amount in ["30", "40", "30"] {
        earn(&app, json!({ "customerId": jana, "amount": amount })).await;
    }
    let answers = at_once(&app, 64, SPEND, json!({ "input": { "customerId": jana, "amount": "3" } })).await;
    assert_eq!(answers.iter().find(|answer| answer.get("errors").is_some()), None);
    let outcomes = answers.iter().map(|answer| &answer["data"]["spendPoints"]);
    let (spent, refused): (Vec<_>, Vec<_>) = outcomes.partition(|outcome| outcome["debits"].is_array());
    assert_eq!((spent.len(), refused.len()), (33, 31));
    assert!(refused.iter().all(|outcome| outcome["problems"][0]["message"] == "the balance is too small: 1 points"));
    assert_eq!(balance(&app, &jana).await, "1");
    check_books(&app).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_first_earnings_at_once_make_one_account() {
    let app = Arc::new(TestApp::start().await);
    let jana = app.customer("Jana", "Malá").await;
    let answers = at_once(&app, 64, EARN, json!({ "input": { "customerId": jana, "amount": "1.5" } })).await;
    assert_eq!(answers.iter().find(|answer| answer["data"]["earnPoints"]["lot"].is_null()), None);
    assert_eq!(balance(&app, &jana).await, "96");
    check_books(&app).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_spend_is_reversed_once_however_many_try() {
    let app = Arc::new(TestApp::start().await);
    let jana = app.customer("Jana", "Malá").await;
    earn(&app, json!({ "customerId": jana, "amount": "10" })).await;
    let spent = spend(&app, json!({ "customerId": jana, "amount": "7" })).await;
    let answers = at_once(&app, 16, REVERSE, json!({ "id": spent["debits"][0]["id"] })).await;
    let reversed = answers.iter().filter(|answer| answer["data"]["reverseSpend"]["debits"].is_array());
    assert_eq!(reversed.count(), 1);
    assert_eq!(balance(&app, &jana).await, "10");
    check_books(&app).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn merged_customers_spend_and_expire_at_once_without_waiting_for_each_other_for_ever() {
    let app = Arc::new(TestApp::start().await);
    let (jana, petr) = (app.customer("Jana", "Malá").await, app.customer("Petr", "Malý").await);
    for customer in [&jana, &petr] {
        earn(&app, json!({ "customerId": customer, "amount": "20" })).await;
        earn(&app, json!({ "customerId": customer, "amount": "9", "expiresAt": "2026-04-01T00:00:00Z" })).await;
    }
    let merge = "mutation($a: ID!, $b: ID!) { mergeCustomers(survivorId: $a, mergedId: $b) { problems { message } } }";
    app.data(merge, json!({ "a": jana, "b": petr })).await;
    at(&app, "2026-04-02T00:00:00Z");
    let jobs = (0..4).map(|_| {
        let app = Arc::clone(&app);
        tokio::spawn(async move { expire_due(&app.app, 10).await.expect("the job runs") })
    });
    let spends = at_once(&app, 32, SPEND, json!({ "input": { "customerId": jana, "amount": "5" } }));
    let (spends, jobs) = futures_util::join!(spends, join_all(jobs));
    let expired: u64 = jobs.into_iter().map(|job| job.expect("the task ends")).sum();
    assert!(expired <= 2, "each lot expires once");
    let spent = spends.iter().filter(|answer| answer["data"]["spendPoints"]["debits"].is_array()).count();
    assert_eq!((spent, balance(&app, &jana).await), (8, json!("0")));
    check_books(&app).await.unwrap();
}

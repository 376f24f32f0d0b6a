//! Vendors that are down, slow or wrong, and calls of which nobody knows how they ended.

use std::time::Duration;

use chrono::TimeDelta;
use entity::connection::Vendor;
use onefold::domain::outbox::store::{due, lease, waiting};
use onefold::job::outbox;
use onefold_tests::Proxied;
use serde_json::{Value, json};

use super::{asked, create, deliver, deliveries, mutate, wait};

async fn ann(proxied: &Proxied) -> super::Made {
    let input = json!({ "firstName": "Ann", "lastName": "Low", "email": "ann@example.com" });
    create(proxied, "CUSTOMER_DATABASE_APP", None, input).await
}

#[tokio::test]
async fn a_vendor_that_is_down_gets_everything_later_and_once() {
    let proxied = Proxied::start().await;
    proxied
        .vendor
        .set_faults(
            json!([{ "vendor": "customer_database_app", "times": 2, "fault": { "status": { "status": 503 } } }]),
        )
        .expect("a script");
    let made = ann(&proxied).await;
    let input = json!({ "customerId": made.customer, "sourceRecordId": made.record, "text": "Hello" });
    mutate(
        &proxied,
        "mutation($input: AddNoteInput!) { addNote(input: $input) { note { id } problems { path message } } }",
        json!({ "input": input }),
    )
    .await;
    for _ in 0..4 {
        deliver(&proxied).await;
        wait(&proxied);
    }
    let all = deliveries(&proxied).await;
    assert!(all.iter().all(|delivery| delivery["state"] == "DELIVERED"), "{all:#?}");
    let performed: Vec<_> = proxied
        .vendor
        .calls(Some(Vendor::CustomerDatabaseApp))
        .into_iter()
        .filter(|call| call.performed)
        .filter_map(|call| call.operation)
        .collect();
    assert_eq!(performed, ["addCustomer", "addCustomerNote"]);
    assert_eq!(all[0]["suspectedRepeats"], 0, "a refusal tells that nothing was done");
}

#[tokio::test]
async fn a_refusal_waits_for_staff_who_mend_it() {
    let proxied = Proxied::start().await;
    let made = ann(&proxied).await;
    proxied.vendor.set_faults(json!([{ "vendor": "customer_database_app", "operation": "addCustomer", "times": 1, "fault": { "status": { "status": 400 } } }])).expect("a script");
    deliver(&proxied).await;
    let input = json!({ "customerId": made.customer, "sourceRecordId": made.record, "text": "Hello" });
    mutate(
        &proxied,
        "mutation($input: AddNoteInput!) { addNote(input: $input) { note { id } problems { path message } } }",
        json!({ "input": input }),
    )
    .await;
    deliver(&proxied).await;
    let all = deliveries(&proxied).await;
    assert_eq!([&all[0]["state"], &all[1]["state"]], ["DEAD", "PENDING"], "what follows waits: {all:#?}");
    let edit = "mutation($id: ID!, $calls: [DeliveryCallInput!]!) { editDelivery(id: $id, calls: $calls) { delivery { state } problems { path message } } }";
    let request = json!({ "forename": "Ann", "surname": "Lowe", "email": ["ann@example.com"] });
    mutate(&proxied, edit, json!({ "id": all[0]["id"], "calls": [{ "step": 0, "request": request }] })).await;
    deliver(&proxied).await;
    let all = deliveries(&proxied).await;
    assert!(all.iter().all(|delivery| delivery["state"] == "DELIVERED"), "{all:#?}");
    let there = proxied.vendor.data("{ customers(first: 5) { nodes { lastName notes { nodes { text } } } } }").await;
    assert_eq!(
        there["customers"]["nodes"],
        json!([{ "lastName": "Lowe", "notes": { "nodes": [{ "text": "Hello" }] } }])
    );
}

#[tokio::test]
async fn an_account_that_is_not_set_up_gets_everything_when_it_is() {
    let proxied = Proxied::start().await;
    create(&proxied, "CUSTOMERSCORE", Some("acme"), json!({ "companyName": "Acme", "kind": "COMPANY" })).await;
    ann(&proxied).await;
    let unconfigured = json!({ "status": { "status": 490 } });
    proxied
        .vendor
        .set_faults(json!([
            { "vendor": "customerscore", "times": 1, "fault": unconfigured },
            { "vendor": "customer_database_app", "times": 1, "fault": unconfigured },
        ]))
        .expect("a script");
    deliver(&proxied).await;
    let all = deliveries(&proxied).await;
    assert_eq!([&all[0]["state"], &all[0]["attempts"]], [&json!("PENDING"), &json!(1)], "{all:#?}");
    let why = all[0]["lastError"].as_str().expect("a reason");
    assert!(why.starts_with("the vendor answers 490"), "staff are told: {why}");
    assert_eq!(all[1]["state"], "DEAD", "at another vendor the status means nothing of the kind: {all:#?}");
    wait(&proxied);
    deliver(&proxied).await;
    let all = deliveries(&proxied).await;
    assert_eq!((&all[0]["state"], &all[0]["suspectedRepeats"]), (&json!("DELIVERED"), &json!(0)), "{all:#?}");
    assert_eq!(all[1]["state"], "DEAD", "{all:#?}");
}

#[tokio::test]
async fn a_call_whose_answer_is_lost_is_made_again_and_told_where_a_repeat_cannot_be() {
    let proxied = Proxied::start().await;
    ann(&proxied).await;
    proxied
        .vendor
        .set_faults(json!([{ "vendor": "customer_database_app", "times": 1, "fault": { "lost_answer": {} } }]))
        .expect("a script");
    deliver(&proxied).await;
    wait(&proxied);
    deliver(&proxied).await;
    let all = deliveries(&proxied).await;
    assert_eq!((&all[0]["state"], &all[0]["suspectedRepeats"]), (&json!("DELIVERED"), &json!(1)), "{all:#?}");
    assert_eq!(asked(&proxied, Vendor::CustomerDatabaseApp), ["addCustomer", "addCustomer"]);
}

#[tokio::test]
async fn where_the_vendor_can_be_asked_a_lost_answer_makes_no_second() {
    let proxied = Proxied::start().await;
    let input = json!({ "firstName": "Ann", "lastName": "Low", "email": "ann@example.com" });
    create(&proxied, "OMNIDESK", Some("C-1"), input.clone()).await;
    create(&proxied, "CARECLOUD", None, input).await;
    proxied
        .vendor
        .set_faults(json!([
            { "vendor": "omnidesk", "operation": "createCustomerCRUD", "times": 1, "fault": { "lost_answer": {} } },
            { "vendor": "carecloud", "operation": "postCustomer", "times": 1, "fault": { "lost_answer": {} } },
        ]))
        .expect("a script");
    deliver(&proxied).await;
    wait(&proxied);
    deliver(&proxied).await;
    let all = deliveries(&proxied).await;
    for delivery in &all {
        assert_eq!((&delivery["state"], &delivery["suspectedRepeats"]), (&json!("DELIVERED"), &json!(0)), "{all:#?}");
    }
    let query = "{ customers(first: 5) { nodes { sources { nodes { vendor vendorId } } } } }";
    let (here, there) = proxied.both(query).await;
    assert_eq!(there["customers"]["nodes"].as_array().map(Vec::len), Some(2));
    let sorted = |data: &Value| {
        let mut all: Vec<String> =
            data["customers"]["nodes"].as_array().expect("nodes").iter().map(ToString::to_string).collect();
        all.sort();
        all
    };
    assert_eq!(sorted(&here), sorted(&there));
}

#[tokio::test]
async fn a_lease_that_was_left_behind_is_taken_over() {
    let proxied = Proxied::start().await;
    ann(&proxied).await;
    // A server that was killed while it was at the delivery: the call was noted and its end was not.
    let store = proxied.app.app.store();
    let now = proxied.app.app.clock().now();
    let connections = waiting(store.reader(), now).await.expect("connections");
    assert_eq!(connections.len(), 1, "the others have nothing to be delivered");
    let due = due(store.reader(), connections[0], now, 10).await.expect("due");
    let until: chrono::DateTime<chrono::Utc> = now.into();
    let until = (until + TimeDelta::seconds(60)).into();
    let taken = lease(store.writer(), due[0].id, "gone", (now, until)).await;
    assert!(taken.expect("a lease"));
    assert_eq!(outbox::round(&proxied.app.app).await.expect("a round"), 0, "somebody is at it");
    wait(&proxied);
    deliver(&proxied).await;
    assert_eq!(deliveries(&proxied).await[0]["state"], "DELIVERED");
}

#[tokio::test]
async fn a_mutation_does_not_wait_for_a_vendor_that_hangs() {
    let proxied = Proxied::start().await;
    proxied.vendor.set_faults(json!([{ "fault": { "hang": { "ms": 3000 } } }])).expect("a script");
    let stop = tokio_util::sync::CancellationToken::new();
    let jobs = onefold::job::start(proxied.app.app.clone(), stop.clone());
    let began = std::time::Instant::now();
    ann(&proxied).await;
    assert!(began.elapsed() < Duration::from_millis(2500), "{:?}", began.elapsed());
    stop.cancel();
    jobs.await.expect("the jobs end");
}

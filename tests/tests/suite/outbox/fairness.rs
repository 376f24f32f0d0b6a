//! Many deliveries at once: no vendor waits for another, and a kill leaves little in doubt.

use std::time::{Duration, Instant};

use entity::connection::Vendor;
use entity::{delivery, delivery_attempt};
use onefold::job::{self, outbox};
use onefold_tests::Proxied;
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::{Made, asked, create, deliver, deliveries, mutate, wait};

/// Longer than anything here takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// What a delivery to a vendor that is well may take on a loaded machine while another hangs for twice as long.
const PROMPT: Duration = Duration::from_secs(5);

async fn start() -> Proxied {
    let behind = |options: &mut onefold::sandbox::Options| options.customers = Some(0);
    Proxied::start_with(behind, |config| {
        (config.upstream.request_seconds, config.upstream.budget_seconds) = (10, 15);
        // A vendor that hangs is asked on and on: nothing else protects the others.
        config.upstream.observed_calls = 10_000;
    })
    .await
}

fn person(name: &str) -> Value {
    json!({ "firstName": "Ann", "lastName": "Low", "email": format!("{name}@example.com") })
}

async fn rows(proxied: &Proxied) -> Vec<delivery::Model> {
    let rows = delivery::Entity::find().order_by_asc(delivery::Column::Id);
    rows.all(proxied.app.app.store().reader()).await.expect("deliveries")
}

/// Calls of which nobody wrote down how they ended.
async fn in_doubt(proxied: &Proxied) -> usize {
    let all = delivery_attempt::Entity::find().all(proxied.app.app.store().reader()).await.expect("attempts");
    all.iter().filter(|one| one.ended_at.is_none()).count()
}

async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) -> Duration {
    let began = Instant::now();
    while !is_so().await {
        assert!(began.elapsed() < PATIENCE, "{what} does not happen");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    began.elapsed()
}

/// The latest delivery does not wait for others.
async fn is_prompt(proxied: &Proxied, what: &str) {
    let took = until("a delivery", async || {
        rows(proxied).await.last().is_some_and(|row| row.state == delivery::DeliveryState::Delivered)
    });
    let took = took.await;
    assert!(took < PROMPT, "{what} waited {took:?}");
}

/// Puts an entry on somebody's timeline.
async fn tell(proxied: &Proxied, made: &Made, title: &str) {
    let entry = "mutation($input: AddTimelineEntryInput!) {
        addTimelineEntry(input: $input) { problems { path message } } }";
    let input = json!({ "customerId": made.customer, "sourceRecordId": made.record, "title": title });
    mutate(proxied, entry, json!({ "input": input })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vendor_that_hangs_holds_up_no_other() {
    let proxied = start().await;
    let hang = json!([{ "vendor": "customer_database_app", "fault": { "hang": { "ms": 60_000 } } }]);
    proxied.vendor.set_faults(hang).expect("a script");
    for at in 0..100 {
        create(&proxied, "CUSTOMER_DATABASE_APP", None, person(&format!("ann-{at}"))).await;
    }
    let stop = CancellationToken::new();
    let jobs = job::start(proxied.app.app.clone(), stop.clone());
    until("a call that hangs", async || in_doubt(&proxied).await > 0).await;
    create(&proxied, "CARECLOUD", None, person("eva")).await;
    is_prompt(&proxied, "a customer of CareCloud").await;
    let made = create(&proxied, "OMNIDESK", Some("C-1"), person("iva")).await;
    is_prompt(&proxied, "a customer of Omnidesk").await;
    // Like what hangs, this is one of the calls that go one by one.
    tell(&proxied, &made, "an entry").await;
    is_prompt(&proxied, "an entry").await;
    let waiting = rows(&proxied).await.iter().filter(|row| row.state == delivery::DeliveryState::Pending).count();
    assert_eq!(waiting, 100, "nothing of the vendor that hangs is lost");
    // Stopping waits for what is under way, and takes nothing more.
    let began = Instant::now();
    stop.cancel();
    jobs.await.expect("the jobs end");
    assert!(began.elapsed() < PROMPT + Duration::from_secs(15), "stopping took {:?}", began.elapsed());
    assert!(rows(&proxied).await.iter().all(|row| row.lease.is_none()), "nobody seems to be at any");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_is_not_hidden_by_another_that_hangs_at_the_same_vendor() {
    let proxied = start().await;
    let hang = json!([{ "vendor": "carecloud", "operation": "postCustomer", "times": 1, "fault": { "hang": { "ms": 60_000 } } }]);
    proxied.vendor.set_faults(hang).expect("a script");
    create(&proxied, "CARECLOUD", None, person("ann")).await;
    let stop = CancellationToken::new();
    let jobs = job::start(proxied.app.app.clone(), stop.clone());
    until("a call that hangs", async || in_doubt(&proxied).await > 0).await;
    create(&proxied, "CARECLOUD", None, person("eva")).await;
    is_prompt(&proxied, "the second").await;
    stop.cancel();
    jobs.await.expect("the jobs end");
}

/// Ends a round as SIGKILL does: what is under way goes no further, and nothing is written down.
async fn killed_in_the_middle(proxied: &Proxied) {
    let app = proxied.app.app.clone();
    let server = tokio::spawn(async move { outbox::round(&app).await });
    tokio::time::sleep(Duration::from_millis(500)).await;
    until("a call", async || in_doubt(proxied).await > 0).await;
    server.abort();
    assert!(server.await.is_err(), "it was under way");
    // The vendor comes to the end of what it was asked.
    tokio::time::sleep(Duration::from_millis(600)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_leaves_one_call_in_doubt_that_cannot_be_told_when_repeated() {
    let proxied = start().await;
    let mut known = Vec::new();
    for at in 0..4 {
        let (external, name) = (format!("C-{at}"), format!("eva-{at}"));
        known.push(create(&proxied, "OMNIDESK", Some(&external), person(&name)).await);
    }
    deliver(&proxied).await;
    for (at, made) in known.iter().enumerate() {
        create(&proxied, "CUSTOMER_DATABASE_APP", None, person(&format!("ann-{at}"))).await;
        tell(&proxied, made, &format!("entry {at}")).await;
    }
    assert_eq!(in_doubt(&proxied).await, 0);
    proxied.vendor.clear_calls();
    proxied.vendor.set_faults(json!([{ "fault": { "latency": { "ms": 400 } } }])).expect("a script");
    killed_in_the_middle(&proxied).await;
    assert_eq!(in_doubt(&proxied).await, 1, "of two vendors that can tell no repeat");
    proxied.vendor.clear_faults();
    wait(&proxied);
    deliver(&proxied).await;
    let all = deliveries(&proxied).await;
    assert!(all.iter().all(|one| one["state"] == "DELIVERED"), "{all:#?}");
    let suspected: i64 = all.iter().filter_map(|one| one["suspectedRepeats"].as_i64()).sum();
    assert_eq!(suspected, 1, "{all:#?}");
    let there = asked(&proxied, Vendor::CustomerDatabaseApp).len() + asked(&proxied, Vendor::Omnidesk).len();
    assert!((8..=9).contains(&there), "one was repeated at the most, not {there}");
}

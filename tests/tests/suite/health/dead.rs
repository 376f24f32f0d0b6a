//! All vendors are dead, and the server serves.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use entity::connection::Vendor;
use onefold_tests::{Answer, Proxied, request};
use sea_orm::Iterable;
use serde_json::{Value, json};

/// An address at which nobody listens.
fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    format!("http://{}", listener.local_addr().expect("an address"))
}

/// Onefold in proxy mode before nobody.
async fn alone() -> Proxied {
    let proxied = Proxied::start().await;
    let address = nobody();
    for of in Vendor::iter().filter(|of| *of != Vendor::Onefold) {
        proxied.lead(of, &address).await;
        // Leading it elsewhere takes the credentials away.
        let shown = proxied.vendor.credentials(of).as_object().expect("credentials").clone();
        let text = |value: Value| value.as_str().expect("a text").to_owned();
        proxied.show(of, shown.into_iter().map(|(name, value)| (name, text(value))).collect()).await;
    }
    proxied
}

/// A vendor's call: method, path, body, and whether its refusal's body is in the vendor's own words.
type VendorCall = (Vendor, &'static str, &'static str, Value, fn(&Value) -> bool);

/// A call of each vendor.
fn calls() -> Vec<VendorCall> {
    let customer = json!({ "external_id": "c", "name": "ACME", "attributes": {}, "metrics": [] });
    vec![
        (Vendor::Carecloud, "GET", "/rest-api/enterprise-interface/v1.0/customers", Value::Null, |body| {
            ["type", "exception", "title", "detail", "error_data"].iter().all(|field| !body["error"][field].is_null())
        }),
        (Vendor::Omnidesk, "GET", "/api/v2/customer", Value::Null, |body| {
            body["status"] == "error" && body["message"].is_string()
        }),
        (Vendor::CustomerDatabaseApp, "POST", "/api/customer/add", json!({ "forename": "Ann" }), |body| {
            body["result"] == false && body["message"].is_string()
        }),
        (Vendor::Customerscore, "POST", "/api/v1/customers", json!({ "customers": [customer] }), |body| {
            body["message"].is_string()
        }),
        (
            Vendor::Customergauge,
            "PUT",
            "/records/",
            json!({ "configuration": "account", "record": { "Account Name": "ACME" } }),
            |body| body["message"].is_string(),
        ),
    ]
}

async fn timed(call: impl Future<Output = Answer>) -> (Answer, Duration) {
    let began = Instant::now();
    let answer = call.await;
    (answer, began.elapsed())
}

#[tokio::test]
async fn mirrors_answer_in_their_own_words_and_fast() {
    let proxied = alone().await;
    for round in 0..3 {
        for (of, method, path, body, is_own) in calls() {
            let (answer, took) = timed(proxied.json(of, method, path, &body)).await;
            assert!([502, 503].contains(&answer.status.as_u16()), "{of:?}: {} {}", answer.status, answer.body);
            assert!(is_own(&answer.json()), "{of:?}: {}", answer.body);
            assert!(took < Duration::from_secs(4), "{of:?} in round {round} took {took:?}");
            assert!(!answer.body.contains("127.0.0.1"), "{of:?} tells where: {}", answer.body);
        }
    }
}

#[tokio::test]
async fn the_server_is_ready_and_the_graph_reads_and_writes() {
    let proxied = alone().await;
    let ready = proxied.app.send(request("GET", "/health/ready", &[], "")).await;
    assert_eq!((ready.status.as_u16(), &ready.json()["status"]), (200, &json!("ready")));
    assert_eq!(proxied.app.send(request("GET", "/health/live", &[], "")).await.status, 200);
    let page = proxied.app.send(request("GET", "/", &[("accept", "text/html")], "")).await;
    assert!(page.status.as_u16() < 500, "{}", page.status);

    let data = proxied.app.data("{ connections { id vendor } }", json!({})).await;
    let create = "mutation($at: ID, $external: String) {
        createCustomer(input: { firstName: \"Ann\", lastName: \"Low\", email: \"ann@example.com\" }, connectionId: $at, externalId: $external) {
            customer { id } problems { path message } } }";
    let mut made = Vec::new();
    for connection in data["connections"].as_array().expect("connections") {
        if !["CARECLOUD", "OMNIDESK", "CUSTOMER_DATABASE_APP"].iter().any(|of| connection["vendor"] == *of) {
            continue;
        }
        let external = (connection["vendor"] == "OMNIDESK").then_some("7");
        let began = Instant::now();
        let data = proxied.app.data(create, json!({ "at": connection["id"], "external": external })).await;
        assert!(began.elapsed() < Duration::from_secs(3), "a mutation waits for nobody");
        assert_eq!(data["createCustomer"]["problems"], json!([]));
        made.push(data["createCustomer"]["customer"]["id"].clone());
    }
    assert_eq!(made.len(), 3);
    // Nothing can be delivered, and nothing is lost by trying.
    onefold::job::outbox::round(&proxied.app.app).await.expect("a round");
    for id in &made {
        let query = "query($id: ID!) { customer(id: $id) { firstName email } }";
        let (answer, took) = {
            let began = Instant::now();
            (proxied.app.graphql(query, json!({ "id": id })).await, began.elapsed())
        };
        assert_eq!(answer["data"]["customer"]["firstName"], "Ann", "{answer:#}");
        assert!(took < Duration::from_secs(6), "{took:?}");
    }
    let health = "{ connections { vendor health { outboxPending lastFailureReason } } }";
    let data = proxied.app.data(health, json!({})).await;
    let waiting: i64 = data["connections"]
        .as_array()
        .expect("connections")
        .iter()
        .filter_map(|one| one["health"]["outboxPending"].as_i64())
        .sum();
    assert_eq!(waiting, 3, "{data:#}");
    let of = data["connections"].as_array().expect("connections").iter().find(|one| one["vendor"] == "OMNIDESK");
    assert_eq!(of.expect("Omnidesk")["health"]["lastFailureReason"], "the host cannot be reached");
}

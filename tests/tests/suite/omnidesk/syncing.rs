//! Synchronising with a CRM, over real connections.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::{StatusCode, Uri, header};
use axum::response::IntoResponse;
use onefold_tests::{Answer, OmnideskClient, TestApp};
use serde_json::{Value, json};

use super::{graph, refusal};

const PRINTED: &str = include_str!("../../../fixtures/omnidesk/sync-with-crm.json");

/// A CRM on this machine that answers everything alike and remembers what it was asked.
struct Crm {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Crm {
    async fn start(status: u16, body: String) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&asked);
        let answer = move |uri: Uri| {
            heard.lock().expect("the list").push(uri.to_string());
            let status = StatusCode::from_u16(status).expect("a status");
            let body = body.clone();
            async move { (status, [(header::LOCATION, "http://127.0.0.1/elsewhere")], body).into_response() }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await });
        Self { address, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("the list").clone()
    }
}

async fn app() -> TestApp {
    TestApp::start_with(|config| {
        config.net.private_hosts = vec!["127.0.0.1".to_owned()];
        config.net.hosts = vec!["localhost".to_owned()];
        config.net.body_bytes = 4096;
    })
    .await
}

async fn sync(app: &TestApp, client: &OmnideskClient, crm: &Crm, channel: &str, address: &str) -> Answer {
    client.set(app, "crm_lookup_url", json!(format!("http://{}/lookup?key=xyzzy", crm.address))).await;
    client
        .json(app, "POST", "/customer/syncWithCRM", &json!({ "brandID": 1, "channel": channel, "address": address }))
        .await
}

#[tokio::test]
async fn without_a_lookup_url_there_is_nothing_to_synchronise() {
    let app = app().await;
    let client = OmnideskClient::start(&app).await;
    let body: Value = serde_json::from_str(PRINTED).expect("JSON");
    let answer = client.json(&app, "POST", "/customer/syncWithCRM", &body).await;
    assert_eq!(refusal(&answer), (400, "No CRM lookup URL is configured for this brand.".to_owned()));
    for (channel, address) in [("pigeon", "a"), ("email", "")] {
        let body = json!({ "brandID": 1, "channel": channel, "address": address });
        assert_eq!(refusal(&client.json(&app, "POST", "/customer/syncWithCRM", &body).await).0, 400, "{channel}");
    }
}

#[tokio::test]
async fn what_the_crm_answers_updates_the_customer() {
    let app = app().await;
    let client = OmnideskClient::start(&app).await;
    let id = client.customer(&app, "c1", json!({ "firstname": "Old", "custom_plan": "free" })).await;
    let known = json!([{ "primaryID": "c1", "firstname": "Łukasz", "lastname": "Nowak", "plan": "gold", "email": "l@example.com" }]);
    let crm = Crm::start(200, known.to_string()).await;
    let answer = sync(&app, &client, &crm, "phoneNumber", "+31612312311").await;
    assert_eq!(answer.whole(), (200, json!({ "type": "result", "message": "Customer synchronized." })));
    assert_eq!(crm.asked(), ["/lookup?key=xyzzy&channelAddressType=phoneNumber&address=%2B31612312311"]);
    let item = client.item(&app, id).await;
    assert_eq!(json!([item["firstname"], item["lastname"], item["custom_plan"]]), json!(["Łukasz", "Nowak", "gold"]));
    let found = graph(&app).await;
    assert_eq!((&found[0]["email"], &found[0]["phone"]), (&json!("l@example.com"), &json!("+31612312311")));
}

#[tokio::test]
async fn a_customer_without_primary_id_gets_the_crms_and_an_unknown_one_is_recorded() {
    let app = app().await;
    let client = OmnideskClient::start(&app).await;
    client.set(&app, "search_by_channels", true.into()).await;
    let by_address = json!({ "brand_id": 1, "search_customer_channel_value": "a@example.com" });
    let id = client.json(&app, "POST", "/customer", &by_address).await.json()["id"].as_i64().expect("an id");
    let crm = Crm::start(200, json!([{ "primary_id": 77, "firstname": "Ann" }]).to_string()).await;
    sync(&app, &client, &crm, "email", "a@example.com").await;
    let item = client.item(&app, id).await;
    assert_eq!(json!([item["external_primary_id"], item["firstname"]]), json!(["77", "Ann"]));
    let crm = Crm::start(200, json!([{ "primary_id": "78", "firstname": "Bob" }]).to_string()).await;
    for _ in 0..2 {
        sync(&app, &client, &crm, "telephone", "+420601").await;
    }
    let found = graph(&app).await;
    assert_eq!(found.as_array().map(Vec::len), Some(2), "the second time it is known");
}

#[tokio::test]
async fn of_several_customers_each_needs_an_id_and_the_rest_is_kept_aside() {
    let app = app().await;
    let client = OmnideskClient::start(&app).await;
    let several = json!([{ "primary_id": "1", "firstname": "Ann" }, { "firstname": "Nobody" }, "text"]);
    let crm = Crm::start(200, several.to_string()).await;
    assert_eq!(sync(&app, &client, &crm, "email", "shared@example.com").await.status, 200);
    assert_eq!(graph(&app).await.as_array().map(Vec::len), Some(1));
    let aside = app.data("{ quarantine { nodes { path value } } }", json!({})).await["quarantine"]["nodes"].take();
    assert_eq!(aside.as_array().map(Vec::len), Some(2), "{aside}");
}

#[tokio::test]
async fn an_empty_answer_changes_nothing_and_a_bad_one_is_told() {
    let app = app().await;
    let client = OmnideskClient::start(&app).await;
    client.customer(&app, "p", json!({ "extra_email": "a@example.com", "firstname": "Ann" })).await;
    let before = graph(&app).await;
    let crm = Crm::start(200, "[]".to_owned()).await;
    let answer = sync(&app, &client, &crm, "email", "a@example.com").await;
    assert_eq!(answer.whole(), (200, json!({ "type": "result", "message": "The CRM knows no such customer." })));
    for (status, body, message) in [
        (500, "[]".to_owned(), "The CRM answered with the status 500."),
        (302, "[]".to_owned(), "The CRM answered with the status 302."),
        (200, "{}".to_owned(), "The CRM did not answer with a list of customers."),
        (200, "no JSON".to_owned(), "The CRM did not answer with a list of customers."),
        (200, format!("[\"{}\"]", "x".repeat(5000)), "The CRM did not answer."),
    ] {
        let crm = Crm::start(status, body).await;
        let answer = sync(&app, &client, &crm, "email", "a@example.com").await;
        assert_eq!(refusal(&answer), (502, message.to_owned()));
        assert_eq!(crm.asked().len(), 1, "a redirect is not followed");
    }
    assert_eq!(graph(&app).await, before);
}

#[tokio::test]
async fn only_hosts_that_an_administrator_allowed_are_called() {
    let app = app().await;
    let client = OmnideskClient::start(&app).await;
    let crm = Crm::start(200, "[]".to_owned()).await;
    let port = crm.address.rsplit(':').next().expect("a port");
    let refused = "The CRM lookup URL of this brand may not be called.";
    for (url, message, status) in [
        (format!("https://example.com:{port}/"), refused, 400),
        // On the list of public hosts, and leads to this machine.
        (format!("https://localhost:{port}/"), refused, 400),
        (format!("http://localhost:{port}/"), refused, 400),
        (format!("http://[::1]:{port}/"), refused, 400),
        (format!("http://127.0.0.2:{port}/"), refused, 400),
        ("file:///etc/passwd".to_owned(), refused, 400),
        ("nonsense".to_owned(), "The CRM lookup URL of this brand is no URL.", 400),
    ] {
        client.set(&app, "crm_lookup_url", json!(url)).await;
        let body = json!({ "brandID": 1, "channel": "email", "address": "a@example.com" });
        let answer = client.json(&app, "POST", "/customer/syncWithCRM", &body).await;
        assert_eq!(refusal(&answer), (status, message.to_owned()), "{url}");
    }
    assert_eq!(crm.asked(), Vec::<String>::new());
}

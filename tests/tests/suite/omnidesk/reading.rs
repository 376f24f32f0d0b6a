//! Lists, items, searches, the timeline.

use onefold_tests::{OmnideskClient, TestApp};
use serde_json::{Value, json};

use super::refusal;

const INDEX: &str = include_str!("../../../fixtures/omnidesk/index-answer.json");
const SEARCH_PRIMARY: &str = include_str!("../../../fixtures/omnidesk/search-by-primary-id.json");
const SEARCH_CHANNEL: &str = include_str!("../../../fixtures/omnidesk/search-by-channel.json");

fn keys(value: &Value) -> Vec<String> {
    value.as_object().expect("an object").keys().cloned().collect()
}

#[tokio::test]
async fn a_list_has_the_printed_form() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let id = client.customer(&app, "text", json!({ "firstname": "text", "lastname": "text" })).await;
    let answer = client.get(&app, "/customer").await;
    assert_eq!(
        answer.whole(),
        (
            200,
            json!({ "type": "collection", "itemStart": 0, "itemTotal": 1, "itemLimit": 15, "items": [{
                "id": id, "external_primary_id": "text", "brand_name": "Brand 1", "firstname": "text", "lastname": "text", "channels": [],
            }] })
        )
    );
    let printed: Value = serde_json::from_str(INDEX).expect("JSON");
    assert_eq!(keys(&answer.json()), keys(&printed));
    assert_eq!(keys(&answer.json()["items"][0]), keys(&printed["items"][0]));
}

#[tokio::test]
async fn a_list_is_paged_and_searched() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    for (primary, first, last) in
        [("p1", "Ann", "Lee"), ("p2", "Bob", "Annersley"), ("x ann", "Eve", "Ray"), ("p4", "Šárka", "Nová")]
    {
        client.customer(&app, primary, json!({ "firstname": first, "lastname": last })).await;
    }
    let firsts = async |query: &str| -> (Value, Value, Vec<String>) {
        let body = client.get(&app, &format!("/customer{query}")).await.json();
        let items = body["items"].as_array().unwrap_or_else(|| panic!("{query}: {body}")).clone();
        let names = items.iter().map(|item| item["firstname"].as_str().unwrap_or_default().to_owned()).collect();
        (body["itemTotal"].clone(), body["itemLimit"].clone(), names)
    };
    assert_eq!(firsts("?itemStart=1&itemLimit=2").await, (4.into(), 2.into(), vec!["Bob".into(), "Eve".into()]));
    assert_eq!(firsts("?itemLimit=100").await.1, 99, "more than the most is cut");
    assert_eq!(firsts("?query=ANN").await, (3.into(), 15.into(), vec!["Ann".into(), "Bob".into(), "Eve".into()]));
    assert_eq!(firsts("?query=").await.0, 4, "an empty text is as absent");
    assert_eq!(firsts("?query=nobody").await.0, 0);
    assert_eq!(firsts("/?itemStart=9").await.2, Vec::<String>::new());
    for (query, message) in [
        ("?query=a%40b", "query has an invalid format"),
        ("?query=%2B316", "query has an invalid format"),
        ("?itemStart=-1", "itemStart must lie between 0 and 2147483647"),
        ("?itemLimit=x", "itemLimit must be a whole number"),
    ] {
        assert_eq!(
            refusal(&client.get(&app, &format!("/customer{query}")).await),
            (400, message.to_owned()),
            "{query}"
        );
    }
}

#[tokio::test]
async fn a_primary_id_finds_one_customer() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let body: Value = serde_json::from_str(SEARCH_PRIMARY).expect("JSON");
    let path = "/customer/SearchByPrimaryExternalID";
    let nobody = client.json(&app, "POST", path, &body).await;
    assert_eq!(refusal(&nobody), (400, "This customer does not exist.".to_owned()));
    let id = client.customer(&app, "text", json!({ "firstname": "Ann", "custom_a": "1" })).await;
    let answer = client.json(&app, "POST", path, &body).await;
    let item = json!({
        "id": id, "external_primary_id": "text", "brand_name": "Brand 1", "firstname": "Ann", "lastname": "", "channels": [],
        "brand_id": 1, "custom_a": "1",
    });
    assert_eq!(answer.whole(), (200, json!({ "type": "item", "item": item })));
    assert_eq!(
        client.get(&app, &format!("/customer/{id}")).await.whole(),
        (200, json!({ "type": "item", "item": item }))
    );
    for missing in ["primary_id", "brand_id"] {
        let mut body = body.clone();
        body.as_object_mut().expect("an object").remove(missing);
        assert_eq!(refusal(&client.json(&app, "POST", path, &body).await), (400, format!("{missing} is required")));
    }
}

#[tokio::test]
async fn an_address_finds_all_who_share_it() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let path = "/customer/SearchByCustomerChannelValue";
    let printed: Value = serde_json::from_str(SEARCH_CHANNEL).expect("JSON");
    let empty = json!({ "type": "collection", "itemStart": 0, "itemTotal": 0, "itemLimit": 0, "items": [] });
    assert_eq!(client.json(&app, "POST", path, &printed).await.whole(), (200, empty));
    let first = client
        .customer(&app, "a", json!({ "extra_email": "ann@example.com", "extra_telephone": "+31612312311" }))
        .await;
    let second = client
        .customer(&app, "b", json!({ "customerChannelType_0": "email", "customerChannelValue_0": "ANN@example.com" }))
        .await;
    client.customer(&app, "c", json!({ "customer_link_channel": "31612312311", "channel_id": "facebook" })).await;
    let ids = async |value: &str| -> Vec<i64> {
        let body = json!({ "customerChannelValue": value, "brand_id": 1 });
        let found = client.json(&app, "POST", path, &body).await.json();
        found["items"].as_array().expect("items").iter().filter_map(|item| item["id"].as_i64()).collect()
    };
    assert_eq!(ids("Ann@Example.com").await, [first, second]);
    assert_eq!(ids("+31 612 312 311").await, [first], "a number is compared by its digits");
    assert_eq!(ids("31612312311").await.len(), 2, "figures may be a number or an account");
    assert_eq!(ids("user31612312311").await, Vec::<i64>::new(), "a name with the same figures is none");
}

#[tokio::test]
async fn the_timeline_is_told_from_its_beginning_in_the_accounts_own_time() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    client.customer(&app, "text", json!({ "firstname": "Ann", "ticket_id": 12 })).await;
    let event = json!({ "external_id": "text", "brand_id": 1, "initiated_by": "Shop", "message": "Order 5", "source_url": "https://shop.example.com/5" });
    client.json(&app, "POST", "/customer/externalEvent", &event).await;
    let path = "/customer/timelineByCustomerExternalID?brand_id=1&external_id=text";
    let answer = client.get(&app, path).await;
    let entries = answer.json();
    let (created, order) = (entries[0]["id"].clone(), entries[1]["id"].clone());
    let at = "2026-03-01 10:00:00";
    let subject = entries[0]["item_type_id"].clone();
    assert_eq!(
        entries,
        json!([
            { "id": created, "ticket_id": null, "item_type": "customer.created", "item_type_id": subject, "description": "Ann recorded",
              "initiated_by": "Test", "created_at": at, "type": "event" },
            { "id": order, "ticket_id": null, "item_type": "external_event", "item_type_id": order.to_string(), "description": "Order 5",
              "initiated_by": "Shop", "created_at": at, "type": "event", "source_url": "https://shop.example.com/5" },
        ])
    );
    for flag in ["getTicketHistory=1", "getTicketHistory", "ticket_history=false"] {
        let all = client.get(&app, &format!("{path}&{flag}")).await.json();
        let tickets: Vec<Value> =
            all.as_array().expect("entries").iter().map(|entry| entry["ticket_id"].clone()).collect();
        assert_eq!(tickets, [json!(null), json!(12), json!(null)], "{flag}");
    }
    let nobody = client.get(&app, "/customer/timelineByCustomerExternalID?brand_id=1&external_id=x").await;
    assert_eq!(refusal(&nobody), (400, "This customer does not exist.".to_owned()));
    let missing = client.get(&app, "/customer/timelineByCustomerExternalID").await;
    assert_eq!(refusal(&missing), (400, "brand_id is required; external_id is required".to_owned()));
}

//! Omnidesk in proxy mode.

use entity::channel;
use entity::connection::Vendor;
use futures_util::future::join_all;
use onefold_tests::Proxied;
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use super::story::Story;

const V2: &str = "/api/v2";
const URLENCODED: &str = "application/x-www-form-urlencoded";

fn at(path: &str) -> String {
    format!("{V2}{path}")
}

/// The channels of a customer as the vendor shows them.
fn channels(item: &Value) -> Vec<(i64, String)> {
    let read = |channel: &Value| Some((channel["id"].as_i64()?, channel["address"].as_str()?.to_owned()));
    item["item"]["channels"].as_array().into_iter().flatten().filter_map(read).collect()
}

/// A read must be what the vendor itself answers, but for the field of tomorrow.
async fn reads(story: &mut Story, method: &str, path: &str, body: Value) -> Value {
    let mut through = story.tell(method, &at(path), body.clone()).await;
    if let Some(fields) = through.as_object_mut() {
        fields.remove("brand_new");
    }
    let directly = story.at.directly(Vendor::Omnidesk, method, &at(path), &body).await;
    assert_eq!(through, directly.json(), "{method} {path}");
    through
}

#[tokio::test]
async fn every_call_reaches_the_vendor_and_is_recorded() {
    let mut story = Story::of(Vendor::Omnidesk, "").await;
    let body = json!({
        "brand_id": 1, "primary_id": "crm-1", "firstname": "Ann", "lastname": "Smith", "ticket_id": 7,
        "extra_email": "Ann@example.com", "extra_telephone": "+31612312311",
        "channel_id": "twitter", "customer_link_channel": "ann_smith", "custom_testfield": "text",
    });
    let id = story.tell("POST", &at("/customer"), body).await["id"].as_i64().expect("an id");
    // The same again updates.
    let again =
        json!({ "brand_id": 1, "primary_id": "crm-1", "lastname": "Smithová", "extra_email": "ann@work.example" });
    story.tell("POST", &at("/customer"), again).await;
    let crud = "primaryID=crm-2&brandID=1&firstname=Eva&lastname=Nova&customerChannelType_0=email&customerChannelValue_0=eva@example.com";
    let told = story.send("POST", &at("/customer/createCustomerCRUD"), URLENCODED, crud).await;
    story.agrees("createCustomerCRUD").await;
    let other = told.answer.json()["id"].as_i64().expect("an id");

    let rename = json!({ "primaryID": "crm-1", "brandID": 1, "firstname": "Anna" });
    story.tell("PUT", &at("/customer"), rename).await;
    let form = "brandID=1&lastname=Smith&custom_colour=blue&customerChannelType_0=7&customerChannelValue_0=anna7";
    story.send("PUT", &at(&format!("/customer/{id}")), URLENCODED, form).await;
    story.agrees("putCustomerItem").await;
    let update = json!({ "externalPrimaryID": "crm-2", "brandID": 1, "lastname": "Novak", "custom_size": "XL" });
    story.tell("PUT", &at("/customer/updateCustomer"), update).await;
    let add = json!({ "customer_id": id, "brand_id": 1, "extra_facebook": 4711, "extra_twitter": "ann_2" });
    story.tell("POST", &at("/customer/addChannelOnly"), add).await;
    let event = json!({
        "customer_id": id, "brand_id": 1, "initiated_by": "Shop", "message": "Order 5 shipped\nin two parcels",
        "source_url": "https://shop.example/orders/5",
    });
    story.tell("POST", &at("/customer/externalEvent"), event).await;

    reads(&mut story, "GET", "/customer", Value::Null).await;
    reads(&mut story, "GET", "/customer?query=Ann&itemLimit=1", Value::Null).await;
    let item = reads(&mut story, "GET", &format!("/customer/{id}"), Value::Null).await;
    let by_primary = json!({ "primary_id": "crm-2", "brand_id": 1 });
    reads(&mut story, "POST", "/customer/SearchByPrimaryExternalID", by_primary).await;
    let by_value = json!({ "customerChannelValue": "ann@work.example", "brand_id": 1 });
    reads(&mut story, "POST", "/customer/SearchByCustomerChannelValue", by_value).await;
    let path = "/customer/timelineByCustomerExternalID?brand_id=1&external_id=crm-1&getTicketHistory=1";
    reads(&mut story, "GET", path, Value::Null).await;

    // The vendor's channel numbers were learnt when the customer was read.
    let known = channels(&item);
    assert_eq!(known.len(), 7, "{item:#}");
    let own = channel::Entity::find().all(story.at.app.app.store().reader()).await.expect("channels");
    for (number, address) in &known {
        assert!(
            own.iter().any(|row| row.vendor_id == Some(number.to_string()) && row.address == *address),
            "{address}"
        );
    }
    let (first, second) = (known[0].0, known[2].0);
    story.tell("DELETE", &at(&format!("/customer/{id}/channel/{first}")), Value::Null).await;
    story.tell("DELETE", &at(&format!("/customer/{id}/channel?channel_id={second}")), Value::Null).await;

    story.tell("DELETE", &at(&format!("/customer/{id}")), Value::Null).await;
    story.tell("DELETE", &at(&format!("/customer/{id}/purgeData")), Value::Null).await;
    let purge = at("/customer/purgedata?primary_id=crm-2&brand_id=1");
    story.tell("DELETE", &purge, Value::Null).await;
    assert!(other > 0);
    // The sandbox has no CRM to ask: see below.
    story.covers(&["syncWithCRM"]);
}

#[tokio::test]
async fn a_channel_whose_number_nobody_heard_of_goes_here_too() {
    let mut story = Story::of(Vendor::Omnidesk, "").await;
    let body =
        json!({ "brand_id": 1, "primary_id": "crm-1", "extra_email": "a@example.com", "extra_telephone": "+420601" });
    let id = story.tell("POST", &at("/customer"), body).await["id"].as_i64().expect("an id");
    let item = story.at.directly(Vendor::Omnidesk, "GET", &at(&format!("/customer/{id}")), &Value::Null).await;
    let number = channels(&item.json())[0].0;
    let path = at(&format!("/customer/{id}/channel/{number}"));
    let told = story.send("DELETE", &path, "application/json", "").await;
    // The customer is read again, because the number alone says nothing here.
    assert_eq!(told.calls, 2);
    let left = "{ customers(first: 1) { nodes { email phone channels { nodes { address } } } } }";
    let (here, there) = story.at.both(left).await;
    assert_eq!(here, there);
}

#[tokio::test]
async fn a_customer_of_whom_nothing_was_heard_is_made_of_what_the_vendor_says() {
    let mut story = Story::of(Vendor::Omnidesk, "").await;
    for n in 1..=3 {
        let body = json!({
            "brand_id": 1, "primary_id": format!("crm-{n}"), "firstname": "Ann", "lastname": "Smith",
            "extra_email": format!("ann{n}@example.com"), "custom_size": "XL",
        });
        story.at.directly(Vendor::Omnidesk, "POST", &at("/customer"), &body).await;
    }
    // Named by the company's id alone: its number comes with the next reading.
    let event = json!({ "external_id": "crm-1", "brand_id": 1, "initiated_by": "Shop", "message": "Order 5 shipped" });
    story.ask("POST", &at("/customer/externalEvent"), event).await;
    let list = story.ask("GET", &at("/customer"), Value::Null).await;
    let items = list["items"].as_array().expect("items").clone();
    assert_eq!(items.len(), 3);
    for item in &items {
        story.ask("GET", &at(&format!("/customer/{}", item["id"])), Value::Null).await;
    }
    let query = "{ customers(first: 10) { totalCount nodes {
        displayName email sources { nodes { vendorId externalId extra } } timeline { nodes { kind title } } } } }";
    let people = story.at.app.data(query, json!({})).await;
    assert_eq!(people["customers"]["totalCount"], 3, "{people:#}");
    let mut told: Vec<Value> = people["customers"]["nodes"].as_array().expect("customers").clone();
    told.sort_by_key(|customer| customer["email"].to_string());
    for (n, (customer, item)) in told.iter().zip(&items).enumerate() {
        assert_eq!(customer["displayName"], "Ann Smith");
        assert_eq!(customer["email"], format!("ann{}@example.com", n + 1));
        let source = json!({
            "vendorId": item["id"].to_string(), "externalId": format!("crm-{}", n + 1), "extra": { "custom_size": "XL" },
        });
        assert_eq!(customer["sources"]["nodes"], json!([source]));
    }
    let kinds = |customer: &Value| {
        let all = customer["timeline"]["nodes"].as_array().expect("a timeline").iter();
        let mut kinds: Vec<String> = all.map(|entry| entry["kind"].as_str().expect("a kind").to_owned()).collect();
        kinds.sort();
        kinds
    };
    assert_eq!(kinds(&told[0]), ["customer.created", "customer.updated", "customer.updated", "event.external"]);
    assert_eq!(kinds(&told[1]), ["customer.created", "customer.updated"], "the list leaves custom fields out");
    // Once more, nothing has changed and nothing is told.
    for item in &items {
        story.ask("GET", &at(&format!("/customer/{}", item["id"])), Value::Null).await;
    }
    story.ask("GET", &at("/customer"), Value::Null).await;
    let again = story.at.app.data(query, json!({})).await;
    assert_eq!(again, people);
}

#[tokio::test]
async fn what_was_changed_and_removed_at_the_vendor_is_changed_and_removed_with_the_next_reading() {
    let mut story = Story::of(Vendor::Omnidesk, "").await;
    let body = json!({
        "brand_id": 1, "primary_id": "crm-1", "firstname": "Ann", "extra_email": "a@example.com", "extra_telephone": "+420601",
        "custom_size": "XL",
    });
    let id = story.tell("POST", &at("/customer"), body).await["id"].as_i64().expect("an id");
    let path = at(&format!("/customer/{id}"));
    let item = story.tell("GET", &path, Value::Null).await;
    let gone = channels(&item).iter().find(|(_, address)| address == "a@example.com").expect("a channel").0;
    let of = Vendor::Omnidesk;
    story.at.directly(of, "DELETE", &format!("{path}/channel/{gone}"), &Value::Null).await;
    let changed = json!({ "firstname": "Anna", "custom_size": "", "custom_colour": "red" });
    story.at.directly(of, "PUT", &path, &changed).await;
    let more = json!({ "customer_id": id, "brand_id": 1, "extra_email": "b@example.com" });
    story.at.directly(of, "POST", &at("/customer/addChannelOnly"), &more).await;
    story.ask("GET", &path, Value::Null).await;
    let query = "{ customers { nodes { firstName email channels { nodes { kind address isPrimary } } sources { nodes { extra } } } } }";
    let (own, vendors) = story.at.both(query).await;
    assert_eq!(own, vendors);
    let sources = &own["customers"]["nodes"][0]["sources"]["nodes"];
    assert_eq!(*sources, json!([{ "extra": { "custom_colour": "red" } }]));
}

#[tokio::test]
async fn an_item_that_does_not_fit_waits_for_somebody_and_the_others_are_recorded() {
    let mut story = Story::of(Vendor::Omnidesk, "").await;
    for n in 1..=2 {
        let body =
            json!({ "brand_id": 1, "primary_id": format!("crm-{n}"), "extra_email": format!("a{n}@example.com") });
        story.at.directly(Vendor::Omnidesk, "POST", &at("/customer"), &body).await;
    }
    let rules = json!([{ "operation": "getCustomerIndex", "fault": { "drop_field": { "in": "reply", "pointer": "/items/0/id" } } }]);
    story.at.vendor.set_faults(rules).expect("a script");
    let answer = story.at.json(Vendor::Omnidesk, "GET", &at("/customer"), &Value::Null).await;
    story.at.vendor.clear_faults();
    assert_eq!(answer.json()["items"].as_array().map(Vec::len), Some(2), "the client gets what the vendor says");
    let query = "{ customers { nodes { email } } quarantine { nodes { operation path value } } }";
    let data = story.at.app.data(query, json!({})).await;
    assert_eq!(data["customers"]["nodes"], json!([{ "email": "a2@example.com" }]));
    let kept = &data["quarantine"]["nodes"];
    assert_eq!((&kept[0]["operation"], &kept[0]["path"]), (&json!("getCustomerIndex"), &json!("items[0]")));
    assert_eq!(kept[0]["value"]["external_primary_id"], "crm-1");
    // The same again is not kept again.
    story.at.vendor.set_faults(json!([{ "operation": "getCustomerIndex", "fault": { "drop_field": { "in": "reply", "pointer": "/items/0/id" } } }])).expect("a script");
    story.at.json(Vendor::Omnidesk, "GET", &at("/customer"), &Value::Null).await;
    let data = story.at.app.data("{ quarantine { totalCount } }", json!({})).await;
    assert_eq!(data["quarantine"]["totalCount"], 1);
    story.ask("GET", &at("/customer"), Value::Null).await;
}

#[tokio::test]
async fn synchronizing_with_the_crm_is_the_vendors_to_do() {
    let story = Story::of(Vendor::Omnidesk, "").await;
    let body = json!({ "brandID": 1, "channel": "email", "address": "a@example.com" });
    let reply = json!({ "status": 200, "body": { "type": "result", "message": "Customer synchronized." } });
    story
        .at
        .vendor
        .set_faults(json!([{ "operation": "syncWithCRM", "fault": { "status": reply } }]))
        .expect("a script");
    let answer = story.at.json(Vendor::Omnidesk, "POST", &at("/customer/syncWithCRM"), &body).await;
    assert_eq!(answer.whole(), (200, reply["body"].clone()));
    let calls = story.at.vendor.received(Some(Vendor::Omnidesk));
    assert_eq!(
        calls.iter().map(|call| (call.operation, call.body.clone())).collect::<Vec<_>>(),
        [(Some("syncWithCRM"), body)]
    );
    let data = story.at.app.data("{ customers { totalCount } quarantine { totalCount } }", json!({})).await;
    assert_eq!(data, json!({ "customers": { "totalCount": 0 }, "quarantine": { "totalCount": 0 } }));
}

#[tokio::test]
async fn a_step_in_the_path_leads_to_no_other_call_of_the_vendor() {
    let mut story = Story::of(Vendor::Omnidesk, "").await;
    let body = json!({ "brand_id": 1, "primary_id": "crm-1", "firstname": "Ann", "extra_email": "ann@example.com" });
    let id = story.tell("POST", &at("/customer"), body).await["id"].as_i64().expect("an id");
    for step in ["%2e%2e", "..", "%2E."] {
        let path = at(&format!("/customer/{id}/channel/{step}"));
        story.at.vendor.clear_calls();
        let answer = story.at.call(Vendor::Omnidesk, "DELETE", &path, "application/json", "").await;
        assert_eq!(answer.status, 404, "{step}: {}", answer.body);
        assert_eq!(story.at.vendor.calls(Some(Vendor::Omnidesk)).len(), 0, "{step}");
    }
    let item = reads(&mut story, "GET", &format!("/customer/{id}"), Value::Null).await;
    assert_eq!(item["item"]["firstname"], "Ann");
}

#[tokio::test]
async fn one_customer_sent_by_several_calls_at_a_time_is_recorded_once() {
    let at_once = Proxied::start().await;
    let path = at("/customer");
    let body = json!({ "brand_id": 1, "primary_id": "crm-1", "firstname": "Ann", "extra_email": "ann@example.com" });
    let calls = (0..8).map(|_| at_once.json(Vendor::Omnidesk, "POST", &path, &body));
    for answer in join_all(calls).await {
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    let query = r#"{ customers(filter: { search: "Ann" }) { totalCount nodes { displayName email sources { nodes { externalId } } } } }"#;
    let (here, there) = at_once.both(query).await;
    assert_eq!(here["customers"]["totalCount"], 1, "{here:#}");
    assert_eq!(here, there);
}

#[tokio::test]
async fn calls_at_a_time_that_say_different_things_of_a_customer_lose_none_of_them() {
    let at_once = Proxied::start().await;
    let path = at("/customer");
    let said = |field: &str, value: &str| {
        let mut body = json!({ "brand_id": 1, "primary_id": "crm-1" });
        body[field] = value.into();
        body
    };
    let first = at_once.json(Vendor::Omnidesk, "POST", &path, &said("extra_email", "ann@example.com")).await;
    assert_eq!(first.status, 200, "{}", first.body);
    let fields = [
        ("firstname", "Ann"),
        ("lastname", "Smith"),
        ("custom_size", "XL"),
        ("custom_colour", "blue"),
        ("extra_telephone", "+31612312311"),
    ];
    let bodies = fields.map(|(field, value)| said(field, value));
    let calls = bodies.iter().map(|body| at_once.json(Vendor::Omnidesk, "POST", &path, body));
    for answer in join_all(calls).await {
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    let query = "{ customers(first: 2) { nodes { displayName email phone sources { nodes { externalId extra } } } } }";
    let (here, _) = at_once.both(query).await;
    let extra = &here["customers"]["nodes"][0]["sources"]["nodes"][0]["extra"];
    assert_eq!((&extra["custom_size"], &extra["custom_colour"]), (&json!("XL"), &json!("blue")), "{here:#}");
    let customer = &here["customers"]["nodes"][0];
    assert_eq!(customer["displayName"], "Ann Smith", "{here:#}");
    assert!(customer["phone"].as_str().is_some_and(|phone| phone.ends_with("31612312311")), "{here:#}");
}

#[tokio::test]
async fn a_customer_known_by_number_gets_the_companys_id_when_a_call_names_both() {
    let proxied = Proxied::start().await;
    let body = json!({ "brand_id": 1, "primary_id": "crm-1", "firstname": "Ann", "extra_email": "ann@example.com" });
    let made = proxied.directly(Vendor::Omnidesk, "POST", &at("/customer"), &body).await.json();
    // Of this customer nothing was heard here but the number.
    let rename = json!({ "brandID": 1, "lastname": "Smith" });
    let named = proxied.json(Vendor::Omnidesk, "PUT", &at(&format!("/customer/{}", made["id"])), &rename).await;
    assert_eq!(named.status, 200, "{}", named.body);
    let again = proxied.json(Vendor::Omnidesk, "POST", &at("/customer"), &body).await;
    assert_eq!(again.json()["id"], made["id"]);
    let (here, there) = proxied
        .both("{ customers(first: 2) { nodes { displayName sources { nodes { vendorId externalId } } } } }")
        .await;
    assert_eq!(here, there);
}

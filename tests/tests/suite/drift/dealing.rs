//! How differences are told, counted, dealt with, and kept apart.

use entity::connection::Vendor;
use entity::drift;
use onefold::domain::account::Permission;
use onefold_tests::Proxied;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

use super::found;

const RESOLVE: &str = "mutation($id: ID!) { resolveDrift(id: $id) { drift { resolvedAt } problems { message } } }";

async fn index(proxied: &Proxied) {
    let answer = proxied.json(Vendor::Omnidesk, "GET", "/api/v2/customer", &Value::Null).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

/// Omnidesk shows something new of every customer.
async fn changed() -> Proxied {
    let proxied = Proxied::start_with(|options| options.customers = Some(6), |_| {}).await;
    let body = json!({ "brand_id": 1, "primary_id": "a", "firstname": "Ann", "extra_email": "ann@example.com" });
    proxied.directly(Vendor::Omnidesk, "POST", "/api/v2/customer", &body).await;
    let fault = json!({ "add_field": { "pointer": "/items/*/home_phone", "value": "+420777123456" } });
    proxied.vendor.set_faults(json!([{ "operation": "getCustomerIndex", "fault": fault }])).expect("a script");
    // Making the connections took its time.
    proxied.app.app.clock().set(onefold_tests::NOW.parse().expect("an instant"));
    proxied
}

#[tokio::test]
async fn a_difference_is_told_once_however_often_it_is_seen_and_without_what_it_held() {
    let proxied = changed().await;
    let began = proxied.app.statements();
    for _ in 0..50 {
        index(&proxied).await;
    }
    let (before, all) = (proxied.app.statements(), found(&proxied, json!({})).await);
    assert_eq!(all.len(), 1, "{all:#?}");
    let mut one = all[0].clone();
    one.as_object_mut().expect("an object").remove("id");
    assert_eq!(
        one,
        json!({
            "vendor": "OMNIDESK", "operation": "getCustomerIndex", "status": 200, "kind": "UNKNOWN_FIELD",
            "path": "items[].home_phone", "expected": "nothing", "found": "string", "count": 50,
            "firstSeen": "2026-03-01T09:00:00Z", "lastSeen": "2026-03-01T09:00:00Z", "resolvedAt": null,
            "affects": ["Customer"],
        })
    );
    let rows = drift::Entity::find().all(proxied.app.app.store().reader()).await.expect("rows");
    assert!(!format!("{rows:?}").contains("777123456"));
    assert!(before > began, "the calls themselves have statements");
}

#[tokio::test]
async fn what_was_dealt_with_is_open_again_when_it_is_seen_again() {
    let proxied = changed().await;
    index(&proxied).await;
    let id = found(&proxied, json!({})).await[0]["id"].clone();
    proxied.app.app.clock().advance(60);
    let resolved = proxied.app.data(RESOLVE, json!({ "id": id })).await;
    assert_eq!(resolved["resolveDrift"]["drift"]["resolvedAt"], "2026-03-01T09:01:00Z");
    assert_eq!(found(&proxied, json!({ "resolved": false })).await.len(), 0);
    assert_eq!(found(&proxied, json!({ "resolved": true })).await.len(), 1);
    proxied.app.app.clock().advance(60);
    index(&proxied).await;
    let open = found(&proxied, json!({ "resolved": false })).await;
    assert_eq!((open.len(), &open[0]["id"], &open[0]["count"]), (1, &id, &json!(2)));
    assert_eq!(open[0]["firstSeen"], "2026-03-01T09:00:00Z");
    assert_eq!(open[0]["lastSeen"], "2026-03-01T09:02:00Z");
    let rows = drift::Entity::find().count(proxied.app.app.store().reader()).await.expect("a count");
    assert_eq!(rows, 1);
}

#[tokio::test]
async fn a_list_is_narrowed_by_vendor_and_sort_and_read_by_those_who_may() {
    let proxied = changed().await;
    index(&proxied).await;
    let status = json!([{ "vendor": "customerscore", "fault": { "status": { "status": 418 } } }]);
    proxied.vendor.set_faults(status).expect("a script");
    proxied.json(Vendor::Customerscore, "POST", "/api/v1/customers", &json!({ "customers": [] })).await;
    assert_eq!(found(&proxied, json!({})).await.len(), 2);
    assert_eq!(found(&proxied, json!({ "vendor": "OMNIDESK" })).await[0]["kind"], "UNKNOWN_FIELD");
    let of = found(&proxied, json!({ "kind": "UNKNOWN_STATUS" })).await;
    assert_eq!((of.len(), &of[0]["vendor"], &of[0]["found"]), (1, &json!("CUSTOMERSCORE"), &json!("418")));

    let none = proxied.app.key_with(&[]).await;
    let answer = proxied.app.graphql_as(&none, "{ drift { totalCount } }", json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{answer:#}");
    let reader = proxied.app.key_with(&[Permission::CustomerRead]).await;
    let answer = proxied.app.graphql_as(&reader, RESOLVE, json!({ "id": of[0]["id"] })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{answer:#}");
    let other = proxied.app.another_brand(2).await;
    let stranger = proxied.app.key_of(&other, &Permission::ALL).await;
    let answer = proxied.app.graphql_as(&stranger, "{ drift { totalCount } }", json!({})).await;
    assert_eq!(answer["data"]["drift"]["totalCount"], 0);
    let answer = proxied.app.graphql_as(&stranger, RESOLVE, json!({ "id": of[0]["id"] })).await;
    assert_ne!(answer["data"]["resolveDrift"]["problems"], json!([]), "{answer:#}");
}

#[tokio::test]
async fn a_body_that_is_a_page_is_told_for_refusals_and_successes() {
    let proxied = changed().await;
    for (status, expected) in [(200, "json"), (400, "json")] {
        let fault = json!({ "not_json": { "status": status } });
        proxied.vendor.set_faults(json!([{ "operation": "getCustomerIndex", "fault": fault }])).expect("a script");
        proxied.json(Vendor::Omnidesk, "GET", "/api/v2/customer", &Value::Null).await;
        let all = found(&proxied, json!({ "kind": "UNKNOWN_BODY" })).await;
        let one = all.iter().find(|row| row["status"] == status).unwrap_or_else(|| panic!("{all:#?}"));
        assert_eq!((&one["expected"], &one["found"], &one["path"]), (&json!(expected), &json!("markup"), &json!("")));
    }
}

#[tokio::test]
async fn what_the_outbox_asks_is_looked_at_too() {
    let proxied = Proxied::start().await;
    let data = proxied.app.data("{ connections { id vendor } }", json!({})).await;
    let all = data["connections"].as_array().expect("connections").clone();
    let at = all.into_iter().find(|one| one["vendor"] == "OMNIDESK").expect("a connection")["id"].clone();
    let fault = json!({ "retype_field": { "pointer": "/message", "to": "array" } });
    proxied.vendor.set_faults(json!([{ "vendor": "omnidesk", "fault": fault }])).expect("a script");
    let create =
        "mutation($at: ID) { createCustomer(input: { firstName: \"Ann\" }, connectionId: $at, externalId: \"7\") {
        problems { path message } } }";
    proxied.app.data(create, json!({ "at": at })).await;
    while onefold::job::outbox::round(&proxied.app.app).await.expect("a round") > 0 {}
    let all = found(&proxied, json!({})).await;
    let one = all.iter().find(|row| row["path"] == "message").unwrap_or_else(|| panic!("{all:#?}"));
    assert_eq!((&one["kind"], &one["found"]), (&json!("RETYPED_FIELD"), &json!("array")));
}

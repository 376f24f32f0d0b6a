//! CareCloud's look-up lists, and the test of the connection.

use entity::lookup::{self, LookupKind};
use entity::property_definition::PropertyType;
use entity::source_record::RecordState;
use entity::{segment, status_tier};
use onefold_tests::{CareCloudClient, TestApp, define_interest, define_property, request};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};

const CHANGE: &str = "2026-03-01 10:00:00";

async fn define(app: &TestApp, client: &CareCloudClient, kind: LookupKind, id: &str, state: RecordState, data: Value) {
    let row = lookup::ActiveModel {
        brand_id: Set(client.connection.brand_id),
        connection_id: Set(client.connection.id),
        kind: Set(kind),
        vendor_id: Set(id.to_owned()),
        text_id: Set(Some(format!("text_{id}"))),
        name: Set(format!("Name {id}")),
        data: Set(data),
        state: Set(state),
        updated_at: Set(app.app.clock().now()),
        ..Default::default()
    };
    lookup::Entity::insert(row).exec_without_returning(app.app.store().writer()).await.expect("an entry");
}

#[tokio::test]
async fn sorts_of_things_are_listed_while_they_can_be_named() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let dated = |id: &str| json!({ id: "x", "name": "Name x", "last_change": CHANGE });
    for (kind, path, key, item) in [
        (LookupKind::PointType, "/point-types", "point_types", dated("point_type_id")),
        (LookupKind::CreditType, "/credit-types", "credit_types", dated("credit_type_id")),
        (LookupKind::RewardType, "/reward-types", "reward_types", dated("reward_type_id")),
        (
            LookupKind::CardType,
            "/card-types",
            "card_types",
            json!({ "card_type_id": "x", "text_id": "text_x", "name": "Name x", "prefix": "092" }),
        ),
        (
            LookupKind::PurchaseType,
            "/purchase-types",
            "purchase_types",
            json!({ "type_id": "x", "name": "Name x", "text_id": "text_x" }),
        ),
    ] {
        define(&app, &client, kind, "x", RecordState::Active, json!({ "prefix": "092" })).await;
        define(&app, &client, kind, "old", RecordState::Inactive, json!({})).await;
        let answer = client.call(&app, "GET", path, "").await;
        assert_eq!(answer.whole(), (200, json!({ "data": { key: [item], "total_items": 1 } })), "{path}");
    }
}

#[tokio::test]
async fn stores_and_sources_show_their_state_and_are_paged_sorted_and_narrowed() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    define(
        &app,
        &client,
        LookupKind::Store,
        "s",
        RecordState::Inactive,
        json!({ "partner_id": "p", "name": "old name" }),
    )
    .await;
    let stores = client.call(&app, "GET", "/stores?sort_field=store_id&sort_direction=DESC&count=1", "").await;
    assert_eq!(
        stores.whole(),
        (
            200,
            json!({ "data": { "stores": [{
                "store_id": "s", "store_code": "text_s", "name": "Name s", "partner_id": "p", "last_change": CHANGE, "state": 2,
            }], "total_items": 3 } })
        )
    );
    define(&app, &client, LookupKind::CustomerSource, "web", RecordState::Active, json!({})).await;
    for query in ["customer_source_text_id=text_web", "text_id[]=text_web&text_id[]=text_other"] {
        let sources = client.call(&app, "GET", &format!("/customer-sources?{query}"), "").await;
        // The page names the parameter for one; several come under the name that other lists have.
        let expected = json!({ "data": { "customer_sources": [{
            "customer_source_id": "web", "name": "Name web", "customer_source_text_id": "text_web", "state": 1, "last_change": CHANGE,
        }], "total_items": 1 } });
        assert_eq!(sources.whole(), (200, expected), "{query}");
    }
    let wrong = client.call(&app, "GET", "/stores?sort_field=shoe", "").await;
    assert_eq!(wrong.status, 400);
}

#[tokio::test]
async fn properties_interests_segments_and_statuses_are_listed() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let (brand_id, connection_id) = (Set(client.connection.brand_id), Set(client.connection.id));
    let now = Set(app.app.clock().now());
    define_property(&app, &client.connection, "colour", PropertyType::Enumeration, |row| {
        row.items = Set(json!([{ "id": "b", "name": "Blue", "state": 1 }]));
    })
    .await;
    define_interest(&app, &client.connection, "tech", "Tech").await;
    for (id, group) in [("one", "a"), ("two", "b")] {
        let row = segment::ActiveModel {
            brand_id: brand_id.clone(),
            connection_id: connection_id.clone(),
            vendor_id: Set(id.to_owned()),
            name: Set(format!("Segment {id}")),
            group_id: Set(Some(group.to_owned())),
            created_at: now.clone(),
            updated_at: now.clone(),
            ..Default::default()
        };
        segment::Entity::insert(row).exec_without_returning(app.app.store().writer()).await.expect("a segment");
    }
    for (id, rank) in [("gold", 2), ("basic", 1)] {
        let row = status_tier::ActiveModel {
            brand_id: brand_id.clone(),
            connection_id: connection_id.clone(),
            vendor_id: Set(id.to_owned()),
            name: Set(id.to_owned()),
            rank: Set(rank),
            updated_at: now.clone(),
            ..Default::default()
        };
        status_tier::Entity::insert(row).exec_without_returning(app.app.store().writer()).await.expect("a tier");
    }
    for (path, expected) in [
        (
            "/customer-properties",
            json!({ "customer_properties": [{
                "property_id": "colour", "name": "The colour", "description": null, "data_type": "enum",
                "items": [{ "id": "b", "name": "Blue", "state": 1 }], "is_required": false, "is_unique": false,
                "last_change": CHANGE, "state": 1,
            }], "total_items": 1 }),
        ),
        ("/interests", json!({ "interests": [{ "interest_id": "tech", "name": "Tech" }], "total_items": 1 })),
        (
            "/segments?segment_group_ids[]=b",
            json!({ "segments": [{
                "segment_id": "two", "name": "Segment two", "segment_group_id": "b", "segment_picture_url": null,
                "note": null, "last_change": CHANGE,
            }], "total_items": 1 }),
        ),
        (
            "/statuses",
            json!({ "statuses": [
                { "status_id": "basic", "name": "basic" }, { "status_id": "gold", "name": "gold" },
            ], "total_items": 2 }),
        ),
    ] {
        assert_eq!(client.call(&app, "GET", path, "").await.whole(), (200, json!({ "data": expected })), "{path}");
    }
}

#[tokio::test]
async fn both_interfaces_have_the_lists_and_nobody_without_a_token() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let device = client.device(&app, "one").await;
    let brand = app.another_brand(2).await;
    let stranger = CareCloudClient::log_in_to(&app, &brand).await;
    define_interest(&app, &stranger.connection, "golf", "Golf").await;
    for path in [
        "/customer-properties",
        "/interests",
        "/customer-sources",
        "/point-types",
        "/credit-types",
        "/card-types",
        "/reward-types",
        "/purchase-types",
        "/segments",
        "/statuses",
        "/stores",
    ] {
        assert_eq!(device.call(&app, "GET", path, "").await.status, 200, "{path}");
        let open = format!("/rest-api/customer-interface/v1.0{path}");
        assert_eq!(app.send(request("GET", &open, &[], "")).await.status, 401, "{path}");
    }
    let interests = device.call(&app, "GET", "/interests", "").await.json();
    assert_eq!(interests["data"]["total_items"], 0, "another brand's list is its own");
}

#[tokio::test]
async fn the_test_of_the_connection_reverses_a_text() {
    let app = TestApp::start().await;
    for (query, expected) in [("?test_string=Hello%20world!", "!dlrow olleH"), ("", "")] {
        let path = format!("/webservice/rest-api/customer-interface/v1.0/tests/connection{query}");
        let answer = app.send(request("GET", &path, &[], "")).await;
        assert_eq!(answer.whole(), (200, json!({ "data": { "test_string": expected } })));
    }
}

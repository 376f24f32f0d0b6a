//! Deleting and purging.

use entity::{
    OfSourceRecord, audit_entry, channel, customer, property_value, quarantine, source_record, timeline_entry,
};
use onefold_tests::{OmnideskClient, TestApp};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

use super::{graph, refusal, told};

async fn hanging<E: OfSourceRecord>(app: &TestApp, record: i64) -> u64
where
    E::Model: Send + Sync,
{
    let rows = E::find().filter(E::source_record_column().eq(record));
    rows.count(app.app.store().reader()).await.expect("a count")
}

async fn merge(app: &TestApp, survivor: &Value, merged: &Value) -> Value {
    let query = "mutation($a: ID!, $b: ID!) { mergeCustomers(survivorId: $a, mergedId: $b) { merge { id } problems { message } } }";
    app.data(query, json!({ "a": survivor, "b": merged })).await["mergeCustomers"].take()
}

#[tokio::test]
async fn a_deleted_customer_is_unknown_and_its_primary_id_free() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let id = client.customer(&app, "p", json!({ "firstname": "Ann" })).await;
    let path = format!("/customer/{id}");
    assert_eq!(
        client.delete(&app, &path).await.whole(),
        (200, json!({ "type": "result", "message": "Customer deleted." }))
    );
    for again in [client.delete(&app, &path).await, client.get(&app, &path).await] {
        assert_eq!(refusal(&again), (400, "This customer does not exist.".to_owned()));
    }
    assert_eq!(client.get(&app, "/customer").await.json()["itemTotal"], 0);
    assert_eq!(graph(&app).await, json!([]), "nobody else speaks of the customer");
    assert_ne!(client.customer(&app, "p", json!({ "firstname": "Bob" })).await, id);
    assert_eq!(graph(&app).await[0]["displayName"], "Bob");
}

#[tokio::test]
async fn a_deleted_record_no_longer_speaks_for_a_customer_whom_others_know() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let id = client.customer(&app, "p", json!({ "firstname": "Ann", "extra_email": "ann@example.com" })).await;
    let theirs = app.data("{ customers { nodes { id } } }", json!({})).await["customers"]["nodes"][0]["id"].clone();
    let ours = app.customer("Jana", "Nová").await;
    assert_eq!(merge(&app, &json!(ours), &theirs).await["problems"], json!([]));
    client.delete(&app, &format!("/customer/{id}")).await;
    let found = graph(&app).await;
    assert_eq!((&found[0]["displayName"], &found[0]["email"]), (&json!("Jana Nová"), &json!(null)));
    assert!(told(&found[0]).iter().any(|entry| entry == "customer.deleted: Deleted where it came from"));
}

#[tokio::test]
async fn a_channel_is_taken_off_and_the_next_takes_its_place() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let id = client.customer(&app, "p", json!({ "extra_email": "first@example.com" })).await;
    let more = json!({ "customer_id": id, "brand_id": 1, "extra_email": "second@example.com", "extra_telephone": "+31612312311" });
    client.json(&app, "POST", "/customer/addChannelOnly", &more).await;
    let channels = client.item(&app, id).await["channels"].clone();
    let path = format!("/customer/{id}/channel/{}", channels[0]["id"]);
    assert_eq!(
        client.delete(&app, &path).await.whole(),
        (200, json!({ "type": "result", "message": "Channel deleted." }))
    );
    let found = graph(&app).await;
    assert_eq!(found[0]["email"], "second@example.com");
    assert_eq!(
        found[0]["channels"]["nodes"],
        json!([
            { "kind": "EMAIL", "address": "second@example.com", "isPrimary": true },
            { "kind": "TELEPHONE", "address": "+31612312311", "isPrimary": true },
        ])
    );
    assert_eq!(refusal(&client.delete(&app, &path).await), (400, "This channel does not exist.".to_owned()));
    let path = format!("/customer/{id}/channel?channel_id={}", channels[2]["id"]);
    assert_eq!(client.delete(&app, &path).await.status, 200);
    assert_eq!(graph(&app).await[0]["phone"], json!(null));
    // What was taken off does not come back with the next change.
    client.form(&app, "PUT", &format!("/customer/{id}"), "firstname=Ann").await;
    assert_eq!(client.item(&app, id).await["channels"].as_array().map(Vec::len), Some(1));
    let other = client.customer(&app, "q", json!({})).await;
    let foreign = client.delete(&app, &format!("/customer/{other}/channel/{}", channels[1]["id"])).await;
    assert_eq!(refusal(&foreign), (400, "This channel does not exist.".to_owned()), "another customer's channel");
    let missing = client.delete(&app, &format!("/customer/{id}/channel")).await;
    assert_eq!(refusal(&missing), (400, "channel_id is required".to_owned()));
}

#[tokio::test]
async fn a_channel_that_is_removed_in_the_graph_is_the_customers_no_longer() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let id = client.customer(&app, "p", json!({ "extra_email": "first@example.com" })).await;
    let channels = app.data("{ customers { nodes { channels { nodes { id } } } } }", json!({})).await;
    let channel = &channels["customers"]["nodes"][0]["channels"]["nodes"][0]["id"];
    let remove = "mutation($id: ID!) { removeChannel(id: $id) { problems { message } } }";
    app.data(remove, json!({ "id": channel })).await;
    assert_eq!(graph(&app).await[0]["email"], json!(null));
    assert_eq!(client.item(&app, id).await["channels"], json!([]));
}

#[tokio::test]
async fn a_purge_leaves_nothing_of_the_person_anywhere() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let id = client
        .customer(
            &app,
            "secret-4711",
            json!({ "firstname": "Annabella", "extra_email": "annabella@example.com", "custom_a": "Annabella" }),
        )
        .await;
    let event = json!({ "customer_id": id, "brand_id": 1, "initiated_by": "Annabella", "message": "Annabella called" });
    client.json(&app, "POST", "/customer/externalEvent", &event).await;
    let theirs = app.data("{ customers { nodes { id } } }", json!({})).await["customers"]["nodes"][0]["id"].clone();
    let ours = app.customer("Jana", "Nová").await;
    merge(&app, &json!(ours), &theirs).await;

    let path = format!("/customer/{id}/purgeData");
    assert_eq!(
        client.delete(&app, &path).await.whole(),
        (200, json!({ "type": "result", "message": "Customer data purged." }))
    );
    assert_eq!(refusal(&client.delete(&app, &path).await), (400, "This customer does not exist.".to_owned()));
    let found = graph(&app).await;
    assert_eq!((&found[0]["displayName"], &found[0]["email"]), (&json!("Jana Nová"), &json!(null)));

    let db = app.app.store().reader();
    assert_eq!(source_record::Entity::find().count(db).await.expect("a count"), 1, "Onefold's own record");
    assert_eq!(hanging::<channel::Entity>(&app, id).await, 0);
    assert_eq!(hanging::<timeline_entry::Entity>(&app, id).await, 0);
    assert_eq!(hanging::<property_value::Entity>(&app, id).await, 0);
    let rest = [
        format!("{:?}", customer::Entity::find().all(db).await.expect("customers")),
        format!("{:?}", source_record::Entity::find().all(db).await.expect("records")),
        format!("{:?}", channel::Entity::find().all(db).await.expect("channels")),
        format!("{:?}", timeline_entry::Entity::find().all(db).await.expect("entries")),
        format!("{:?}", quarantine::Entity::find().all(db).await.expect("entries")),
        format!("{:?}", audit_entry::Entity::find().all(db).await.expect("entries")),
    ]
    .concat()
    .to_lowercase();
    for secret in ["annabella", "secret-4711"] {
        assert!(!rest.contains(secret), "{secret} is left");
    }
    let audit = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq("source_record.purge"));
    assert_eq!(audit.count(db).await.expect("a count"), 1, "that it was done is kept");
}

#[tokio::test]
async fn a_purge_is_asked_for_in_every_documented_way_and_after_deletion_too() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    for form in ["path", "query by id", "query by primary id", "body", "after deletion", "made anew"] {
        let id = client.customer(&app, "p", json!({ "firstname": "Ann" })).await;
        let answer = match form {
            "path" => client.delete(&app, &format!("/customer/{id}/purgeData")).await,
            "query by id" => client.delete(&app, &format!("/customer/purgedata?customer_id={id}")).await,
            "query by primary id" => client.delete(&app, "/customer/purgeData?primary_id=p&brand_id=1").await,
            "body" => client.form(&app, "DELETE", "/customer/purgedata", "primaryID=p&brandID=1").await,
            "after deletion" => {
                client.delete(&app, &format!("/customer/{id}")).await;
                client.delete(&app, &format!("/customer/{id}/purgeData")).await
            }
            _ => {
                client.delete(&app, &format!("/customer/{id}")).await;
                client.customer(&app, "p", json!({ "firstname": "Eve" })).await;
                client.delete(&app, "/customer/purgedata?primary_id=p&brand_id=1").await
            }
        };
        assert_eq!(answer.status, 200, "{form}: {}", answer.body);
        let left = source_record::Entity::find().count(app.app.store().reader()).await.expect("a count");
        assert_eq!(left, 0, "{form}");
        assert_eq!(graph(&app).await, json!([]), "{form}");
    }
    let unnamed = client.delete(&app, "/customer/purgedata?brand_id=1").await;
    assert_eq!(refusal(&unnamed).0, 400);
}

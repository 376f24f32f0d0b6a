//! Omnidesk.

use entity::connection::Vendor;
use serde_json::{Value, json};

use super::kit::{Somebody, Trip};

const READINGS: [&str; 2] = ["getCustomerItem", "timelineByCustomerExternalID"];
const UPDATE: &str = "mutation($id: ID!, $record: ID, $input: CustomerInput!) {
    updateCustomer(id: $id, sourceRecordId: $record, input: $input) { customer { id } problems { path message } } }";
const ADD_CHANNEL: &str =
    "mutation($input: AddChannelInput!) { addChannel(input: $input) { channel { id } problems { path message } } }";
const REMOVE_CHANNEL: &str = "mutation($id: ID!) { removeChannel(id: $id) { removedId problems { path message } } }";
const TELL: &str = "mutation($input: AddTimelineEntryInput!) {
    addTimelineEntry(input: $input) { entry { id } problems { path message } } }";
const DELETE: &str = "mutation($id: ID!, $purge: Boolean!) {
    deleteSourceRecord(id: $id, purge: $purge) { deletedId problems { path message } } }";

/// What happened elsewhere, as both stores tell it.
async fn events(trip: &Trip) -> (Value, Value) {
    let query = "{ customers(first: 10) { nodes { timeline(first: 50, filter: { kinds: [\"event.external\"] }) {
        nodes { kind title body actor sourceUrl ticketId } } } } }";
    trip.at.both(query).await
}

async fn removed(trip: &mut Trip, somebody: &Somebody, purge: bool, operation: &str) {
    trip.writes(DELETE, json!({ "id": somebody.record, "purge": purge }), &[operation]).await;
}

#[tokio::test]
async fn every_operation_makes_its_round_trip() {
    let mut trip = Trip::to(Vendor::Omnidesk).await;
    let input = json!({ "firstName": "Ann", "lastName": "Low", "email": "ann@example.com" });
    let ann = trip.creates(Some("C-7"), input, &["createCustomerCRUD"]).await;
    trip.agrees("createCustomer").await;
    let change = json!({ "id": ann.customer, "record": ann.record, "input": { "firstName": "Anna" } });
    trip.writes(UPDATE, change, &["putCustomerItem"]).await;
    trip.agrees("updateCustomer").await;
    let phone = ann.with(json!({ "kind": "TELEPHONE", "address": "+420777123456" }));
    trip.writes(ADD_CHANNEL, phone, &["addChannelOnly"]).await;
    // Which address is the one to use is the vendor's to say.
    trip.agrees_but("addChannel", &["/phone", "/isPrimary"]).await;

    // The vendor's numbers of the channels come with the next reading, and are how one is removed there.
    let read = trip.reads(&ann, &READINGS).await;
    trip.agrees("reading").await;
    let channels = read["channels"]["nodes"].as_array().expect("channels");
    let phone = channels.iter().find(|channel| channel["kind"] == "TELEPHONE").expect("a channel")["id"].clone();
    trip.writes(REMOVE_CHANNEL, json!({ "id": phone }), &["deleteCustomerItemChannel"]).await;
    trip.agrees("removeChannel").await;

    let parcel = ann.with(json!({
        "title": "Parcel sent", "actor": "Shop", "sourceUrl": "https://shop.example/parcels/1",
    }));
    trip.writes(TELL, parcel, &["externalEvent"]).await;
    trip.reads(&ann, &READINGS).await;
    let (own, _) = events(&trip).await;
    let told = own["customers"]["nodes"][0]["timeline"]["nodes"].as_array().expect("entries").len();
    assert_eq!(told, 1, "what went there is not told a second time: {own:#}");

    let input = json!({ "firstName": "Eva", "lastName": "Nova", "email": "eva@example.com" });
    let eva = trip.loses_an_answer(Some("C-8"), input, "createCustomerCRUD", "searchByPrimaryExternalId").await;
    trip.agrees("createCustomer whose answer was lost").await;

    removed(&mut trip, &ann, false, "deleteCustomerItem").await;
    removed(&mut trip, &eva, true, "deleteCustomerItemPurgeData").await;
    let left = "{ customers(first: 10) { nodes { displayName sources(first: 10) { nodes { vendorId state } } } } }";
    let (own, theirs) = trip.at.both(left).await;
    assert_eq!(own, theirs);
    trip.covers();
}

#[tokio::test]
async fn what_happened_at_the_vendor_is_read_onto_the_timeline_once() {
    let mut trip = Trip::to(Vendor::Omnidesk).await;
    let input = json!({ "firstName": "Ann", "lastName": "Low", "email": "ann@example.com" });
    let ann = trip.creates(Some("C-7"), input, &["createCustomerCRUD"]).await;
    for message in ["Order 5 shipped\nin two parcels", "Order 6 shipped", "Order 6 shipped"] {
        let event = json!({
            "external_id": "C-7", "brand_id": 1, "initiated_by": "Shop", "message": message,
            "source_url": "https://shop.example/orders",
        });
        let path = "/api/v2/customer/externalEvent";
        let answer = trip.at.directly(Vendor::Omnidesk, "POST", path, &event).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    for _ in 0..2 {
        trip.reads(&ann, &READINGS).await;
        let (own, theirs) = events(&trip).await;
        assert_eq!(own, theirs);
        let told = own["customers"]["nodes"][0]["timeline"]["nodes"].as_array().expect("entries").clone();
        assert_eq!(told.len(), 3, "{own:#}");
        assert!(told.iter().any(|entry| entry["body"] == "Order 5 shipped\nin two parcels"), "{own:#}");
    }
    let kept = trip.at.app.data("{ quarantine { totalCount } }", json!({})).await;
    assert_eq!(kept["quarantine"]["totalCount"], 0);
}

#[tokio::test]
async fn an_item_of_the_timeline_that_does_not_fit_waits_for_somebody_and_the_others_are_recorded() {
    let mut trip = Trip::to(Vendor::Omnidesk).await;
    let input = json!({ "firstName": "Ann", "lastName": "Low", "email": "ann@example.com" });
    let ann = trip.creates(Some("C-7"), input, &["createCustomerCRUD"]).await;
    let item = |id: u32, created_at: &str| {
        json!({
            "id": id, "type": "event", "item_type": "external_event", "item_type_id": "1", "ticket_id": null,
            "description": format!("Order {id}"), "initiated_by": "Shop", "created_at": created_at,
        })
    };
    let note = json!({
        "id": "n-3", "type": "note", "ticket_id": 9, "content": "Wants a call", "user_name": "Eva",
        "created_at": "2026-02-28 12:00:00",
    });
    let reply = json!({ "status": 200, "body": [item(1, "yesterday"), item(2, "2026-02-28 10:00:00"), note] });
    let rules = json!([{ "operation": "timelineByCustomerExternalID", "fault": { "status": reply } }]);
    trip.at.vendor.set_faults(rules).expect("a script");
    trip.reads(&ann, &["getCustomerItem"]).await;
    let query = "{ customers { nodes { timeline(filter: { kinds: [\"event\", \"contact\"] }) {
        nodes { kind title actor ticketId } } } } quarantine { nodes { operation path } } }";
    let data = trip.at.app.data(query, json!({})).await;
    let told = json!([
        { "kind": "contact.note", "title": "Wants a call", "actor": "Eva", "ticketId": "9" },
        { "kind": "event.external", "title": "Order 2", "actor": "Shop", "ticketId": null },
    ]);
    assert_eq!(data["customers"]["nodes"][0]["timeline"]["nodes"], told);
    let kept = json!([{ "operation": "timelineByCustomerExternalID", "path": "[0]" }]);
    assert_eq!(data["quarantine"]["nodes"], kept);
}

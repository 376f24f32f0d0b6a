//! Customerscore.io.

use entity::connection::Vendor;
use serde_json::{Value, json};

use super::kit::Trip;

/// The vendor has one name for a company, which it calls by it in both of ours.
const NAME: [&str; 1] = ["/displayName"];
const IMPORT: [&str; 1] = ["importCustomers"];
const UPDATE: &str = "mutation($id: ID!, $record: ID, $input: CustomerInput!) {
    updateCustomer(id: $id, sourceRecordId: $record, input: $input) { customer { id } problems { path message } } }";
const ATTRIBUTE: &str = "mutation($input: SetAttributeInput!) {
    setAttribute(input: $input) { attribute { id } problems { path message } } }";
const METRIC: &str =
    "mutation($input: RecordMetricInput!) { recordMetric(input: $input) { metric { id } problems { path message } } }";

/// A definition of the account of this kind, of numbers.
async fn codename(trip: &Trip, kind: &str) -> Value {
    let query = "{ scoreDefinitions(first: 50) { nodes { codename kind dataType vendor } } }";
    let data = trip.at.app.data(query, json!({})).await;
    let all = data["scoreDefinitions"]["nodes"].as_array().expect("definitions").clone();
    let found = all.into_iter().find(|one| one["kind"] == kind && one["dataType"] == "NUMBER");
    found.unwrap_or_else(|| panic!("no {kind} of numbers in {data:#}"))["codename"].clone()
}

#[tokio::test]
async fn every_operation_makes_its_round_trip() {
    let mut trip = Trip::to(Vendor::Customerscore).await;
    let company = json!({ "companyName": "Acme", "kind": "COMPANY" });
    let acme = trip.creates(Some("acme"), company, &IMPORT).await;
    trip.agrees_but("createCustomer", &NAME).await;
    let change = json!({ "id": acme.customer, "record": acme.record, "input": { "companyName": "Acme Ltd" } });
    trip.writes(UPDATE, change, &IMPORT).await;
    trip.agrees_but("updateCustomer", &NAME).await;
    let attribute = codename(&trip, "ATTRIBUTE").await;
    trip.writes(ATTRIBUTE, acme.with(json!({ "codename": attribute, "value": 120 })), &IMPORT).await;
    trip.agrees_but("setAttribute", &NAME).await;
    let metric = codename(&trip, "METRIC").await;
    trip.writes(METRIC, acme.with(json!({ "codename": metric, "day": "2026-02-01", "value": 7 })), &IMPORT).await;
    trip.agrees_but("recordMetric", &NAME).await;
    trip.covers();
}

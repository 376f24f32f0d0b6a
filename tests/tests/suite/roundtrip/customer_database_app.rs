//! Customer Database App.

use entity::connection::Vendor;
use serde_json::json;

use super::kit::Trip;

const PIPELINE: &str = "mutation($input: CreatePipelineInput!) {
    createPipeline(input: $input) { pipeline { id } problems { path message } } }";
const NOTE: &str =
    "mutation($input: AddNoteInput!) { addNote(input: $input) { note { id } problems { path message } } }";
const TASK: &str =
    "mutation($input: CreateTaskInput!) { createTask(input: $input) { task { id } problems { path message } } }";
const EVENT: &str =
    "mutation($input: CreateEventInput!) { createEvent(input: $input) { event { id } problems { path message } } }";
/// The vendor keeps no author of a note.
const AUTHOR: [&str; 1] = ["/author"];

#[tokio::test]
async fn every_operation_makes_its_round_trip() {
    let mut trip = Trip::to(Vendor::CustomerDatabaseApp).await;
    let input = json!({ "firstName": "Ann", "lastName": "Low", "email": "ann@example.com", "phone": "01271444555" });
    let ann = trip.creates(None, input, &["addCustomer"]).await;
    trip.agrees("createCustomer").await;
    let types = trip.at.app.data("{ pipelineTypes(first: 20) { nodes { id vendor } } }", json!({})).await;
    let types = types["pipelineTypes"]["nodes"].as_array().expect("types").clone();
    let of_type = types.iter().find(|of_type| of_type["vendor"] == "CUSTOMER_DATABASE_APP").expect("a type");
    let roof = ann.with(json!({ "typeId": of_type["id"], "reference": "New roof" }));
    let roof = trip.writes(PIPELINE, roof, &["addPipeline"]).await["pipeline"]["id"].clone();
    trip.agrees("createPipeline").await;
    trip.writes(NOTE, ann.with(json!({ "text": "Called" })), &["addCustomerNote"]).await;
    trip.agrees_but("addNote", &AUTHOR).await;
    let note = ann.with(json!({ "text": "Offer sent", "pipelineId": roof }));
    trip.writes(NOTE, note, &["addPipelineNote"]).await;
    trip.agrees_but("addNote about a pipeline", &AUTHOR).await;
    let task = ann.with(json!({ "name": "Call back", "dueOn": "2026-04-01", "description": "In the morning" }));
    trip.writes(TASK, task, &["addCustomerTask"]).await;
    trip.agrees_but("createTask", &AUTHOR).await;
    let task = ann.with(json!({ "name": "Measure", "dueOn": "2026-04-03", "pipelineId": roof }));
    trip.writes(TASK, task, &["addPipelineTask"]).await;
    trip.agrees_but("createTask about a pipeline", &AUTHOR).await;
    let visit = ann.with(json!({
        "name": "Visit", "startsAt": "2026-04-02T09:00:00Z", "endsAt": "2026-04-02T10:00:00Z", "location": "Brno",
    }));
    trip.writes(EVENT, visit, &["addCustomerEvent"]).await;
    trip.agrees_but("createEvent", &AUTHOR).await;
    trip.covers();
}

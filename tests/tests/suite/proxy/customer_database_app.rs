//! Customer Database App in proxy mode, with the bodies that curl makes of the page's own commands.

use entity::connection::Vendor;
use serde_json::{Value, json};

use super::story::Story;

const MULTIPART: &str = "multipart/form-data; boundary=------------------------d74496d66958873e";
const URLENCODED: &str = "application/x-www-form-urlencoded";
const CUSTOMER: &str = include_str!("../../../fixtures/customer_database_app/add-customer.multipart");
const PIPELINE: &str = include_str!("../../../fixtures/customer_database_app/add-pipeline.multipart");
/// Path, body.
const ON_CUSTOMER: [(&str, &str); 3] = [
    ("/api/customer/note/add", include_str!("../../../fixtures/customer_database_app/add-customer-note.multipart")),
    ("/api/customer/event/add", include_str!("../../../fixtures/customer_database_app/add-customer-event.multipart")),
    ("/api/customer/task/add", include_str!("../../../fixtures/customer_database_app/add-customer-task.multipart")),
];
const ON_PIPELINE: [(&str, &str); 2] = [
    ("/api/pipeline/note/add", include_str!("../../../fixtures/customer_database_app/add-pipeline-note.multipart")),
    ("/api/pipeline/task/add", include_str!("../../../fixtures/customer_database_app/add-pipeline-task.multipart")),
];

/// Sends a printed body about this customer or pipeline; the id that the vendor gave.
async fn added(story: &mut Story, path: &str, body: &str, about: &str) -> String {
    let body = body.replace("10428", about).replace("1337", about);
    let told = story.send("POST", path, MULTIPART, &body).await;
    story.agrees(path).await;
    assert_eq!(told.calls, 1, "{path}");
    told.answer.json()["message"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn everything_that_is_added_reaches_the_vendor_and_is_recorded() {
    let mut story = Story::of(Vendor::CustomerDatabaseApp, "").await;
    let customer = added(&mut story, "/api/customer/add", CUSTOMER, "10428").await;
    for (path, body) in ON_CUSTOMER {
        added(&mut story, path, body, &customer).await;
    }
    let pipeline = added(&mut story, "/api/pipeline/add", PIPELINE, &customer).await;
    for (path, body) in ON_PIPELINE {
        added(&mut story, path, body, &pipeline).await;
    }
    // The page's list prints the task under the event's path.
    let task = format!("customerid={customer}&datedue=01/11/2026&name=Call");
    story.send("POST", "/api/customer/event/add", URLENCODED, &task).await;
    story.agrees("a task on the event's path").await;
    // What has no place is kept aside on both sides.
    let note = json!({ "customerid": customer, "note": "Hello", "priority": "high" });
    story.tell("POST", "/api/customer/note/add", note).await;
    story.covers(&[]);
}

#[tokio::test]
async fn what_hangs_on_a_customer_of_whom_nothing_was_heard_is_kept_with_one_who_is_named() {
    let mut story = Story::of(Vendor::CustomerDatabaseApp, "").await;
    let customer = json!({ "forename": "Ann", "surname": "Smith", "email": ["ann@example.com"] });
    let customer = story.at.directly(Vendor::CustomerDatabaseApp, "POST", "/api/customer/add", &customer).await.json();
    let id = customer["message"].clone();
    story.ask("POST", "/api/customer/note/add", json!({ "customerid": id, "note": "Hello" })).await;
    let pipeline = json!({ "customerid": id, "reference": "Boat", "pipelinetypeid": "1" });
    let pipeline = story.at.directly(Vendor::CustomerDatabaseApp, "POST", "/api/pipeline/add", &pipeline).await.json();
    story.ask("POST", "/api/pipeline/note/add", json!({ "pipelineid": pipeline["message"], "note": "Blue" })).await;
    let data = story.at.app.data("{ customers { nodes { sources { nodes { vendorId } } notes { nodes { text } } } } quarantine { nodes { operation reason value } } }", json!({})).await;
    assert_eq!(
        data["customers"]["nodes"],
        json!([{ "sources": { "nodes": [{ "vendorId": id }] }, "notes": { "nodes": [{ "text": "Hello" }] } }])
    );
    // Whose pipeline it is the vendor does not say, so that the note waits for somebody who knows.
    let kept = &data["quarantine"]["nodes"];
    assert_eq!((&kept[0]["operation"], &kept[0]["reason"]), (&json!("addPipelineNote"), &json!("Pipeline not found.")));
    assert_eq!(kept[0]["value"]["request"]["body"]["note"], "Blue");
    assert_eq!(kept.as_array().map(Vec::len), Some(1), "{kept}");
}

#[tokio::test]
async fn a_refusal_of_the_vendor_passes_and_nothing_is_recorded() {
    let story = Story::of(Vendor::CustomerDatabaseApp, "").await;
    let of = Vendor::CustomerDatabaseApp;
    let note = json!({ "customerid": "4711", "note": "Hello" });
    let through = story.at.json(of, "POST", "/api/customer/note/add", &note).await;
    let directly = story.at.directly(of, "POST", "/api/customer/note/add", &note).await;
    assert_eq!(through.whole(), directly.whole());
    assert_eq!(through.status, 400);
    story.agrees("a refusal").await;
    let people = story.at.app.data("{ customers { totalCount } quarantine { totalCount } }", json!({})).await;
    assert_eq!(
        people,
        json!({ "customers": { "totalCount": 0 }, "quarantine": { "totalCount": 0 } }),
        "{}",
        Value::Null
    );
}

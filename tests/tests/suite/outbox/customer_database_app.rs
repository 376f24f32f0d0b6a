//! Customer Database App: it adds, and gives numbers.

use entity::connection::Vendor;
use onefold_tests::Proxied;
use serde_json::json;

use super::{asked, create, deliver, deliveries, mutate};

const ALL: &str = "{ customers(first: 10) { nodes {
    firstName lastName sources { nodes { vendor vendorId } }
    channels { nodes { kind address } }
    notes { nodes { text } } tasks { nodes { name dueOn } } events { nodes { name startsAt endsAt } }
    pipelines { nodes { reference notes { nodes { text } } } }
} } }";

#[tokio::test]
async fn everything_that_is_added_arrives_in_order_and_the_stores_agree() {
    let proxied = Proxied::start().await;
    let input = json!({ "firstName": "Ann", "lastName": "Low", "email": "ann@example.com", "phone": "01271444555" });
    let made = create(&proxied, "CUSTOMER_DATABASE_APP", None, input).await;
    let on = json!({ "customerId": made.customer, "sourceRecordId": made.record });
    let with = |more: serde_json::Value| {
        let mut input = on.clone();
        input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        json!({ "input": input })
    };
    let types = proxied.app.data("{ pipelineTypes(first: 20) { nodes { id vendor } } }", json!({})).await;
    let types = types["pipelineTypes"]["nodes"].as_array().expect("types").clone();
    let of_type = types.iter().find(|of_type| of_type["vendor"] == "CUSTOMER_DATABASE_APP").expect("a type");
    let pipeline = mutate(
        &proxied,
        "mutation($input: CreatePipelineInput!) { createPipeline(input: $input) { pipeline { id } problems { path message } } }",
        with(json!({ "typeId": of_type["id"], "reference": "New roof" })),
    )
    .await["pipeline"]["id"]
        .clone();
    const NOTE: &str =
        "mutation($input: AddNoteInput!) { addNote(input: $input) { note { id } problems { path message } } }";
    mutate(&proxied, NOTE, with(json!({ "text": "Called" }))).await;
    mutate(&proxied, NOTE, with(json!({ "text": "Offer sent", "pipelineId": pipeline }))).await;
    mutate(
        &proxied,
        "mutation($input: CreateTaskInput!) { createTask(input: $input) { task { id } problems { path message } } }",
        with(json!({ "name": "Call back", "dueOn": "2026-04-01" })),
    )
    .await;
    mutate(
        &proxied,
        "mutation($input: CreateEventInput!) { createEvent(input: $input) { event { id } problems { path message } } }",
        with(json!({ "name": "Visit", "startsAt": "2026-04-02T09:00:00Z", "endsAt": "2026-04-02T10:00:00Z" })),
    )
    .await;
    // Nothing has an id of the vendor yet, and all that follows names what came before.
    assert!(asked(&proxied, Vendor::CustomerDatabaseApp).is_empty());
    deliver(&proxied).await;
    assert_eq!(
        asked(&proxied, Vendor::CustomerDatabaseApp),
        ["addCustomer", "addPipeline", "addCustomerNote", "addPipelineNote", "addCustomerTask", "addCustomerEvent"]
    );
    for delivery in deliveries(&proxied).await {
        assert_eq!(delivery["state"], "DELIVERED", "{delivery:#}");
    }
    let (here, there) = proxied.both(ALL).await;
    assert_eq!(here, there);
}

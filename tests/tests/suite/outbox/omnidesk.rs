//! Omnidesk: its customers need the company's id and names of Western letters.

use entity::connection::Vendor;
use onefold_tests::Proxied;
use serde_json::json;

use super::{asked, create, deliver, deliveries, mutate};

const ALL: &str = "{ customers(first: 10) { nodes {
    firstName lastName sources { nodes { vendor vendorId externalId } } channels { nodes { kind address } }
} } }";

#[tokio::test]
async fn a_customer_is_created_changed_told_of_and_deleted() {
    let proxied = Proxied::start().await;
    let input = json!({ "firstName": "Ann", "lastName": "Low", "email": "ann@example.com" });
    let made = create(&proxied, "OMNIDESK", Some("C-7"), input).await;
    let names = json!({ "id": made.customer, "record": made.record, "input": { "firstName": "Anna", "birthDate": "1990-01-02" } });
    mutate(
        &proxied,
        "mutation($id: ID!, $record: ID, $input: CustomerInput!) {
            updateCustomer(id: $id, sourceRecordId: $record, input: $input) { customer { id } problems { path message } } }",
        names,
    )
    .await;
    mutate(
        &proxied,
        "mutation($input: AddChannelInput!) { addChannel(input: $input) { channel { id } problems { path message } } }",
        json!({ "input": { "customerId": made.customer, "sourceRecordId": made.record, "kind": "TELEPHONE", "address": "+420777123456" } }),
    )
    .await;
    mutate(
        &proxied,
        "mutation($input: AddTimelineEntryInput!) { addTimelineEntry(input: $input) { entry { id } problems { path message } } }",
        json!({ "input": { "customerId": made.customer, "sourceRecordId": made.record, "title": "Parcel sent", "actor": "Shop" } }),
    )
    .await;
    deliver(&proxied).await;
    assert_eq!(
        asked(&proxied, Vendor::Omnidesk),
        ["createCustomerCRUD", "putCustomerItem", "addChannelOnly", "externalEvent"]
    );
    let all = deliveries(&proxied).await;
    assert!(all.iter().all(|delivery| delivery["state"] == "DELIVERED"), "{all:#?}");
    assert_eq!(all[1]["losses"], json!(["Omnidesk keeps no birth date"]));
    let (here, there) = proxied.both(ALL).await;
    assert_eq!(here, there);

    mutate(
        &proxied,
        "mutation($id: ID!) { deleteSourceRecord(id: $id, purge: true) { deletedId problems { path message } } }",
        json!({ "id": made.record }),
    )
    .await;
    deliver(&proxied).await;
    assert_eq!(asked(&proxied, Vendor::Omnidesk).last(), Some(&"deleteCustomerItemPurgeData"));
    let there = proxied.vendor.data(ALL).await;
    assert_eq!(there["customers"]["nodes"], json!([]));
}

#[tokio::test]
async fn a_name_that_the_vendor_does_not_take_is_left_out_and_said() {
    let proxied = Proxied::start().await;
    let input = json!({ "firstName": "Łukasz", "lastName": "Low" });
    create(&proxied, "OMNIDESK", Some("C-8"), input).await;
    deliver(&proxied).await;
    let all = deliveries(&proxied).await;
    assert_eq!(all[0]["state"], "DELIVERED", "{all:#?}");
    assert_eq!(all[0]["losses"], json!(["Omnidesk takes no firstname with such letters"]));
    let there = proxied.vendor.data(ALL).await;
    assert_eq!(there["customers"]["nodes"][0]["lastName"], "Low");
}

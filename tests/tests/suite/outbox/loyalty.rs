//! CareCloud: replacements are laid over what the vendor has.

use entity::connection::Vendor;
use onefold_tests::Proxied;
use serde_json::{Value, json};

use super::{asked, create, deliver, deliveries, mutate};

const ALL: &str = "{ customers(first: 10) { nodes {
    firstName lastName email birthDate sources { nodes { vendor vendorId } }
    consents { nodes { purpose decision } } properties { nodes { value } }
    interests { nodes { definition { name } } } origins { nodes { externalId } }
} } }";

async fn defined(proxied: &Proxied, list: &str) -> Value {
    let query = format!("{{ {list}(first: 50) {{ nodes {{ id name vendor }} }} }}");
    let data = proxied.app.data(&query, json!({})).await;
    let all = data[list]["nodes"].as_array().expect("definitions").clone();
    all.into_iter().find(|one| one["vendor"] == "CARECLOUD").expect("a definition")["id"].clone()
}

#[tokio::test]
async fn a_customer_is_created_and_what_changes_is_laid_over_what_the_vendor_has() {
    let proxied = Proxied::start().await;
    let input = json!({ "firstName": "Ann", "lastName": "Low", "email": "ann@example.com", "language": "en" });
    let made = create(&proxied, "CARECLOUD", None, input).await;
    deliver(&proxied).await;
    // Somebody changes something at the vendor that Onefold has not heard of.
    let id = proxied.vendor.data("{ customers(first: 1) { nodes { sources { nodes { vendorId } } } } }").await;
    let id = id["customers"]["nodes"][0]["sources"]["nodes"][0]["vendorId"].as_str().expect("an id").to_owned();
    let path = format!("/rest-api/enterprise-interface/v1.0/customers/{id}");
    let person = json!({ "first_name": "Ann", "last_name": "High", "gender": 2, "email": "ann@example.com", "language_id": "en" });
    let answer = proxied
        .directly(Vendor::Carecloud, "PUT", &path, &json!({ "customer": { "personal_information": person } }))
        .await;
    assert_eq!(answer.status, 204, "{}", answer.body);

    mutate(
        &proxied,
        "mutation($id: ID!, $record: ID, $input: CustomerInput!) {
            updateCustomer(id: $id, sourceRecordId: $record, input: $input) { customer { id } problems { path message } } }",
        json!({ "id": made.customer, "record": made.record, "input": { "birthDate": "1990-01-02" } }),
    )
    .await;
    let on = json!({ "customerId": made.customer, "sourceRecordId": made.record });
    let with = |more: Value| {
        let mut input = on.clone();
        input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        json!({ "input": input })
    };
    mutate(
        &proxied,
        "mutation($input: SetConsentInput!) { setConsent(input: $input) { consent { id } problems { path message } } }",
        with(json!({ "purpose": "gtc", "decision": "GIVEN" })),
    )
    .await;
    let interest = defined(&proxied, "interestDefinitions").await;
    mutate(
        &proxied,
        "mutation($input: AddInterestInput!) { addInterest(input: $input) { interest { id } problems { path message } } }",
        with(json!({ "definitionId": interest })),
    )
    .await;
    deliver(&proxied).await;
    let all = deliveries(&proxied).await;
    assert!(all.iter().all(|delivery| delivery["state"] == "DELIVERED"), "{all:#?}");
    let there = proxied.vendor.data(ALL).await;
    let customer = &there["customers"]["nodes"][0];
    assert_eq!(customer["lastName"], "High", "what somebody else changed stays");
    assert_eq!(customer["birthDate"], "1990-01-02");
    assert!(
        customer["consents"]["nodes"]
            .as_array()
            .expect("consents")
            .iter()
            .any(|consent| consent["purpose"] == "gtc" && consent["decision"] == "GIVEN"),
        "{customer:#}"
    );
    assert_eq!(customer["interests"]["nodes"].as_array().map(Vec::len), Some(1));
    assert!(asked(&proxied, Vendor::Carecloud).ends_with(&[
        "getCustomer",
        "putCustomer",
        "getCustomer",
        "putCustomer",
        "postSubCustomerInterest"
    ]));
}

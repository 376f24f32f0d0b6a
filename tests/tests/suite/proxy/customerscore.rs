//! Customerscore in proxy mode.

use entity::connection::Vendor;
use serde_json::json;

use super::story::Story;

const PATH: &str = "/api/v1/customers";

#[tokio::test]
async fn an_import_reaches_the_vendor_and_is_recorded() {
    let mut story = Story::of(Vendor::Customerscore, "").await;
    let import = json!({ "customers": [
        {
            "external_id": "acme", "name": "ACME", "owner_email": "eva@shop.example",
            "attributes": { "customers_count": 120, "country_name": "Czechia", "renewal_date": "2026-10-01", "nobody_knows": 1 },
            "metrics": [
                { "date": "2026-02-01", "logins": 20, "resolved_tickets": 3 },
                { "date": "2026-02-02", "logins": "many", "open_complaints": 1 },
            ],
        },
        { "external_id": "umbrella", "name": "Umbrella", "attributes": {}, "metrics": [] },
    ] });
    let told = story.tell("POST", PATH, import.clone()).await;
    assert!(told["message"].as_str().is_some_and(|text| text.contains("2 customers")), "{told}");
    // The same again changes nothing, here as there.
    story.tell("POST", PATH, import).await;
    let next = json!({ "customers": [{
        "external_id": "acme", "name": "ACME Ltd", "attributes": { "customers_count": 90 },
        "metrics": [{ "date": "2026-02-03", "logins": 1 }],
    }] });
    story.tell("POST", PATH, next).await;
    story.covers(&[]);
}

//! CustomerGauge in proxy mode.

use entity::connection::Vendor;
use serde_json::json;

use super::story::Story;

const RECORD: &str = include_str!("../../../fixtures/customergauge/record.json");
const FORM: &str = include_str!("../../../fixtures/customergauge/record.urlencoded");
const URLENCODED: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn records_and_webhooks_reach_the_vendor_and_are_recorded() {
    let mut story = Story::of(Vendor::Customergauge, "").await;
    story.send("PUT", "/records/", "application/json", RECORD).await;
    story.agrees("the printed record").await;
    story.send("PUT", "/records/", URLENCODED, FORM.trim()).await;
    story.agrees("the printed form").await;
    // Responses are never updated: the same again is another.
    story.send("PUT", "/records", "application/json", RECORD).await;
    story.agrees("the printed record again").await;
    story
        .tell(
            "PUT",
            "/records/",
            json!({ "configuration": "contact", "record": {
        "Email": "ann@example.com", "First Name": "Ann", "Last Name": "Smith", "Account Name": "ACME",
    } }),
        )
        .await;
    story
        .tell(
            "PUT",
            "/records/",
            json!({ "configuration": "account", "record": {
        "Account Name": "Umbrella", "Industry": "Pharmacy", "Nobody knows": "kept aside",
    } }),
        )
        .await;
    story
        .tell("PUT", "/hooks/customergauge/account", json!({ "Account Name": "Umbrella", "Industry": "Research" }))
        .await;
    let told =
        story.send("PUT", "/hooks/customergauge/contact?Email=eva@example.com", URLENCODED, "First+Name=Eva").await;
    assert_eq!(told.calls, 1);
    story.agrees("a webhook in query and form").await;
    story.covers(&[]);
}

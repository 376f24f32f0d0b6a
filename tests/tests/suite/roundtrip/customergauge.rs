//! CustomerGauge.

use entity::connection::Vendor;
use serde_json::{Value, json};

use super::kit::Trip;

const RECORD: &str = "mutation($input: RecordSurveyResponseInput!) {
    recordSurveyResponse(input: $input) { response { id } problems { path message } } }";
/// The vendor gives no ids away, so that what is compared is what both say.
const SAID: &str = "{ customers(first: 10) { nodes { surveyResponses(first: 10) { nodes {
    accountName comment followUp followUpDetails nps sentAt respondedAt touchpoint { name }
} } } } }";

/// All responses, whoever gave them: the vendor makes a customer of the company too.
fn responses(data: &Value) -> Vec<Value> {
    let customers = data["customers"]["nodes"].as_array().expect("customers").iter();
    let lists = customers.filter_map(|customer| customer["surveyResponses"]["nodes"].as_array());
    lists.flatten().cloned().collect()
}

#[tokio::test]
async fn every_operation_makes_its_round_trip() {
    let mut trip = Trip::to(Vendor::Customergauge).await;
    // The vendor's API takes no customers, only what they answer.
    let input = json!({ "firstName": "Ann", "lastName": "Low", "email": "ann@example.com" });
    let ann = trip.creates(None, input, &[]).await;
    let response = ann.with(json!({
        "accountName": "ACME", "comment": "All was fine", "nps": 9, "sentAt": "2026-02-01T08:00:00Z",
        "respondedAt": "2026-02-02T09:30:00Z",
    }));
    trip.writes(RECORD, response, &["putRecord"]).await;
    let (own, theirs) = trip.at.both(SAID).await;
    let (own, theirs) = (responses(&own), responses(&theirs));
    assert_eq!(own, theirs);
    assert_eq!((own.len(), &own[0]["nps"]), (1, &json!(9)));
    trip.covers();
}

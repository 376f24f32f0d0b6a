//! Customerscore.io and CustomerGauge: imports.

use entity::connection::Vendor;
use onefold_tests::Proxied;
use serde_json::json;

use super::{asked, create, deliver, deliveries, mutate};

#[tokio::test]
async fn attributes_and_metrics_are_imported() {
    let proxied = Proxied::start().await;
    let made =
        create(&proxied, "CUSTOMERSCORE", Some("acme"), json!({ "companyName": "Acme", "kind": "COMPANY" })).await;
    let definitions = "{ scoreDefinitions(first: 50) { nodes { codename kind dataType vendor } } }";
    let data = proxied.app.data(definitions, json!({})).await;
    let all = data["scoreDefinitions"]["nodes"].as_array().expect("definitions").clone();
    let metric = all.iter().find(|one| one["kind"] == "METRIC" && one["dataType"] == "NUMBER").expect("a metric");
    mutate(
        &proxied,
        "mutation($input: RecordMetricInput!) { recordMetric(input: $input) { metric { id } problems { path message } } }",
        json!({ "input": { "customerId": made.customer, "sourceRecordId": made.record, "codename": metric["codename"],
            "day": "2026-02-01", "value": 7 } }),
    )
    .await;
    deliver(&proxied).await;
    let delivered = deliveries(&proxied).await;
    assert!(delivered.iter().all(|delivery| delivery["state"] == "DELIVERED"), "{delivered:#?}");
    assert_eq!(asked(&proxied, Vendor::Customerscore), ["importCustomers", "importCustomers"]);
    let query = "{ customers(first: 5) { nodes { displayName sources { nodes { vendorId externalId } } metrics { nodes { day value } } } } }";
    let (here, there) = proxied.both(query).await;
    assert_eq!(here["customers"]["nodes"][0]["metrics"], there["customers"]["nodes"][0]["metrics"]);
    assert_eq!(here["customers"]["nodes"][0]["sources"], there["customers"]["nodes"][0]["sources"]);
}

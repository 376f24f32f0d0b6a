//! Demo data through CareCloud's lists.

use onefold::seed::{self, Options};
use onefold_tests::{CareCloudClient, TestApp};
use serde_json::Value;

#[tokio::test]
async fn demo_customers_have_something_in_every_list() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    seed::fill(&app.app, &app.brand, Options { customers: 40, seed: 1 }, |_| {}).await.expect("demo data");
    let customers = client.call(&app, "GET", "/customers?count=1000", "").await.json();
    let customers = customers["data"]["customers"].as_array().expect("customers").clone();
    assert!(customers.len() > 20, "{}", customers.len());
    for (list, key, named) in [
        ("purchases?purchase_items_extension=true", "purchases", &["type_id", "currency_id"][..]),
        ("points", "points", &["point_type_id", "partner_id"][..]),
        ("credits", "credits", &["credit_type_id", "currency_id"][..]),
        ("vouchers", "vouchers", &["code", "reward"][..]),
        ("rewards?without_stores=false", "rewards", &["reward_type_id"][..]),
        ("cards", "cards", &["card_type_id", "store_id"][..]),
        ("segment-records", "segment_records", &["segment_id"][..]),
        ("status-records", "status_records", &["status_id"][..]),
        ("recommendation-records", "recommendations", &["web_url"][..]),
    ] {
        let mut items: Vec<Value> = Vec::new();
        for customer in &customers {
            let id = customer["customer_id"].as_str().expect("an id");
            let answer = client.call(&app, "GET", &format!("/customers/{id}/{list}"), "").await;
            assert_eq!(answer.status, 200, "{list}: {}", answer.body);
            let data = &answer.json()["data"];
            let found = data[key].as_array().unwrap_or_else(|| panic!("{list}: {data:#}"));
            assert_eq!(data["total_items"].as_u64(), Some(found.len() as u64), "{list}");
            items.extend(found.iter().cloned());
        }
        assert!(!items.is_empty(), "{list}");
        for item in &items {
            for field in named {
                assert!(item[*field].is_string() || item[*field].is_object(), "{list}: {field} of {item:#}");
            }
        }
        if key == "purchases" {
            let lines = |item: &Value| item["purchase_items"].as_array().map_or(0, Vec::len);
            assert!(items.iter().all(|item| lines(item) > 0), "{list}");
        }
        if key == "rewards" {
            assert!(items.iter().all(|item| item["store_list"].as_array().is_some_and(|stores| !stores.is_empty())));
        }
    }
}

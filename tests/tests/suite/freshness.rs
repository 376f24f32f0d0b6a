//! Copies that are too old are read anew at the vendor before they are shown, as far as it answers.

use entity::connection::Vendor;
use onefold_tests::Proxied;
use serde_json::{Value, json};

const CUSTOMER: &str = "query($id: ID!, $freshness: FreshnessInput) {
    customer(id: $id, freshness: $freshness) { lastName channels { nodes { address } } }
}";

/// A customer of Omnidesk that both stores know, whom the vendor has renamed since.
async fn renamed() -> (Proxied, Value) {
    let proxied = Proxied::start().await;
    let body = json!({ "brand_id": 1, "primary_id": "C-1", "firstname": "Ann", "lastname": "Low" });
    let answer = proxied.json(Vendor::Omnidesk, "POST", "/api/v2/customer", &body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let data = proxied.app.data("{ customers(first: 1) { nodes { id lastName } } }", json!({})).await;
    assert_eq!(data["customers"]["nodes"][0]["lastName"], "Low");
    let body =
        json!({ "externalPrimaryID": "C-1", "brandID": 1, "lastname": "High", "extra_email": "ann@example.com" });
    let answer = proxied.directly(Vendor::Omnidesk, "PUT", "/api/v2/customer/updateCustomer", &body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let id = data["customers"]["nodes"][0]["id"].clone();
    (proxied, id)
}

async fn ask(proxied: &Proxied, id: &Value, freshness: Value) -> Value {
    proxied.app.graphql(CUSTOMER, json!({ "id": id, "freshness": freshness })).await
}

fn readings(proxied: &Proxied) -> usize {
    proxied.vendor.calls(Some(Vendor::Omnidesk)).iter().filter(|call| call.operation == Some("getCustomerItem")).count()
}

#[tokio::test]
async fn what_is_too_old_is_read_and_what_is_not_is_served() {
    let (proxied, id) = renamed().await;
    let answer = ask(&proxied, &id, json!({ "maxAgeSeconds": 60 })).await;
    assert_eq!(answer["data"]["customer"]["lastName"], "High", "{answer:#}");
    let told = &answer["extensions"]["freshness"][0];
    assert_eq!((&told["state"], &told["vendor"], &told["ageSeconds"]), (&json!("LIVE"), &json!("OMNIDESK"), &json!(0)));
    let read = readings(&proxied);
    proxied.app.app.clock().advance(30);
    let answer = ask(&proxied, &id, json!({ "maxAgeSeconds": 60 })).await;
    let told = &answer["extensions"]["freshness"][0];
    assert_eq!((&told["state"], &told["ageSeconds"]), (&json!("CACHED"), &json!(30)));
    assert_eq!(readings(&proxied), read, "nothing was read");
    proxied.app.app.clock().advance(60);
    let answer = ask(&proxied, &id, json!({ "maxAgeSeconds": 60 })).await;
    assert_eq!(answer["extensions"]["freshness"][0]["state"], "LIVE");
    assert_eq!(readings(&proxied), read + 1);
}

#[tokio::test]
async fn who_asks_at_the_same_time_shares_one_reading() {
    let (proxied, id) = renamed().await;
    let before = readings(&proxied);
    proxied
        .vendor
        .set_faults(json!([{ "operation": "getCustomerItem", "fault": { "latency": { "ms": 300 } } }]))
        .expect("a script");
    let all = (0..20).map(|_| ask(&proxied, &id, json!({ "demandFresh": true })));
    for answer in futures_util::future::join_all(all).await {
        assert_eq!(answer["data"]["customer"]["lastName"], "High", "{answer:#}");
    }
    assert_eq!(readings(&proxied), before + 1);
}

#[tokio::test]
async fn a_vendor_that_fails_leaves_the_stored_value_with_a_typed_error_beside_it() {
    let (proxied, id) = renamed().await;
    proxied
        .vendor
        .set_faults(json!([{ "vendor": "omnidesk", "fault": { "status": { "status": 503 } } }]))
        .expect("a script");
    let stale = ask(&proxied, &id, json!({ "maxAgeSeconds": 0, "budgetMilliseconds": 3000 })).await;
    assert_eq!(stale["data"]["customer"]["lastName"], "Low", "{stale:#}");
    assert_eq!(stale["extensions"]["freshness"][0]["state"], "STALE");
    assert_eq!(stale["errors"][0]["path"], json!(["customer"]));
    let code = stale["errors"][0]["extensions"]["code"].as_str().expect("a code");
    assert!(code.starts_with("UPSTREAM_"), "{stale:#}");

    let accepted = ask(&proxied, &id, json!({ "maxAgeSeconds": 0, "acceptStale": true })).await;
    assert_eq!(accepted["data"]["customer"]["lastName"], "Low");
    assert!(accepted.get("errors").is_none(), "{accepted:#}");
    assert!(accepted["extensions"]["freshness"][0]["error"]["code"].is_string());

    let demanded = ask(&proxied, &id, json!({ "demandFresh": true })).await;
    assert_eq!(demanded["data"]["customer"], Value::Null);
    assert!(demanded["errors"][0]["extensions"]["code"].as_str().is_some_and(|code| code.starts_with("UPSTREAM_")));
}

#[tokio::test]
async fn a_slow_vendor_is_not_waited_for_longer_than_the_query_has_and_its_answer_is_not_lost() {
    let (proxied, id) = renamed().await;
    proxied
        .vendor
        .set_faults(json!([{ "operation": "getCustomerItem", "fault": { "latency": { "ms": 1600 } } }]))
        .expect("a script");
    let began = std::time::Instant::now();
    let answer = ask(&proxied, &id, json!({ "maxAgeSeconds": 0, "budgetMilliseconds": 100 })).await;
    assert!(began.elapsed() < std::time::Duration::from_millis(1500), "{:?}", began.elapsed());
    assert_eq!(answer["data"]["customer"]["lastName"], "Low");
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UPSTREAM_TIMED_OUT");
    let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
    loop {
        let stored = proxied.app.data("{ customers(first: 1) { nodes { lastName } } }", json!({})).await;
        if stored["customers"]["nodes"][0]["lastName"] == "High" {
            break;
        }
        assert!(std::time::Instant::now() < until, "the reading went on and was recorded");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

//! What the demo data shows of the loyalty programme.

use onefold::seed::{self, Options};
use onefold_tests::TestApp;
use serde_json::json;

use super::kit::texts;

#[tokio::test]
async fn demo_customers_have_rewards_vouchers_cards_segments_and_tiers() {
    let app = TestApp::start().await;
    seed::fill(&app.app, &app.brand, Options { customers: 60, seed: 1 }, |_| {}).await.expect("demo data");
    let brand = app
        .data(
            "{ rewards { totalCount nodes { name kind { name } vendor } } vouchers(filter: { applied: true }) { totalCount nodes { code reward { name } store { name } customer { id } } }
               segments { totalCount nodes { name customers(first: 3) { totalCount nodes { id } } } } statusTiers { nodes { name rank } } }",
            json!({}),
        )
        .await;
    assert_eq!((&brand["rewards"]["totalCount"], &brand["segments"]["totalCount"]), (&json!(10), &json!(8)));
    assert!(
        brand["rewards"]["nodes"].as_array().expect("rewards").iter().all(|reward| reward["vendor"] == "CARECLOUD")
    );
    assert_eq!(texts(&brand["statusTiers"], "name"), ["Bronzový", "Stříbrný", "Zlatý", "Platinový"]);
    let vouchers = brand["vouchers"]["nodes"].as_array().expect("vouchers");
    assert!(!vouchers.is_empty());
    for voucher in vouchers {
        assert!(voucher["reward"]["name"].is_string() && voucher["store"]["name"].is_string(), "{voucher}");
        assert!(voucher["customer"]["id"].is_string(), "{voucher}");
    }
    let segments = brand["segments"]["nodes"].as_array().expect("segments");
    assert!(segments.iter().any(|segment| segment["customers"]["totalCount"].as_i64() > Some(3)));
    let customers = app
        .data(
            "{ customers(first: 60) { nodes { currentStatus { tier { name } validTo } statusRecords { totalCount } cards { totalCount }
               segments { totalCount } recommendations { totalCount } rewards(filter: { valid: true }) { totalCount } } } }",
            json!({}),
        )
        .await;
    let customers = customers["customers"]["nodes"].as_array().expect("customers");
    let having = |list: &str| customers.iter().filter(|one| one[list]["totalCount"].as_i64() > Some(0)).count();
    for list in ["statusRecords", "cards", "segments", "recommendations"] {
        assert!(having(list) > 10, "{list}: {}", having(list));
    }
    assert_eq!(having("rewards"), 60, "some are for everybody");
    let members = customers.iter().filter(|one| one["statusRecords"]["totalCount"].as_i64() > Some(0));
    for member in members {
        assert!(member["currentStatus"]["tier"]["name"].is_string() && member["currentStatus"]["validTo"].is_null());
    }
}

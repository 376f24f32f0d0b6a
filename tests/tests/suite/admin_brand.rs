//! The brand's own settings.

use onefold::domain::account::Permission;
use onefold_tests::{TestApp, post_json};
use serde_json::{Value, json};

use crate::admin_kit::{connection, scoring};

const UPDATE: &str = "mutation($input: UpdateBrandInput!) { updateBrand(input: $input) {
    brand { number name currency timeZone survivorship { trust } } problems { path code } } }";

#[tokio::test]
async fn a_brand_is_changed_field_by_field() {
    let app = TestApp::start().await;
    let second = app.another_brand(2).await;
    let input = json!({ "name": "Shop", "currency": "EUR", "timeZone": "Europe/Vienna", "survivorship": { "trust": ["CARECLOUD", "ONEFOLD"] } });
    let mut expected = json!({
        "number": 1,
        "name": "Shop",
        "currency": "EUR",
        "timeZone": "Europe/Vienna",
        "survivorship": { "trust": ["CARECLOUD", "ONEFOLD"] },
    });
    assert_eq!(
        app.data(UPDATE, json!({ "input": input })).await["updateBrand"],
        json!({ "brand": expected, "problems": [] })
    );
    expected["name"] = "Store".into();
    assert_eq!(
        app.data(UPDATE, json!({ "input": { "name": "Store" } })).await["updateBrand"],
        json!({ "brand": expected, "problems": [] })
    );
    let other = app.key_of(&second, &[Permission::CustomerRead]).await;
    assert_eq!(
        app.graphql_as(&other, "{ brand { number name currency survivorship { trust } } }", json!({})).await,
        json!({ "data": { "brand": { "number": 2, "name": "Brand 2", "currency": "CZK", "survivorship": { "trust": ["ONEFOLD"] } } } })
    );
}

#[tokio::test]
async fn a_brand_that_would_break_rules_stays() {
    let app = TestApp::start().await;
    let input = json!({ "name": "", "currency": "euro", "timeZone": "Mars", "survivorship": { "trust": ["OMNIDESK", "OMNIDESK"] } });
    assert_eq!(
        app.data(UPDATE, json!({ "input": input })).await["updateBrand"],
        json!({ "brand": null, "problems": [
            { "path": "name", "code": "EMPTY" },
            { "path": "currency", "code": "INVALID_FORMAT" },
            { "path": "timeZone", "code": "INVALID_FORMAT" },
            { "path": "survivorship.trust", "code": "NOT_ALLOWED" },
        ] })
    );
    let brand = app.data("{ brand { name } auditEntries { totalCount } }", json!({})).await;
    assert_eq!(brand, json!({ "brand": { "name": "Brand 1" }, "auditEntries": { "totalCount": 0 } }));
}

#[tokio::test]
async fn customers_follow_whom_the_brand_believes() {
    let app = TestApp::start().await;
    let score = connection(&app, "CUSTOMERSCORE", "one").await;
    scoring(&app, "one").await;
    let create = "mutation($id: ID!) { createApiKey(input: { name: \"x\", permissions: [CUSTOMER_CUD], connectionId: $id }) { secret } }";
    let key = app.data(create, json!({ "id": score })).await["createApiKey"]["secret"].clone();
    let body = json!({ "customers": [{ "external_id": "a", "name": "Acme", "owner_email": "score@example.com", "metrics": [] }] });
    let sent =
        app.send(post_json("/api/v1/customers", &[("customerscore-key", key.as_str().expect("a key"))], &body)).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    let imported = app.data("{ customers { nodes { id } } }", json!({})).await["customers"]["nodes"][0]["id"].clone();
    let create = r#"mutation { createCustomer(input: { kind: COMPANY, companyName: "Acme", ownerEmail: "hand@example.com" }) { customer { id } problems { path message } } }"#;
    let by_hand = app.data(create, json!({})).await["createCustomer"]["customer"]["id"].clone();
    assert_ne!(by_hand, Value::Null);
    let merge = "mutation($a: ID!, $b: ID!) { mergeCustomers(survivorId: $a, mergedId: $b) { problems { code } } }";
    app.data(merge, json!({ "a": by_hand, "b": imported })).await;
    let owner = || async {
        let data = app.data("query($id: ID!) { customer(id: $id) { ownerEmail } }", json!({ "id": by_hand })).await;
        data["customer"]["ownerEmail"].clone()
    };
    assert_eq!(owner().await, "hand@example.com");
    app.data(UPDATE, json!({ "input": { "survivorship": { "trust": ["CUSTOMERSCORE"] } } })).await;
    assert_eq!(owner().await, "score@example.com");
    app.data(UPDATE, json!({ "input": { "survivorship": { "trust": ["ONEFOLD"] } } })).await;
    assert_eq!(owner().await, "hand@example.com");
}

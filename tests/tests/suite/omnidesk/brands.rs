//! One key over several brands.

use entity::connection::Vendor;
use onefold::domain::account::Permissions;
use onefold::vendor::credentials;
use onefold_tests::{OmnideskClient, TestApp};
use serde_json::{Value, json};

use super::refusal;

#[tokio::test]
async fn a_key_names_the_brands_that_it_grants_and_no_other() {
    let app = TestApp::start().await;
    let (second, third) = (app.another_brand(2).await, app.another_brand(3).await);
    let client = OmnideskClient::over(&app, &app.brand, std::slice::from_ref(&second)).await;
    let create = async |brand: i64, primary: &str| {
        client
            .json(&app, "POST", "/customer", &json!({ "brand_id": brand, "primary_id": primary, "firstname": "Ann" }))
            .await
    };
    let (one, two) = (create(1, "p").await.json()["id"].clone(), create(2, "p").await.json()["id"].clone());
    assert_ne!(one, two, "ids are not repeated over brands");
    assert_eq!(refusal(&create(3, "p").await), (400, "This brand does not exist.".to_owned()));
    assert_eq!(refusal(&create(4, "p").await), (400, "This brand does not exist.".to_owned()));

    let list = client.get(&app, "/customer").await.json();
    let shown: Vec<Value> =
        list["items"].as_array().expect("items").iter().map(|item| json!([item["id"], item["brand_name"]])).collect();
    assert_eq!(shown, [json!([one, "Brand 1"]), json!([two, "Brand 2"])]);
    assert_eq!(client.get(&app, &format!("/customer/{two}")).await.json()["item"]["brand_id"], 2);

    let key = app.key_of(&second, &onefold::domain::account::Permission::ALL).await;
    let query = "{ customers { nodes { displayName sources { nodes { externalId } } } } }";
    let there = app.graphql_as(&key, query, json!({})).await;
    assert_eq!(
        there["data"]["customers"]["nodes"],
        json!([{ "displayName": "Ann", "sources": { "nodes": [{ "externalId": "p" }] } }])
    );

    let unclear = client.form(&app, "PUT", "/customer", "primaryID=p&firstname=Eve").await;
    assert_eq!(refusal(&unclear).0, 400, "two brands have this primary id");
    assert_eq!(client.form(&app, "PUT", "/customer", "primaryID=p&brandID=2&firstname=Eve").await.status, 200);
    assert_eq!(client.item(&app, one.as_i64().expect("an id")).await["firstname"], "Ann");
    assert_eq!(client.item(&app, two.as_i64().expect("an id")).await["firstname"], "Eve");
    let elsewhere = client.form(&app, "PUT", &format!("/customer/{one}"), "brandID=2&firstname=Eve").await;
    assert_eq!(refusal(&elsewhere), (400, "This customer does not exist.".to_owned()));

    let stranger = OmnideskClient::over(&app, &third, &[]).await;
    for (method, path) in [
        ("GET", format!("/customer/{one}")),
        ("PUT", format!("/customer/{one}")),
        ("DELETE", format!("/customer/{one}")),
        ("DELETE", format!("/customer/{one}/purgeData")),
        ("DELETE", format!("/customer/purgedata?customer_id={one}")),
    ] {
        let answer = stranger.call(&app, method, &path, "", "").await;
        assert_eq!(refusal(&answer), (400, "This customer does not exist.".to_owned()), "{method} {path}");
    }
    assert_eq!(stranger.get(&app, "/customer").await.json()["itemTotal"], 0);
    let search = json!({ "customerChannelValue": "a@example.com", "brand_id": 1 });
    let answer = stranger.json(&app, "POST", "/customer/SearchByCustomerChannelValue", &search).await;
    assert_eq!(refusal(&answer), (400, "This brand does not exist.".to_owned()));
}

#[tokio::test]
async fn a_new_key_is_shown_with_what_its_client_needs() {
    let app = TestApp::start().await;
    let second = [app.another_brand(2).await];
    let issue = |vendor| credentials::issue_over(&app.app, &app.brand, &second, vendor, "Test", Permissions::all());
    let shown = issue(Vendor::Omnidesk).await.expect("credentials");
    let key = shown["key"].as_str().expect("a key");
    assert_eq!(shown, json!({ "key": key, "header": "apiKey", "brand_id": 1, "brand_ids": [1, 2] }));
    assert!(issue(Vendor::Customerscore).await.is_err(), "its calls name no brand");
}

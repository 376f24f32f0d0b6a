//! One value has many names, many encodings, and many spellings of its path.

use onefold_tests::{OmnideskClient, TestApp};
use serde_json::{Value, json};

use super::refusal;

const RENAME: &str = include_str!("../../../fixtures/omnidesk/rename-customer.txt");
const UPDATE: &str = include_str!("../../../fixtures/omnidesk/update-customer.txt");
const UPDATE_ITEM: &str = include_str!("../../../fixtures/omnidesk/update-item.txt");
const SEARCH_PRIMARY: &str = include_str!("../../../fixtures/omnidesk/search-by-primary-id.json");

#[tokio::test]
async fn every_post_and_put_takes_every_encoding() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let fields = [
        ("brand_id", "1"),
        ("primary_id", "p"),
        ("firstname", "O'Neil"),
        ("customerChannelType_0", "email"),
        ("customerChannelValue_0", "a+b@example.com"),
    ];
    let json: Value = fields.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    let form = "brand_id=1&primary_id=p&firstname=O%27Neil&customerChannelType_0=email&customerChannelValue_0=a%2Bb%40example.com";
    let id = client.multipart(&app, "POST", "/customer", &fields).await.json()["id"].clone();
    assert_eq!(client.form(&app, "POST", "/customer", form).await.json()["id"], id);
    assert_eq!(client.json(&app, "POST", "/customer", &json).await.json()["id"], id);
    assert_eq!(client.call(&app, "POST", "/customer", "", form).await.json()["id"], id, "without a type it is a form");
    for answer in [
        client.multipart(&app, "PUT", "/customer/updateCustomer", &fields).await,
        client.form(&app, "PUT", "/customer/updateCustomer", form).await,
        client.json(&app, "PUT", "/customer/updateCustomer", &json).await,
    ] {
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    let item = client.item(&app, id.as_i64().expect("an id")).await;
    assert_eq!((&item["firstname"], &item["channels"][0]["address"]), (&json!("O'Neil"), &json!("a+b@example.com")));
    assert_eq!(item["channels"].as_array().map(Vec::len), Some(1));
    for (kind, body) in
        [("text/plain", "a"), ("application/json", "["), ("application/json", "[]"), ("multipart/form-data", "a=b")]
    {
        assert_eq!(refusal(&client.call(&app, "POST", "/customer", kind, body).await).0, 400, "{kind}: {body}");
    }
}

#[tokio::test]
async fn the_printed_requests_are_read_as_they_are_printed() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let id = client.customer(&app, "text", json!({ "firstname": "Ann" })).await;
    // JSON under a type that it is not.
    let found =
        client.call(&app, "POST", "/customer/SearchByPrimaryExternalID", "multipart/form-data", SEARCH_PRIMARY).await;
    assert_eq!(found.json()["item"]["id"], id, "{}", found.body);
    // Forms between double quotes, each value between single ones.
    let renamed =
        client.form(&app, "PUT", "/customer", &RENAME.replace("customerID=1", &format!("customerID={id}"))).await;
    assert_eq!(renamed.status, 200, "{}", renamed.body);
    let item = client.item(&app, id).await;
    assert_eq!(
        (&item["firstname"], &item["custom_testfield"]),
        (&json!("Ann"), &json!("text")),
        "an empty name is as absent"
    );
    for (path, form) in [("/customer/updateCustomer".to_owned(), UPDATE), (format!("/customer/{id}"), UPDATE_ITEM)] {
        let (status, message) = refusal(&client.form(&app, "PUT", &path, form).await);
        assert_eq!(status, 400);
        assert!(message.contains("type has an invalid format"), "the sample's type of channel is none: {message}");
        let form = form.replace("Type_0='text'", "Type_0='twitter'");
        assert_eq!(client.form(&app, "PUT", &path, &form).await.status, 200);
    }
    let item = client.item(&app, id).await;
    assert_eq!((&item["lastname"], &item["channels"][0]["address"]), (&json!("text"), &json!("text")));
}

#[tokio::test]
async fn every_name_of_a_value_is_known_everywhere_and_the_printed_one_wins() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let id = client.customer(&app, "p", json!({})).await;
    client.customer(&app, "q", json!({})).await;
    for primary in ["primary_id", "primaryID", "externalPrimaryID", "external_id", "external_primary_id"] {
        for brand in ["brand_id", "brandID"] {
            let found = client
                .json(&app, "POST", "/customer/SearchByPrimaryExternalID", &json!({ primary: "p", brand: 1 }))
                .await;
            assert_eq!(found.json()["item"]["id"], id, "{primary} {brand}: {}", found.body);
            let updated = client
                .form(&app, "PUT", "/customer/updateCustomer", &format!("{primary}=p&{brand}=1&firstname=Ann"))
                .await;
            assert_eq!(updated.status, 200, "{primary} {brand}");
            let path = format!("/customer/timelineByCustomerExternalID?{primary}=p&{brand}=1");
            assert_eq!(client.get(&app, &path).await.status, 200, "{path}");
        }
    }
    for customer in ["customer_id", "customerID"] {
        let body = json!({ customer: id, "brandID": "1", "initiated_by": "x", "message": "y" });
        assert_eq!(client.json(&app, "POST", "/customer/externalEvent", &body).await.status, 200, "{customer}");
    }
    let both = json!({ "primaryID": "q", "primary_id": "p", "brand_id": 1 });
    let found = client.json(&app, "POST", "/customer/SearchByPrimaryExternalID", &both).await;
    assert_eq!(found.json()["item"]["id"], id);
}

#[tokio::test]
async fn the_last_word_of_a_path_is_taken_in_any_case() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let id = client.customer(&app, "p", json!({})).await;
    let body = json!({ "primary_id": "p", "brand_id": 1, "extra_email": "a@example.com" });
    for word in ["SearchByPrimaryExternalID", "searchByPrimaryExternalId", "SEARCHBYPRIMARYEXTERNALID"] {
        assert_eq!(client.json(&app, "POST", &format!("/customer/{word}"), &body).await.json()["item"]["id"], id);
    }
    for word in ["addChannelOnly", "addchannelonly", "AddChannelOnly/"] {
        assert_eq!(client.json(&app, "POST", &format!("/customer/{word}"), &body).await.status, 200, "{word}");
    }
    let answer = client.get(&app, "/customer/TIMELINEbycustomerexternalid?brand_id=1&external_id=p").await;
    assert_eq!(answer.status, 200);
    assert_eq!(client.delete(&app, &format!("/customer/{id}/PURGEDATA")).await.status, 200);
}

//! Keys, permissions, methods, and every rule broken.

use onefold::domain::account::Permission;
use onefold_tests::{OmnideskClient, TestApp, request};
use serde_json::{Value, json};

use super::{graph, refusal};

const PATH: &str = "/api/v2/customer";

#[tokio::test]
async fn the_key_is_shown_in_the_header_or_in_the_query_and_the_header_wins() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let in_query = format!("{PATH}?apiKey={}", client.key);
    let status = async |path: &str, headers: &[(&str, &str)]| app.send(request("GET", path, headers, "")).await;
    assert_eq!(status(PATH, &[("apiKey", &client.key)]).await.status, 200);
    assert_eq!(status(PATH, &[("apikey", &client.key)]).await.status, 200);
    assert_eq!(status(&in_query, &[]).await.status, 200);
    assert_eq!(status(&in_query, &[("apiKey", "")]).await.status, 200, "an empty header shows no key");
    let wrong = "The API key is not valid.".to_owned();
    assert_eq!(refusal(&status(&in_query, &[("apiKey", "ofk_000000000000_x")]).await), (401, wrong.clone()));
    assert_eq!(refusal(&status(PATH, &[("apiKey", &app.key)]).await), (401, wrong), "a GraphQL key opens no mirror");
    assert_eq!(refusal(&status(PATH, &[]).await), (401, "The API key is missing.".to_owned()));
}

#[tokio::test]
async fn each_endpoint_needs_the_permission_that_the_page_lists() {
    let app = TestApp::start().await;
    let reader = OmnideskClient::with(&app, &[Permission::CustomerRead]).await;
    let writer = OmnideskClient::with(&app, &[Permission::CustomerCud]).await;
    let reads = [
        ("GET", "/customer"),
        ("GET", "/customer/1"),
        ("POST", "/customer/SearchByPrimaryExternalID"),
        ("POST", "/customer/SearchByCustomerChannelValue"),
        ("GET", "/customer/timelineByCustomerExternalID"),
    ];
    let writes = [
        ("POST", "/customer"),
        ("PUT", "/customer"),
        ("PUT", "/customer/1"),
        ("DELETE", "/customer/1"),
        ("POST", "/customer/addChannelOnly"),
        ("PUT", "/customer/updateCustomer"),
        ("DELETE", "/customer/1/channel/1"),
        ("DELETE", "/customer/1/channel?channel_id=1"),
        ("DELETE", "/customer/1/purgeData"),
        ("DELETE", "/customer/purgedata?customer_id=1"),
        ("POST", "/customer/externalEvent"),
        ("POST", "/customer/syncWithCRM"),
        ("POST", "/customer/createCustomerCRUD"),
    ];
    for (calls, may, may_not, permission) in
        [(&reads[..], &reader, &writer, "CUSTOMER_READ"), (&writes[..], &writer, &reader, "CUSTOMER_CUD")]
    {
        for (method, path) in calls {
            let answer = may_not.call(&app, method, path, "", "").await;
            let message = format!("This API key does not have the permission {permission}.");
            assert_eq!(refusal(&answer), (403, message), "{method} {path}");
            let status = may.call(&app, method, path, "", "").await.status;
            assert!(status == 200 || status == 400, "{method} {path}: {status}");
        }
    }
}

#[tokio::test]
async fn wrong_methods_and_unknown_paths_are_told() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    for (method, path, allow) in [
        ("DELETE", "/customer", "GET, POST, PUT"),
        ("POST", "/customer/5", "GET, PUT, DELETE"),
        ("GET", "/customer/searchbyprimaryexternalid", "POST"),
        ("POST", "/customer/timelineByCustomerExternalID", "GET"),
        ("GET", "/customer/5/purgedata", "DELETE"),
        ("PATCH", "/customer/5/channel/6", "DELETE"),
    ] {
        let answer = client.call(&app, method, path, "", "").await;
        assert_eq!(refusal(&answer), (405, format!("The method {method} is not allowed here.")), "{path}");
        assert_eq!(answer.headers["allow"], allow, "{method} {path}");
    }
    for path in ["/ticket", "/customer/5/nothing", "/customer/5/channel/6/7"] {
        assert_eq!(refusal(&client.get(&app, path).await), (404, "This endpoint does not exist.".to_owned()), "{path}");
    }
    for path in ["/customer/4711", "/customer/nobody", "/customer/-1"] {
        assert_eq!(refusal(&client.get(&app, path).await), (400, "This customer does not exist.".to_owned()), "{path}");
    }
}

#[tokio::test]
async fn every_rule_is_kept_and_a_broken_one_stores_nothing() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let long = "a".repeat(256);
    let good = json!({ "brand_id": 1, "primary_id": "p" });
    for (field, value, message) in [
        ("firstname", json!("Ann2"), "firstname has an invalid format"),
        ("firstname", json!("Łukasz"), "firstname has an invalid format"),
        ("lastname", json!("a_b"), "lastname has an invalid format"),
        ("lastname", json!(long), "lastname must not be longer than 255 characters"),
        ("extra_telephone", json!("0612312311"), "extra_telephone has an invalid format"),
        ("extra_telephone", json!("+31 612"), "extra_telephone has an invalid format"),
        ("extra_email", json!("nobody"), "extra_email has an invalid format"),
        ("channel_id", json!("pigeon"), "channel_id has an invalid format"),
        ("ticket_id", json!("x"), "ticket_id must be a whole number"),
        ("ticket_id", json!(0), "ticket_id must be at least 1"),
        ("brand_id", json!("one"), "brand_id must be a whole number"),
        ("brand_id", json!(2), "This brand does not exist."),
        ("primary_id", json!(long), "primary_id must not be longer than 255 characters"),
        ("customer_link_channel", json!("whoever"), "channel_id is required"),
    ] {
        let mut body = good.clone();
        body[field] = value.clone();
        let answer = client.json(&app, "POST", "/customer", &body).await;
        assert_eq!(refusal(&answer), (400, message.to_owned()), "{field}: {value}");
    }
    for missing in ["brand_id", "primary_id"] {
        let mut body = good.clone();
        body.as_object_mut().expect("an object").remove(missing);
        let answer = client.json(&app, "POST", "/customer", &body).await;
        assert_eq!(refusal(&answer), (400, format!("{missing} is required")));
    }
    assert_eq!(graph(&app).await, json!([]));

    client.json(&app, "POST", "/customer", &good).await;
    for (field, value) in [
        ("extra_twitter", json!("@ann")),
        ("extra_facebook", json!("ann")),
        ("extra_facebook", json!(-1)),
        ("extra_telephone", json!("31612312311")),
        ("extra_email", json!("a@b")),
    ] {
        let mut body = good.clone();
        body[field] = value.clone();
        let answer = client.json(&app, "POST", "/customer/addChannelOnly", &body).await;
        assert_eq!(refusal(&answer).0, 400, "{field}: {value}");
    }
    for url in ["javascript:alert(1)", "ftp://example.com", "example.com", "https://"] {
        let body = json!({ "primary_id": "p", "brand_id": 1, "initiated_by": "x", "message": "y", "source_url": url });
        let answer = client.json(&app, "POST", "/customer/externalEvent", &body).await;
        assert_eq!(refusal(&answer).0, 400, "{url}");
    }
    let found = graph(&app).await;
    let kinds: Vec<&Value> =
        found[0]["timeline"]["nodes"].as_array().expect("entries").iter().map(|entry| &entry["kind"]).collect();
    assert_eq!((kinds, &found[0]["channels"]["nodes"]), (vec![&json!("customer.created")], &json!([])));
}

#[tokio::test]
async fn a_body_has_a_limit() {
    let app = TestApp::start().await;
    let client = OmnideskClient::start(&app).await;
    let body = json!({ "brand_id": 1, "primary_id": "p", "custom_a": "x".repeat(2 * 1024 * 1024) });
    assert_eq!(
        refusal(&client.json(&app, "POST", "/customer", &body).await),
        (413, "The body is larger than 2097152 bytes.".to_owned())
    );
}

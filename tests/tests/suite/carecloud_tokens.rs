//! CareCloud's customer interface: tokens of devices, and customers logging in and out on them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use entity::connection::{self, Vendor};
use onefold::domain::account::Permissions;
use onefold::vendor::credentials;
use onefold_tests::{CareCloudClient, CareCloudDevice, TestApp, post_json, request};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::{Value, json};

const CREATE: &str = include_str!("../../fixtures/carecloud/create-customer.json");
const CUSTOMER: &str = "/rest-api/customer-interface/v1.0";
const ENTERPRISE: &str = "/rest-api/enterprise-interface/v1.0";
const PASSWORD: &str = "Velmi dlouhé heslo 7";

/// Creates a customer with a password through the enterprise interface.
async fn customer(app: &TestApp, client: &CareCloudClient, email: &str) -> String {
    let mut body: Value = serde_json::from_str(CREATE).expect("JSON");
    body["customer"]["personal_information"]["email"] = email.into();
    body["password"] = PASSWORD.into();
    body["social_network_credentials"] = json!({ "social_network_id": "twitter", "social_network_token": email });
    let answer = client.call(app, "POST", "/customers", &body.to_string()).await;
    answer.json()["data"]["customer_id"].as_str().unwrap_or_else(|| panic!("{}", answer.body)).to_owned()
}

async fn log_in(app: &TestApp, device: &CareCloudDevice, email: &str) -> u16 {
    let body = json!({ "login_type": "email", "login_value": email, "password": PASSWORD });
    device.act(app, "login", &body).await.status.as_u16()
}

fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

#[tokio::test]
async fn a_customer_logs_in_sees_their_own_record_alone_and_logs_out() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let own = customer(&app, &client, "a@example.com").await;
    let other = customer(&app, &client, "b@example.com").await;
    let device = client.device(&app, "one").await;
    assert_eq!(device.call(&app, "GET", "/customers", "").await.status, 401);
    let body = json!({ "login_type": "email", "login_value": "A@example.com", "password": PASSWORD });
    let answer = device.act(&app, "login", &body).await;
    assert_eq!(answer.whole(), (200, json!({ "data": { "customer_id": own } })));
    let list = device.call(&app, "GET", "/customers", "").await.json();
    assert_eq!(list["data"]["total_items"], 1);
    assert_eq!(list["data"]["customers"][0]["customer_id"], own);
    assert_eq!(device.call(&app, "GET", &format!("/customers/{own}"), "").await.status, 200);
    for unreachable in [other.as_str(), "unknown"] {
        for below in ["", "/property-records", "/interest-records", "/customer-source-records"] {
            let answer = device.call(&app, "GET", &format!("/customers/{unreachable}{below}"), "").await;
            assert_eq!(
                answer.whole(),
                (
                    400,
                    json!({ "error": {
                        "type": "about:blank", "exception": "bad_request_exception", "title": "Bad request",
                        "detail": "The request contains invalid parameters",
                        "error_data": { "invalid_params": [{
                            "name": "customer_id", "reason": "not_belong_to_logged_in_customer", "value": unreachable,
                            "message": "customer_id does not belong to the logged-in customer",
                        }] },
                    } })
                )
            );
        }
    }
    assert_eq!(device.act(&app, "logout", &json!({})).await.whole(), (204, Value::Null));
    assert_eq!(device.call(&app, "GET", &format!("/customers/{own}"), "").await.status, 401);
}

#[tokio::test]
async fn a_telephone_a_card_and_a_social_network_log_in_too() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let own = customer(&app, &client, "a@example.com").await;
    super::carecloud_actions::card(&app, &own, "2001", entity::card::CardState::Active, None).await;
    let device = client.device(&app, "one").await;
    for (kind, value) in [("phone", json!(420170134844_i64)), ("card", json!("2001"))] {
        let body = json!({ "login_type": kind, "login_value": value, "password": PASSWORD });
        assert_eq!(device.act(&app, "login", &body).await.status, 200, "{kind}");
    }
    let social = json!({ "social_network_credentials": { "social_network_id": "twitter", "social_network_token": "a@example.com" } });
    let answer = device.act(&app, "social-network-login", &social).await;
    assert_eq!(answer.whole(), (200, json!({ "data": { "customer_id": own } })));
    // A second customer with the number: who is meant cannot be told.
    customer(&app, &client, "b@example.com").await;
    let body = json!({ "login_type": "phone", "login_value": "420170134844", "password": PASSWORD });
    let answer = device.act(&app, "login", &body).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.json()["error"]["error_data"]["invalid_params"][0]["name"], "password");
}

#[tokio::test]
async fn a_new_token_voids_the_devices_old_one_and_no_other() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    customer(&app, &client, "a@example.com").await;
    let (old, other) = (client.device(&app, "one").await, client.device(&app, "two").await);
    let new = client.device(&app, "one").await;
    assert_eq!(log_in(&app, &old, "a@example.com").await, 401);
    assert_eq!(log_in(&app, &other, "a@example.com").await, 200);
    assert_eq!(log_in(&app, &new, "a@example.com").await, 200);
    // The token in the path must be the client's own.
    let path = format!("/tokens/{}/actions/logout", other.token);
    assert_eq!(new.call(&app, "POST", &path, "").await.status, 404);
    // It does not end by itself.
    app.app.clock().set("2029-03-01T09:00:00Z".parse().expect("an instant"));
    assert_eq!(new.call(&app, "GET", "/customers", "").await.status, 200);
}

#[tokio::test]
async fn a_device_is_asked_for_what_the_specification_requires() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let answer = app.send(post_json(&format!("{CUSTOMER}/tokens"), &[], &json!({ "device": {} }))).await;
    assert_eq!(answer.status, 400);
    let params = answer.json()["error"]["error_data"]["invalid_params"].take();
    let names: Value = params.as_array().expect("invalid_params").iter().map(|param| param["name"].clone()).collect();
    let expected =
        json!(["device_id", "device_system", "device_name", "device_type", "setup", "external_application_id"]);
    assert_eq!(names, expected);
    let body = json!({
        "device": { "device_id": "1", "device_system": "OSX", "device_name": "Test", "device_type": "iPhone" },
        "setup": { "language_id": "en", "allowed_gps": false, "allowed_notifications": false },
        "external_application_id": "unknown",
    });
    let answer = app.send(post_json(&format!("{CUSTOMER}/tokens"), &[], &body)).await;
    assert_eq!(answer.json()["error"]["error_data"]["invalid_params"][0]["reason"], "not_found");
    let answer = client.call(&app, "POST", "/tokens", &body.to_string()).await;
    assert_eq!(answer.status, 403, "the enterprise interface has none");
}

#[tokio::test]
async fn autologin_logs_the_new_customer_in_on_the_device_alone() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let device = client.device(&app, "one").await;
    let mut body: Value = serde_json::from_str(CREATE).expect("JSON");
    body["password"] = PASSWORD.into();
    let created = device.call(&app, "POST", "/customers", &body.to_string()).await;
    assert_eq!(created.status, 201, "anybody may register: {}", created.body);
    assert_eq!(device.call(&app, "GET", "/customers", "").await.status, 401);
    body["autologin"] = true.into();
    body["customer"]["personal_information"]["email"] = "b@example.com".into();
    let created = device.call(&app, "POST", "/customers", &body.to_string()).await.json();
    let list = device.call(&app, "GET", "/customers", "").await.json();
    assert_eq!(list["data"]["customers"][0]["customer_id"], created["data"]["customer_id"]);
    body["customer"]["personal_information"]["email"] = "c@example.com".into();
    assert_eq!(client.call(&app, "POST", "/customers", &body.to_string()).await.status, 201);
    let query = "{ customers(filter: { email: \"b@example.com\" }) { nodes { timeline { nodes { kind } } } } }";
    let kinds = app.data(query, json!({})).await["customers"]["nodes"][0]["timeline"]["nodes"].take();
    assert!(kinds.as_array().expect("a timeline").contains(&json!({ "kind": "customer.logged_in" })), "{kinds}");
}

#[tokio::test]
async fn the_logged_in_customer_is_replaced_without_an_id() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    customer(&app, &client, "a@example.com").await;
    let device = client.device(&app, "one").await;
    let mut body: Value = serde_json::from_str(CREATE).expect("JSON");
    body["customer"]["personal_information"]["email"] = "a@example.com".into();
    body["customer"]["personal_information"]["first_name"] = "Jack".into();
    let body = json!({ "customer": body["customer"] }).to_string();
    assert_eq!(device.call(&app, "PUT", "/customers", &body).await.status, 401);
    assert_eq!(log_in(&app, &device, "a@example.com").await, 200);
    assert_eq!(device.call(&app, "PUT", "/customers", &body).await.whole(), (204, Value::Null));
    let data = app.data("{ customers { nodes { displayName } } }", json!({})).await;
    assert_eq!(data["customers"]["nodes"], json!([{ "displayName": "Jack Smith" }]));
    let refused = client.call(&app, "PUT", "/customers", &body).await;
    assert_eq!(refused.headers["allow"], "POST, GET");
    assert_eq!(refused.status, 405);
    assert_eq!(refused.json()["error"]["error_data"], json!({ "http_method": "PUT" }));
}

#[tokio::test]
async fn basic_credentials_carry_the_token_on_the_customer_interface() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    customer(&app, &client, "a@example.com").await;
    let device = client.device(&app, "one").await;
    log_in(&app, &device, "a@example.com").await;
    let get = async |shown: &str| {
        let headers = [("authorization", shown), ("content-type", "application/json")];
        app.send(request("GET", &format!("{CUSTOMER}/customers"), &headers, "")).await.status.as_u16()
    };
    assert_eq!(get(&basic("customer_interface", &device.token)).await, 200);
    assert_eq!(get(&basic("customer_interface", "")).await, 401);
    assert_eq!(get(&basic("customer_interface", &client.token)).await, 401, "a user's token is another sort");
    // As printed: a text in place of credentials.
    assert_eq!(get("Basic PEF1dGhvcml6YXRpb24gc3RyaW5nICB3aXRoIHRva2VuIGlkPg==").await, 401);
    assert_eq!(get("Basic").await, 401);
    assert_eq!(get("Digest x").await, 401);
}

#[tokio::test]
async fn basic_credentials_are_taken_on_the_enterprise_interface_where_the_connection_allows_them() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let get = async |shown: &str| {
        let headers = [("authorization", shown)];
        app.send(request("GET", &format!("{ENTERPRISE}/customers"), &headers, "")).await.status.as_u16()
    };
    let issue = async || {
        let shown = credentials::issue(&app.app, &app.brand, Vendor::Carecloud, "Test", Permissions::all()).await;
        let shown = shown.expect("credentials");
        let text = |key: &str| shown[key].as_str().expect("a text").to_owned();
        (text("user"), text("password"))
    };
    let made_of = |password: &str, hour: &str| {
        use md5::Digest as _;
        use sha2::Digest as _;
        let digest = hex::encode(md5::Md5::digest(password));
        hex::encode(sha2::Sha256::digest(format!("{digest}{hour}")))
    };
    let (user, password) = issue().await;
    assert_eq!(get(&basic(&user, &made_of(&password, "2026030109"))).await, 401, "off unless wanted");
    allow(&app, &client.connection, true).await;
    let (user, password) = issue().await;
    for (hour, expected) in
        [("2026030108", 200), ("2026030109", 200), ("2026030110", 200), ("2026030107", 401), ("2026030111", 401)]
    {
        assert_eq!(get(&basic(&user, &made_of(&password, hour))).await, expected, "{hour}");
    }
    assert_eq!(get(&basic("nobody", &made_of(&password, "2026030109"))).await, 401);
    assert_eq!(get(&basic(&user, &password)).await, 401);
    allow(&app, &client.connection, false).await;
    assert_eq!(get(&basic(&user, &made_of(&password, "2026030109"))).await, 401);
}

async fn allow(app: &TestApp, connection: &connection::Model, allowed: bool) {
    let mut row = connection.clone().into_active_model();
    row.settings = Set(json!({ "enterprise_basic_auth": allowed }));
    row.update(app.app.store().writer()).await.expect("a connection");
}

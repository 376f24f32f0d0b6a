//! Vendors that do not answer a customer who proves who they are, and what is not theirs to know.

use entity::connection::{Mode, Vendor};
use onefold_tests::Proxied;
use serde_json::{Value, json};

const CREATE: &str = include_str!("../../../fixtures/carecloud/create-customer.json");
const PASSWORD: &str = "Kolo-Na-Dvore-26";
const CUSTOMERS: &str = "/rest-api/enterprise-interface/v1.0/customers";
const EMAIL: &str = "happy_customer@crmcarecloud.com";
const VERIFY: &str = "mutation($input: VerifyCredentialsInput!) {
    verifyCredentials(input: $input) { customer { displayName } problems { path code } } }";
const VERIFY_TOKEN: &str = "mutation($input: VerifyAuthTokenInput!) {
    verifyAuthToken(input: $input) { customer { id } problems { path code } } }";

fn shown(kind: &str, login: &str) -> Value {
    json!({ "input": { "loginKind": kind, "login": login, "password": PASSWORD } })
}

/// Somebody with a password, created through Onefold.
async fn somebody() -> Proxied {
    let proxied = Proxied::start().await;
    let mut body: Value = serde_json::from_str(CREATE).expect("JSON");
    body["password"] = PASSWORD.into();
    let answer = proxied.json(Vendor::Carecloud, "POST", CUSTOMERS, &body).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    proxied
}

#[tokio::test]
async fn a_vendor_that_is_down_is_an_error_with_a_code_and_no_wrong_password() {
    let proxied = somebody().await;
    proxied
        .vendor
        .set_faults(json!([{ "vendor": "carecloud", "fault": { "status": { "status": 503 } } }]))
        .expect("a script");
    let token = json!({ "input": { "applicationId": "a", "token": "t", "requestId": "r" } });
    for (mutation, input) in [(VERIFY, shown("EMAIL", EMAIL)), (VERIFY_TOKEN, token)] {
        let answer = proxied.app.graphql(mutation, input).await;
        let code = answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default();
        assert!(code.starts_with("UPSTREAM_"), "{answer:#}");
    }
    proxied.vendor.clear_faults();
    // The breaker rests a second.
    tokio::time::sleep(std::time::Duration::from_millis(1200)).await;
    let right = proxied.app.data(VERIFY, shown("EMAIL", EMAIL)).await;
    assert_eq!(right["verifyCredentials"]["customer"]["displayName"], "John Smith");
}

#[tokio::test]
async fn attempts_that_no_vendor_answered_are_no_guesses() {
    let proxied = somebody().await;
    proxied
        .vendor
        .set_faults(json!([{ "vendor": "carecloud", "fault": { "status": { "status": 503 } } }]))
        .expect("a script");
    for _ in 0..12 {
        let answer = proxied.app.graphql(VERIFY, shown("EMAIL", EMAIL)).await;
        assert_ne!(answer["errors"][0]["extensions"]["code"], "LIMITED", "{answer:#}");
    }
}

#[tokio::test]
async fn a_password_that_was_changed_at_the_vendor_is_the_one_that_counts() {
    let proxied = somebody().await;
    let list = proxied.directly(Vendor::Carecloud, "GET", CUSTOMERS, &Value::Null).await.json();
    let id = list["data"]["customers"][0]["customer_id"].as_str().expect("an id").to_owned();
    let mut body: Value = serde_json::from_str(CREATE).expect("JSON");
    body.as_object_mut().expect("an object").remove("customer_source");
    body.as_object_mut().expect("an object").remove("autologin");
    body["password"] = "Jine-Kolo-Na-Dvore-27".into();
    let path = format!("{CUSTOMERS}/{id}");
    let answer = proxied.directly(Vendor::Carecloud, "PUT", &path, &body).await;
    assert_eq!(answer.status, 204, "{}", answer.body);
    let old = proxied.app.data(VERIFY, shown("EMAIL", EMAIL)).await;
    assert_eq!(old["verifyCredentials"]["customer"], Value::Null, "the old one is not the customer's any more");
    let new = json!({ "input": { "loginKind": "EMAIL", "login": EMAIL, "password": "Jine-Kolo-Na-Dvore-27" } });
    let new = proxied.app.data(VERIFY, new).await;
    assert_eq!(new["verifyCredentials"]["customer"]["displayName"], "John Smith");
}

#[tokio::test]
async fn what_a_vendor_cannot_be_asked_is_not_asked_and_a_mirror_asks_nobody() {
    let proxied = somebody().await;
    proxied.vendor.clear_calls();
    let phone = proxied.app.data(VERIFY, shown("PHONE", "420170134844")).await;
    assert_eq!(phone["verifyCredentials"]["problems"], json!([{ "path": "password", "code": "NOT_ALLOWED" }]));
    proxied.set(Vendor::Carecloud, |details| details.mode = Mode::Mirror).await;
    proxied.app.data(VERIFY, shown("EMAIL", EMAIL)).await;
    assert!(proxied.vendor.received(Some(Vendor::Carecloud)).is_empty());
}

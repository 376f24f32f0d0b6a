//! Customers' credentials and hand-over tokens in the graph.

use onefold::domain::account::Permission;
use onefold_tests::{CareCloudClient, TestApp};
use serde_json::{Value, json};

const CREATE: &str = include_str!("../../fixtures/carecloud/create-customer.json");
const PASSWORD: &str = "Velmi dlouhé heslo 7";
const VERIFY: &str = "mutation($input: VerifyCredentialsInput!) {
    verifyCredentials(input: $input) { customer { displayName } problems { path code message } }
}";
const VERIFY_SOCIAL: &str = "mutation($input: VerifySocialNetworkCredentialsInput!) {
    verifySocialNetworkCredentials(input: $input) { customer { displayName } problems { path code } }
}";
const ISSUE: &str = "mutation($input: IssueAuthTokenInput!) {
    issueAuthToken(input: $input) { authToken { token requestId expiresAt } problems { path code } }
}";
const VERIFY_TOKEN: &str = "mutation($input: VerifyAuthTokenInput!) {
    verifyAuthToken(input: $input) { customer { id } problems { path code } }
}";

/// An application with John Smith, who has a password and a social login, and the client through which he came.
async fn start() -> (TestApp, CareCloudClient) {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let mut body: Value = serde_json::from_str(CREATE).expect("JSON");
    body["password"] = PASSWORD.into();
    body["social_network_credentials"] = json!({ "social_network_id": "twitter", "social_network_token": "38e123" });
    let answer = client.call(&app, "POST", "/customers", &body.to_string()).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    (app, client)
}

fn credentials(login: &str, password: &str) -> Value {
    json!({ "input": { "loginKind": "EMAIL", "login": login, "password": password } })
}

#[tokio::test]
async fn a_login_and_password_are_verified_and_what_is_wrong_is_not_told() {
    let (app, _) = start().await;
    let right = app.data(VERIFY, credentials("happy_customer@crmcarecloud.com", PASSWORD)).await;
    assert_eq!(right["verifyCredentials"], json!({ "customer": { "displayName": "John Smith" }, "problems": [] }));
    let wrong = app.data(VERIFY, credentials("happy_customer@crmcarecloud.com", "wrong")).await;
    let unknown = app.data(VERIFY, credentials("sad_customer@crmcarecloud.com", PASSWORD)).await;
    assert_eq!(wrong, unknown);
    assert_eq!(
        wrong["verifyCredentials"],
        json!({ "customer": null, "problems": [
            { "path": "password", "code": "NOT_ALLOWED", "message": "the login or the password is not right" },
        ] })
    );
    let phone = json!({ "input": { "loginKind": "PHONE", "login": "420170134844", "password": PASSWORD } });
    assert_eq!(app.data(VERIFY, phone).await, right);
}

#[tokio::test]
async fn guessing_is_stopped() {
    let (app, _) = start().await;
    for _ in 0..10 {
        app.data(VERIFY, credentials("happy_customer@crmcarecloud.com", "wrong")).await;
    }
    let answer = app.graphql(VERIFY, credentials("happy_customer@crmcarecloud.com", PASSWORD)).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "LIMITED");
}

#[tokio::test]
async fn an_account_at_a_social_network_is_verified() {
    let (app, _) = start().await;
    let input = |token: &str| json!({ "input": { "network": "twitter", "token": token } });
    let right = app.data(VERIFY_SOCIAL, input("38e123")).await;
    assert_eq!(
        right["verifySocialNetworkCredentials"],
        json!({ "customer": { "displayName": "John Smith" }, "problems": [] })
    );
    let wrong = app.data(VERIFY_SOCIAL, input("38e124")).await;
    assert_eq!(
        wrong["verifySocialNetworkCredentials"],
        json!({ "customer": null, "problems": [{ "path": "token", "code": "NOT_FOUND" }] })
    );
}

#[tokio::test]
async fn a_token_is_issued_in_the_graph_and_redeemed_once_there_or_through_the_vendors_interface() {
    let (app, client) = start().await;
    let data = app.data("{ customers { nodes { id sources { nodes { id vendorId } } } } }", json!({})).await;
    let customer = &data["customers"]["nodes"][0];
    let source = &customer["sources"]["nodes"][0];
    let mut input = json!({
        "customerId": customer["id"], "sourceRecordId": source["id"], "applicationId": client.application,
    });
    let issued = app.data(ISSUE, json!({ "input": input })).await["issueAuthToken"]["authToken"].take();
    assert_eq!(issued["expiresAt"], "2026-03-01T09:10:00Z");
    assert_eq!(issued["token"].as_str().map(|token| token.split('.').count()), Some(3), "a JWT unless asked otherwise");
    let shown = json!({ "input": {
        "applicationId": client.application, "token": issued["token"], "requestId": issued["requestId"],
    } });
    let redeemed = app.data(VERIFY_TOKEN, shown.clone()).await["verifyAuthToken"].take();
    assert_eq!(redeemed, json!({ "customer": { "id": customer["id"] }, "problems": [] }));
    let again = app.data(VERIFY_TOKEN, shown).await["verifyAuthToken"].take();
    assert_eq!(again, json!({ "customer": null, "problems": [{ "path": "token", "code": "NOT_FOUND" }] }));
    input["form"] = "LETTERS".into();
    let issued = app.data(ISSUE, json!({ "input": input })).await["issueAuthToken"]["authToken"].take();
    let body = json!({
        "application_id": client.application, "token": issued["token"], "token_request_id": issued["requestId"],
    });
    let answer = client.call(&app, "POST", "/customers/actions/verify-auth-token", &body.to_string()).await;
    assert_eq!(answer.whole(), (200, json!({ "data": { "customer_id": source["vendorId"] } })));
    input["applicationId"] = "unknown".into();
    let refused = app.data(ISSUE, json!({ "input": input })).await["issueAuthToken"].take();
    let problems = json!([{ "path": "applicationId", "code": "NOT_FOUND" }]);
    assert_eq!(refused, json!({ "authToken": null, "problems": problems }));
}

#[tokio::test]
async fn another_brand_sees_nothing_and_a_reader_issues_nothing() {
    let (app, client) = start().await;
    let brand = app.another_brand(2).await;
    let stranger = app.key_of(&brand, &Permission::ALL).await;
    let answer = app.graphql_as(&stranger, VERIFY, credentials("happy_customer@crmcarecloud.com", PASSWORD)).await;
    assert_eq!(answer["data"]["verifyCredentials"]["customer"], Value::Null);
    let reader = app.key_with(&[Permission::CustomerRead]).await;
    let answer = app.graphql_as(&reader, VERIFY, credentials("happy_customer@crmcarecloud.com", PASSWORD)).await;
    assert_eq!(answer["data"]["verifyCredentials"]["customer"], json!({ "displayName": "John Smith" }));
    let customer = app.data("{ customers { nodes { id } } }", json!({})).await["customers"]["nodes"][0]["id"].take();
    let input = json!({ "input": { "customerId": customer, "applicationId": client.application } });
    let answer = app.graphql_as(&reader, ISSUE, input.clone()).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN");
    let nobody = app.graphql_as("ofk_nothing", ISSUE, input).await;
    assert_eq!(nobody["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
}

//! Handing a customer over from one application to another, through CareCloud's interfaces.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::lookup::{self, LookupKind};
use entity::source_record::RecordState;
use onefold_tests::{Answer, CareCloudClient, TestApp};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};

const CREATE: &str = include_str!("../../fixtures/carecloud/create-customer.json");
const PRINTED: &str = include_str!("../../fixtures/carecloud/verify-auth-token.json");
const ISSUE: &str = "/customers/actions/auth-token";
const VERIFY: &str = "/customers/actions/verify-auth-token";
/// The application of the printed example.
const KIOSK: &str = "self_order_kiosk";

async fn start() -> (TestApp, CareCloudClient, String) {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    define_application(&app, &client, KIOSK).await;
    let id = client.customer(&app, CREATE, "a@example.com").await;
    (app, client, id)
}

async fn define_application(app: &TestApp, client: &CareCloudClient, id: &str) {
    let row = lookup::ActiveModel {
        brand_id: Set(client.connection.brand_id),
        connection_id: Set(client.connection.id),
        kind: Set(LookupKind::Application),
        vendor_id: Set(id.to_owned()),
        name: Set("Kiosk".to_owned()),
        data: Set(json!({})),
        state: Set(RecordState::Active),
        updated_at: Set(app.app.clock().now()),
        ..Default::default()
    };
    lookup::Entity::insert(row).exec_without_returning(app.app.store().writer()).await.expect("an application");
}

/// Issues a token for the kiosk.
async fn issue(app: &TestApp, client: &CareCloudClient, customer: &str, token_type: Option<i64>) -> Value {
    let mut body = json!({ "customer_id": customer, "external_application_id": KIOSK });
    if let Some(token_type) = token_type {
        body["token_type"] = token_type.into();
    }
    let answer = client.call(app, "POST", ISSUE, &body.to_string()).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["data"].take()
}

/// The printed request with these values, and without the comma that makes it no JSON.
fn shown(issued: &Value) -> Value {
    let mut body: Value = serde_json::from_str(&PRINTED.replace("774\",", "774\"")).expect("JSON");
    body["token"] = issued["authentication_token"].clone();
    body["token_request_id"] = issued["token_request_id"].clone();
    body
}

async fn verify(app: &TestApp, client: &CareCloudClient, body: &Value) -> Answer {
    client.call(app, "POST", VERIFY, &body.to_string()).await
}

fn is_refused(answer: &Answer) {
    let message = "there is no such token, or it was redeemed, or its time is over";
    let param = json!({ "name": "token", "reason": "not_found", "value": "", "message": message });
    assert_eq!(answer.status, 400);
    assert_eq!(answer.json()["error"]["error_data"], json!({ "invalid_params": [param] }));
}

#[tokio::test]
async fn the_printed_request_is_no_json_and_without_its_last_comma_names_no_token() {
    let (app, client, _) = start().await;
    let answer = client.call(&app, "POST", VERIFY, PRINTED).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.json()["error"]["detail"], "The body is not JSON: line 5, column 1");
    is_refused(&client.call(&app, "POST", VERIFY, &PRINTED.replace("774\",", "774\"")).await);
}

#[tokio::test]
async fn a_token_of_each_form_is_redeemed_once() {
    let (app, client, id) = start().await;
    let letters = issue(&app, &client, &id, Some(1)).await;
    let digits = issue(&app, &client, &id, Some(2)).await;
    let signed = issue(&app, &client, &id, None).await;
    let text = |issued: &Value| issued["authentication_token"].as_str().expect("a token").to_owned();
    assert!(text(&letters).len() == 8 && text(&letters).chars().all(|c| c.is_ascii_alphanumeric()), "{letters}");
    assert!(text(&digits).len() == 8 && text(&digits).chars().all(|c| c.is_ascii_digit()), "{digits}");
    for issued in [letters, digits, signed] {
        assert_eq!(issued["valid_to"], "2026-03-01 10:10:00", "local time of the project");
        let answer = verify(&app, &client, &shown(&issued)).await;
        assert_eq!(answer.whole(), (200, json!({ "data": { "customer_id": id } })));
        is_refused(&verify(&app, &client, &shown(&issued)).await);
    }
}

#[tokio::test]
async fn a_signed_token_says_whom_it_is_for_and_until_when() {
    let (app, client, id) = start().await;
    let issued = issue(&app, &client, &id, None).await;
    let token = issued["authentication_token"].as_str().expect("a token");
    let parts: Vec<&str> = token.split('.').collect();
    let part = |at: usize| -> Value {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[at]).expect("base64")).expect("JSON")
    };
    assert_eq!(part(0)["alg"], "EdDSA");
    let issued_at = app.app.clock().now().as_seconds();
    assert_eq!(
        part(1),
        json!({
            "iss": "onefold", "aud": "onefold-application:self_order_kiosk", "sub": id,
            "jti": issued["token_request_id"], "iat": issued_at, "exp": issued_at + 600,
        })
    );
    // Changed, it is nobody's; and it opens nothing else.
    let mut forged = shown(&issued);
    let payload = URL_SAFE_NO_PAD.encode(part(1).to_string().replace(&id, "somebody"));
    forged["token"] = format!("{}.{payload}.{}", parts[0], parts[2]).into();
    is_refused(&verify(&app, &client, &forged).await);
    let answer = app.graphql_as(token, "{ customers { totalCount } }", json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    assert_eq!(verify(&app, &client, &shown(&issued)).await.status, 200);
}

#[tokio::test]
async fn a_token_is_bound_to_application_request_brand_and_time() {
    let (app, client, id) = start().await;
    let issued = issue(&app, &client, &id, None).await;
    let another = issue(&app, &client, &id, None).await;
    let mut wrong = shown(&issued);
    wrong["application_id"] = client.application.clone().into();
    is_refused(&verify(&app, &client, &wrong).await);
    let mut wrong = shown(&issued);
    wrong["token_request_id"] = another["token_request_id"].clone();
    is_refused(&verify(&app, &client, &wrong).await);
    let brand = app.another_brand(2).await;
    let stranger = CareCloudClient::log_in_to(&app, &brand).await;
    is_refused(&verify(&app, &stranger, &shown(&issued)).await);
    app.app.clock().set("2026-03-01T09:10:00Z".parse().expect("an instant"));
    is_refused(&verify(&app, &client, &shown(&issued)).await);
}

#[tokio::test]
async fn a_code_cannot_be_guessed() {
    let (app, client, id) = start().await;
    let issued = issue(&app, &client, &id, Some(2)).await;
    let mut wrong = shown(&issued);
    for guess in 0..10 {
        wrong["token"] = format!("x{guess}").into();
        is_refused(&verify(&app, &client, &wrong).await);
    }
    assert_eq!(verify(&app, &client, &shown(&issued)).await.status, 429);
}

#[tokio::test]
async fn an_unknown_customer_application_or_form_gets_no_token() {
    let (app, client, id) = start().await;
    let reasons = async |body: Value| -> Value {
        let answer = client.call(&app, "POST", ISSUE, &body.to_string()).await;
        assert_eq!(answer.status, 400, "{body}");
        let params = answer.json()["error"]["error_data"]["invalid_params"].take();
        params.as_array().expect("invalid_params").iter().map(|param| json!([param["name"], param["reason"]])).collect()
    };
    let unknown = json!({ "customer_id": "nobody", "external_application_id": KIOSK });
    assert_eq!(reasons(unknown).await, json!([["customer_id", "not_found"]]));
    let unknown = json!({ "customer_id": id, "external_application_id": "nothing" });
    assert_eq!(reasons(unknown).await, json!([["external_application_id", "not_found"]]));
    let missing = reasons(json!({ "token_type": 3 })).await;
    assert_eq!(
        missing,
        json!([
            ["customer_id", "required"],
            ["external_application_id", "required"],
            ["token_type", "not_allowed_value"]
        ])
    );
}

#[tokio::test]
async fn a_customer_hands_themself_over_from_a_device() {
    let (app, client, _) = start().await;
    let device = client.device(&app, "one").await;
    let mut body: Value = serde_json::from_str(CREATE).expect("JSON");
    body["autologin"] = true.into();
    body["password"] = "Velmi dlouhé heslo 7".into();
    let created = device.call(&app, "POST", "/customers", &body.to_string()).await;
    let id = created.json()["data"]["customer_id"].as_str().expect("an id").to_owned();
    let path = format!("/tokens/{}/actions/auth-token?external_application_id={KIOSK}&token_type=2", device.token);
    let answer = device.call(&app, "GET", &path, "").await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let verified = verify(&app, &client, &shown(&answer.json()["data"])).await;
    assert_eq!(verified.whole(), (200, json!({ "data": { "customer_id": id } })));
    let other = client.device(&app, "two").await;
    let issued = device.call(&app, "GET", &path, "").await.json()["data"].take();
    let logged_in = other.act(&app, "auth-token-login", &shown(&issued)).await;
    assert_eq!(logged_in.whole(), (200, json!({ "data": { "customer_id": id } })));
    assert_eq!(other.call(&app, "GET", &format!("/customers/{id}"), "").await.status, 200);
    is_refused(&other.act(&app, "auth-token-login", &shown(&issued)).await);
    device.act(&app, "logout", &json!({})).await;
    assert_eq!(device.call(&app, "GET", &path, "").await.status, 401);
}

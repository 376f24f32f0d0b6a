//! CareCloud's actions on customers.

use entity::card::{self, CardState};
use entity::{Timestamp, source_record};
use onefold_tests::{Answer, CareCloudClient, NOW, TestApp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

const CREATE: &str = include_str!("../../fixtures/carecloud/create-customer.json");
const CREDENTIALS: &str = include_str!("../../fixtures/carecloud/verify-credentials.json");
const SOCIAL: &str = include_str!("../../fixtures/carecloud/verify-social-network-credentials.json");
const EMAIL: &str = "happy_customer@cortex.cz";
const VERIFY: &str = "/customers/actions/verify-credentials";
const VERIFY_SOCIAL: &str = "/customers/actions/verify-social-network-credentials";
const SEARCH: &str = "/customers/actions/search-customers";

/// The printed password has no upper-case letter, which the page's own rule asks for; it is not common otherwise.
fn strong(example: &str) -> String {
    example.replace("password123", "Password123")
}

/// Creates the printed customer with the credentials of the printed examples.
async fn customer(app: &TestApp, client: &CareCloudClient, email: &str) -> String {
    let mut body: Value = serde_json::from_str(CREATE).expect("JSON");
    let credentials: Value = serde_json::from_str(&strong(CREDENTIALS)).expect("JSON");
    body["customer"]["personal_information"]["email"] = email.into();
    body["password"] = credentials["password"].clone();
    if email == EMAIL {
        let social: Value = serde_json::from_str(SOCIAL).expect("JSON");
        body["social_network_credentials"] = social["social_network_credentials"].clone();
    }
    let answer = client.call(app, "POST", "/customers", &body.to_string()).await;
    answer.json()["data"]["customer_id"].as_str().unwrap_or_else(|| panic!("{}", answer.body)).to_owned()
}

/// Gives a customer a card.
pub(crate) async fn card(app: &TestApp, customer: &str, number: &str, state: CardState, valid_to: Option<&str>) {
    let db = app.app.store().writer();
    let record = source_record::Entity::find().filter(source_record::Column::VendorId.eq(customer)).one(db).await;
    let now: Timestamp = NOW.parse().expect("an instant");
    let row = card::ActiveModel {
        brand_id: Set(app.brand.id),
        source_record_id: Set(record.expect("a store").expect("a record").id),
        number: Set(number.to_owned()),
        valid_to: Set(valid_to.map(|instant| instant.parse().expect("an instant"))),
        state: Set(state),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    card::Entity::insert(row).exec_without_returning(db).await.expect("a card");
}

fn found(customer: &str) -> (u16, Value) {
    (200, json!({ "data": { "customer_id": customer } }))
}

fn refused(name: &str, reason: &str, message: &str) -> (u16, Value) {
    let error = json!({ "error": {
        "type": "about:blank", "exception": "bad_request_exception", "title": "Bad request",
        "detail": "The request contains invalid parameters",
        "error_data": { "invalid_params": [{ "name": name, "reason": reason, "value": "", "message": message }] },
    } });
    (400, error)
}

fn params(answer: &Answer) -> Value {
    let params = answer.json()["error"]["error_data"]["invalid_params"].take();
    params.as_array().expect("invalid_params").iter().map(|param| json!([param["name"], param["reason"]])).collect()
}

#[tokio::test]
async fn the_printed_credentials_are_verified() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let id = customer(&app, &client, EMAIL).await;
    assert_eq!(client.call(&app, "POST", VERIFY, &strong(CREDENTIALS)).await.whole(), found(&id));
    // Letters of an address have no case, those of a password do.
    let shouted = strong(CREDENTIALS).replace("happy_customer", "Happy_Customer");
    assert_eq!(client.call(&app, "POST", VERIFY, &shouted).await.whole(), found(&id));
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_are_answered_alike() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    customer(&app, &client, EMAIL).await;
    let expected = refused("password", "not_allowed_value", "the login or the password is not right");
    assert_eq!(client.call(&app, "POST", VERIFY, CREDENTIALS).await.whole(), expected);
    let unknown = strong(CREDENTIALS).replace("happy_", "sad_");
    assert_eq!(client.call(&app, "POST", VERIFY, &unknown).await.whole(), expected);
    let wrong = client.call(&app, "POST", VERIFY, r#"{ "login_type": "phone", "login_value": "" }"#).await;
    assert_eq!(
        params(&wrong),
        json!([["login_type", "not_allowed_value"], ["login_value", "empty"], ["password", "required"]])
    );
}

#[tokio::test]
async fn a_card_logs_in_while_it_is_honoured() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let id = customer(&app, &client, EMAIL).await;
    card(&app, &id, "2001", CardState::Active, Some("2026-03-01T09:00:00Z")).await;
    card(&app, &id, "2002", CardState::Blocked, None).await;
    card(&app, &id, "2003", CardState::Active, Some("2026-02-28T23:59:59Z")).await;
    let with = |number: &str| {
        json!({ "login_type": "card", "login_value": number, "password": "Password123_is_not_a_good_idea" }).to_string()
    };
    assert_eq!(client.call(&app, "POST", VERIFY, &with("2001")).await.whole(), found(&id));
    for number in ["2002", "2003", "2004"] {
        assert_eq!(client.call(&app, "POST", VERIFY, &with(number)).await.status, 400, "{number}");
    }
}

#[tokio::test]
async fn guessing_is_stopped_for_a_minute_and_for_that_login_alone() {
    let app = TestApp::start_with(|config| config.auth.failures_per_minute = 3).await;
    let client = CareCloudClient::log_in(&app).await;
    let id = customer(&app, &client, EMAIL).await;
    let other = customer(&app, &client, "other@cortex.cz").await;
    for _ in 0..3 {
        assert_eq!(client.call(&app, "POST", VERIFY, CREDENTIALS).await.status, 400);
    }
    let limited = client.call(&app, "POST", VERIFY, &strong(CREDENTIALS)).await;
    assert_eq!(limited.headers["retry-after"], "60");
    assert_eq!(
        limited.whole(),
        (
            429,
            json!({ "error": {
                "type": "about:blank", "exception": "error_exception", "title": "Too many requests",
                "detail": "too many failed attempts to log in; try again in a minute", "error_data": {},
            } })
        )
    );
    let others = strong(CREDENTIALS).replace("happy_customer", "other");
    assert_eq!(client.call(&app, "POST", VERIFY, &others).await.whole(), found(&other));
    app.app.clock().set("2026-03-01T09:01:00Z".parse().expect("an instant"));
    assert_eq!(client.call(&app, "POST", VERIFY, &strong(CREDENTIALS)).await.whole(), found(&id));
    // What was right wipes the slips before it out.
    for _ in 0..2 {
        client.call(&app, "POST", VERIFY, CREDENTIALS).await;
        client.call(&app, "POST", VERIFY, CREDENTIALS).await;
        assert_eq!(client.call(&app, "POST", VERIFY, &strong(CREDENTIALS)).await.status, 200);
    }
}

#[tokio::test]
async fn guessing_from_one_address_is_stopped_for_every_login() {
    let app = TestApp::start_with(|config| {
        config.auth.failures_per_minute = 1;
        config.http.client_address_header = Some("x-forwarded-for".to_owned());
    })
    .await;
    let client = CareCloudClient::log_in(&app).await;
    customer(&app, &client, EMAIL).await;
    let bearer = format!("Bearer {}", client.token);
    let path = format!("/rest-api/enterprise-interface/v1.0{VERIFY}");
    let from = async |address: &str, login: usize| {
        let body =
            json!({ "login_type": "email", "login_value": format!("{login}@example.com"), "password": "Guess 1" });
        // Whoever is before the proxy may write into the header what they like.
        let forged = format!("{login}.1.1.1, {address}");
        let headers = [("authorization", bearer.as_str()), ("x-forwarded-for", forged.as_str())];
        app.send(onefold_tests::post_json(&path, &headers, &body)).await.status.as_u16()
    };
    for login in 0..10 {
        assert_eq!(from("10.0.0.1", login).await, 400);
    }
    assert_eq!(from("10.0.0.1", 10).await, 429);
    assert_eq!(from("10.0.0.2", 11).await, 400);
}

#[tokio::test]
async fn the_printed_account_at_a_social_network_is_verified() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let id = customer(&app, &client, EMAIL).await;
    assert_eq!(client.call(&app, "POST", VERIFY_SOCIAL, SOCIAL).await.whole(), found(&id));
    let unknown = client.call(&app, "POST", VERIFY_SOCIAL, &SOCIAL.replace("38e", "39e")).await;
    let message = "no customer has this account at the social network";
    assert_eq!(unknown.whole(), refused("social_network_token", "not_found", message));
    let bare = client.call(&app, "POST", VERIFY_SOCIAL, "{}").await;
    assert_eq!(params(&bare), json!([["social_network_credentials", "required"]]));
}

#[tokio::test]
async fn a_search_finds_whoever_matches_wholly() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let id = customer(&app, &client, EMAIL).await;
    customer(&app, &client, "other@cortex.cz").await;
    card(&app, &id, "2001990000016", CardState::Active, None).await;
    let all = "card_number=2001990000016&first_name=john&last_name=Smith&birthdate=27.03.1991&mode=strict";
    let answer = client.call(&app, "GET", &format!("{SEARCH}?{all}"), "").await;
    assert_eq!(answer.whole(), (200, json!({ "data": { "strict": [{ "customer_id": id, "match": 100 }] } })));
    for (query, expected) in [
        ("first_name=John", 2),
        ("first_name=Joh", 0),
        ("card_number=2001990000016", 1),
        ("card_number=2001990000016&last_name=Jones&mode=none", 0),
    ] {
        let answer = client.call(&app, "GET", &format!("{SEARCH}?{query}"), "").await.json();
        assert_eq!(answer["data"]["strict"].as_array().map(Vec::len), Some(expected), "{query}");
    }
    let strict = client.call(&app, "GET", &format!("{SEARCH}?first_name=John&card_number=1&mode=strict"), "").await;
    assert_eq!(params(&strict), json!([["last_name", "required"], ["birthdate", "required"]]));
    let nothing = client.call(&app, "GET", SEARCH, "").await;
    assert_eq!(params(&nothing).as_array().map(Vec::len), Some(4));
    let wrong = client.call(&app, "GET", &format!("{SEARCH}?birthdate=1991&mode=fuzzy"), "").await;
    assert_eq!(params(&wrong), json!([["mode", "not_allowed_value"]]));
    // The page's badge is that of POST, its text says GET.
    assert_eq!(client.call(&app, "POST", SEARCH, "").await.status, 405);
}

#[tokio::test]
async fn another_brands_customer_is_not_found() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    customer(&app, &client, EMAIL).await;
    let brand = app.another_brand(2).await;
    let other = CareCloudClient::log_in_to(&app, &brand).await;
    assert_eq!(other.call(&app, "POST", VERIFY, &strong(CREDENTIALS)).await.status, 400);
    assert_eq!(other.call(&app, "POST", VERIFY_SOCIAL, SOCIAL).await.status, 400);
    let answer = other.call(&app, "GET", &format!("{SEARCH}?first_name=John"), "").await.json();
    assert_eq!(answer, json!({ "data": { "strict": [] } }));
}

#[tokio::test]
async fn the_customer_interface_has_no_actions_on_customers() {
    let app = TestApp::start().await;
    let client = CareCloudClient::log_in(&app).await;
    let device = client.device(&app, "one").await;
    let answer = device.call(&app, "POST", VERIFY, CREDENTIALS).await;
    assert_eq!(
        answer.whole(),
        (
            403,
            json!({ "error": {
                "type": "interface_not_allowed_exception", "exception": "interface_not_allowed_exception", "title": "Forbidden",
                "detail": "The resource is not part of this interface",
                "error_data": { "invalid_resource_name": "customers/actions", "interface": "customer-interface" },
            } })
        )
    );
    for (method, path, body) in [
        ("POST", VERIFY_SOCIAL, SOCIAL.to_owned()),
        ("GET", SEARCH, String::new()),
        (
            "POST",
            "/customers/actions/auth-token",
            json!({ "customer_id": "x", "external_application_id": "x" }).to_string(),
        ),
        (
            "POST",
            "/customers/actions/verify-auth-token",
            json!({ "application_id": "x", "token": "x", "token_request_id": "x" }).to_string(),
        ),
    ] {
        assert_eq!(device.call(&app, method, path, &body).await.status, 403, "{path}");
    }
}

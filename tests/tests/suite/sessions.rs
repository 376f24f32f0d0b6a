//! Staff logging in and out.

use onefold::domain::account::Permissions;
use onefold::domain::account::service::{self, NewUser};
use onefold::error::Error;
use onefold_tests::{Answer, TestApp, post_json, request};
use serde_json::json;

const PAGE: (&str, &str) = ("x-onefold-request", "1");

async fn with_user() -> TestApp {
    let app = TestApp::start().await;
    administrator(&app, "Ann").await;
    app
}

async fn administrator(app: &TestApp, name: &str) {
    let new = NewUser {
        email: format!("{name}@Example.com"),
        name: Some(name.to_owned()),
        password: Some("correct horse battery".to_owned()),
        permissions: Permissions::all(),
        brands: vec![app.brand.id],
    };
    service::create_user(&app.app, new).await.expect("a user");
}

async fn log_in(app: &TestApp, email: &str, password: &str) -> Answer {
    app.send(post_json("/auth/login", &[PAGE], &json!({ "email": email, "password": password }))).await
}

fn cookie(answer: &Answer) -> String {
    let set = answer.headers["set-cookie"].to_str().expect("a cookie");
    set.split(';').next().expect("name and value").to_owned()
}

async fn refresh(app: &TestApp, cookie: &str) -> Answer {
    app.send(request("POST", "/auth/refresh", &[PAGE, ("cookie", cookie)], "")).await
}

fn token(answer: &Answer) -> String {
    answer.json()["access_token"].as_str().expect("an access token").to_owned()
}

#[tokio::test]
async fn a_login_opens_graphql_and_leaves_a_cookie_no_script_can_read() {
    let app = with_user().await;
    let answer = log_in(&app, "ann@example.com", "correct horse battery").await;
    assert_eq!(answer.status, 200);
    let set = answer.headers["set-cookie"].to_str().expect("a cookie");
    for part in ["HttpOnly", "SameSite=Strict", "Path=/auth", "Max-Age=1209600"] {
        assert!(set.contains(part), "{set}");
    }
    let found = app.graphql_as(&token(&answer), "{ customers { totalCount } }", json!({})).await;
    assert_eq!(found, json!({ "data": { "customers": { "totalCount": 0 } } }));
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_are_answered_alike() {
    let app = with_user().await;
    let wrong = log_in(&app, "ann@example.com", "wrong").await;
    let unknown = log_in(&app, "bob@example.com", "wrong").await;
    assert_eq!(
        wrong.whole(),
        (401, json!({ "error": { "code": "UNAUTHENTICATED", "message": "authentication is needed" } }))
    );
    assert_eq!(unknown.whole(), wrong.whole());
}

#[tokio::test]
async fn a_refresh_token_shown_again_ends_the_whole_family() {
    let app = with_user().await;
    let login = log_in(&app, "ann@example.com", "correct horse battery").await;
    let second = refresh(&app, &cookie(&login)).await;
    assert_eq!(second.status, 200);
    assert_eq!(refresh(&app, &cookie(&login)).await.status, 401, "an old token is refused");
    assert_eq!(refresh(&app, &cookie(&second)).await.status, 401, "and its successors end");
    let answer = app.graphql_as(&token(&second), "{ customers { totalCount } }", json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "and their access tokens too");
}

#[tokio::test]
async fn a_logout_ends_the_session() {
    let app = with_user().await;
    let login = log_in(&app, "ann@example.com", "correct horse battery").await;
    let out = app.send(request("POST", "/auth/logout", &[PAGE, ("cookie", &cookie(&login))], "")).await;
    assert_eq!(out.status, 204);
    assert_eq!(refresh(&app, &cookie(&login)).await.status, 401);
}

#[tokio::test]
async fn a_disabled_users_tokens_end_at_once() {
    let app = with_user().await;
    let login = log_in(&app, "ann@example.com", "correct horse battery").await;
    let refused = service::disable_user(&app.app, "ann@example.com").await;
    assert!(matches!(refused, Err(Error::Conflict(_))), "the last administrator: {refused:?}");
    administrator(&app, "Bob").await;
    service::disable_user(&app.app, "ann@example.com").await.expect("disabled");
    let answer = app.graphql_as(&token(&login), "{ customers { totalCount } }", json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    assert_eq!(log_in(&app, "ann@example.com", "correct horse battery").await.status, 401);
}

#[tokio::test]
async fn an_access_token_ends_with_its_time() {
    let app = with_user().await;
    let login = log_in(&app, "ann@example.com", "correct horse battery").await;
    app.app.clock().set("2026-03-01T09:05:00Z".parse().expect("an instant"));
    let answer = app.graphql_as(&token(&login), "{ customers { totalCount } }", json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
}

#[tokio::test]
async fn another_sites_page_cannot_use_the_cookie() {
    let app = with_user().await;
    let login = log_in(&app, "ann@example.com", "correct horse battery").await;
    let answer = app.send(request("POST", "/auth/refresh", &[("cookie", &cookie(&login))], "")).await;
    assert_eq!(answer.status, 400);
}

#[tokio::test]
async fn one_who_tries_many_logins_with_one_password_is_slowed() {
    let app = TestApp::start_with(|config| {
        config.http.client_address_header = Some("x-forwarded-for".to_owned());
        config.auth.failures_per_minute = 2;
    })
    .await;
    administrator(&app, "Ann").await;
    let from = async |address: &str, email: String, password: &str| {
        let body = json!({ "email": email, "password": password });
        app.send(post_json("/auth/login", &[PAGE, ("x-forwarded-for", address)], &body)).await
    };
    for somebody in 0..20 {
        let answer = from("192.0.2.1", format!("{somebody}@example.com"), "Summer2026").await;
        assert_eq!(answer.status, 401);
    }
    let answer = from("192.0.2.1", "another@example.com".to_owned(), "Summer2026").await;
    assert_eq!(answer.status, 429, "{}", answer.body);
    let elsewhere = from("192.0.2.2", "ann@example.com".to_owned(), "correct horse battery").await;
    assert_eq!(elsewhere.status, 200, "others are not held up");
}

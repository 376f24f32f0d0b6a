//! Staff sessions and connections for the tests of what administrators do.

use onefold::domain::account::service::{self, NewUser};
use onefold::domain::account::{Permission, Permissions};
use onefold_tests::{Answer, TestApp, post_json, request};
use serde_json::{Value, json};

/// The password of every user that [`user`] makes.
pub(crate) const PASSWORD: &str = "correct horse battery";

const PAGE: (&str, &str) = ("x-onefold-request", "1");

/// Makes a staff user of brand 1.
pub(crate) async fn user(app: &TestApp, name: &str, permissions: &[Permission]) {
    user_of(app, name, permissions, vec![app.brand.id]).await;
}

/// Makes a staff user of these brands.
pub(crate) async fn user_of(app: &TestApp, name: &str, permissions: &[Permission], brands: Vec<i64>) {
    let permissions: Permissions = permissions.iter().copied().collect();
    let (email, password) = (format!("{name}@example.com"), Some(PASSWORD.to_owned()));
    let new = NewUser { email, name: Some(name.to_owned()), password, permissions, brands };
    service::create_user(&app.app, new).await.expect("a user");
}

/// Tries to log in.
pub(crate) async fn log_in(app: &TestApp, name: &str, password: &str) -> Answer {
    let body = json!({ "email": format!("{name}@example.com"), "password": password });
    app.send(post_json("/auth/login", &[PAGE], &body)).await
}

/// Logs in and returns the access token.
pub(crate) async fn session(app: &TestApp, name: &str) -> String {
    token(&log_in(app, name, PASSWORD).await)
}

/// The access token of a login or refresh.
pub(crate) fn token(answer: &Answer) -> String {
    answer.json()["access_token"].as_str().expect("an access token").to_owned()
}

/// Exchanges the refresh token that an answer left as a cookie.
pub(crate) async fn refresh(app: &TestApp, answer: &Answer) -> Answer {
    let set = answer.headers["set-cookie"].to_str().expect("a cookie");
    let cookie = set.split(';').next().expect("name and value");
    app.send(request("POST", "/auth/refresh", &[PAGE, ("cookie", cookie)], "")).await
}

/// The id of the staff user of this name.
pub(crate) async fn user_id(app: &TestApp, name: &str) -> Value {
    let query = "query($text: String) { staffUsers(filter: { search: $text }) { nodes { id } } }";
    let data = app.data(query, json!({ "text": format!("{name}@example.com") })).await;
    data["staffUsers"]["nodes"][0]["id"].clone()
}

/// Makes a connection to a vendor and returns its id.
pub(crate) async fn connection(app: &TestApp, vendor: &str, name: &str) -> Value {
    let query = "mutation($input: CreateConnectionInput!) { createConnection(input: $input) { connection { id } problems { path message } } }";
    let data = app.data(query, json!({ "input": { "vendor": vendor, "name": name } })).await;
    assert_eq!(data["createConnection"]["problems"], json!([]));
    data["createConnection"]["connection"]["id"].clone()
}

/// The code of an answer's first error.
pub(crate) fn code(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default()
}

/// Gives a Customerscore connection a scoring profile, without which it takes no import.
pub(crate) async fn scoring(app: &TestApp, name: &str) {
    let define =
        "mutation($input: DefineSignalInput!) { defineScoreMetric(input: $input) { problems { path message } } }";
    let scoring = json!({ "score": "HEALTH", "weight": "100", "lowest": "0", "highest": "10" });
    let input = json!({
        "vendor": "CUSTOMERSCORE", "connectionName": name, "codename": "logins", "name": "Logins", "dataType": "NUMBER",
        "scoring": scoring,
    });
    let defined = app.data(define, json!({ "input": input })).await;
    assert_eq!(defined["defineScoreMetric"]["problems"], json!([]));
}

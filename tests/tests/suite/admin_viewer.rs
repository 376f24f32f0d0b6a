//! Who asks.

use onefold::domain::account::Permission;
use onefold::domain::account::Permissions;
use onefold::domain::account::service::{self, NewUser};
use onefold_tests::{TestApp, post_json};
use serde_json::{Value, json};

const VIEWER: &str = "{ viewer { label kind brand { number name currency timeZone } brands { number } permissions } }";

#[tokio::test]
async fn a_key_without_any_permission_may_still_ask_who_it_is() {
    let app = TestApp::start().await;
    app.another_brand(2).await;
    let key = app.key_with(&[]).await;
    assert_eq!(
        app.graphql_as(&key, VIEWER, json!({})).await,
        json!({ "data": { "viewer": {
            "label": "Test",
            "kind": "API_KEY",
            "brand": { "number": 1, "name": "Brand 1", "currency": "CZK", "timeZone": "Europe/Prague" },
            "brands": [{ "number": 1 }],
            "permissions": [],
        } } })
    );
}

#[tokio::test]
async fn whoever_shows_no_credentials_is_nobody() {
    let app = TestApp::start().await;
    let answer = app.send(post_json("/graphql", &[], &json!({ "query": VIEWER }))).await.json();
    assert_eq!(answer["data"], Value::Null);
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
}

#[tokio::test]
async fn a_permission_names_what_it_includes() {
    let app = TestApp::start().await;
    let query = "{ viewer { permissions } }";
    for (given, all) in [
        (Permission::CustomerRead, json!(["CUSTOMER_READ"])),
        (Permission::Admin, json!(["CUSTOMER_READ", "CUSTOMER_CUD", "ADMIN"])),
    ] {
        let key = app.key_with(&[given]).await;
        let answer = app.graphql_as(&key, query, json!({})).await;
        assert_eq!(answer, json!({ "data": { "viewer": { "permissions": all } } }));
    }
}

#[tokio::test]
async fn a_staff_user_chooses_among_the_brands_granted() {
    let app = TestApp::start().await;
    let (second, _) = (app.another_brand(2).await, app.another_brand(3).await);
    let new = NewUser {
        email: "ann@example.com".to_owned(),
        name: Some("Ann".to_owned()),
        password: Some("correct horse battery".to_owned()),
        permissions: Permissions::all(),
        brands: vec![app.brand.id, second.id],
    };
    service::create_user(&app.app, new).await.expect("a user");
    let login = json!({ "email": "ann@example.com", "password": "correct horse battery" });
    let login = app.send(post_json("/auth/login", &[("x-onefold-request", "1")], &login)).await.json();
    let bearer = format!("Bearer {}", login["access_token"].as_str().expect("a token"));
    let query = json!({ "query": "{ viewer { label kind brand { number } brands { number } } }" });
    for (header, current) in [(None, 1), (Some("2"), 2)] {
        let mut headers = vec![("authorization", bearer.as_str())];
        headers.extend(header.map(|number| ("x-onefold-brand", number)));
        assert_eq!(
            app.send(post_json("/graphql", &headers, &query)).await.json(),
            json!({ "data": { "viewer": {
                "label": "Ann",
                "kind": "STAFF",
                "brand": { "number": current },
                "brands": [{ "number": 1 }, { "number": 2 }],
            } } })
        );
    }
    let headers = [("authorization", bearer.as_str()), ("x-onefold-brand", "3")];
    let refused = app.send(post_json("/graphql", &headers, &query)).await;
    assert_eq!(refused.json()["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "a brand not granted");
}

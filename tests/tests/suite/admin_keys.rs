//! Keys and clients: shown once, working, revoked at once.

use onefold::domain::account::Permission;
use onefold::domain::account::clients;
use onefold_tests::{TestApp, post_json, request};
use serde_json::{Value, json};

use crate::admin_kit::{code, connection, scoring};

const CREATE: &str = "mutation($input: CreateApiKeyInput!, $key: String) { createApiKey(input: $input, idempotencyKey: $key) {
    apiKey { id name prefix permissions expiresAt revokedAt createdAt connection { vendor } brands { number } } secret problems { path code } } }";

#[tokio::test]
async fn a_key_is_shown_once_works_and_stops_working_when_revoked() {
    let app = TestApp::start().await;
    let input = json!({ "name": "Router", "permissions": ["CUSTOMER_READ"] });
    let made = app.data(CREATE, json!({ "input": input })).await["createApiKey"].take();
    let secret = made["secret"].as_str().expect("the secret").to_owned();
    let key = &made["apiKey"];
    let prefix = key["prefix"].as_str().expect("a prefix");
    assert!(secret.starts_with(&format!("{prefix}_")) && secret.len() > prefix.len() + 40, "{secret}");
    assert_eq!(
        made,
        json!({
            "apiKey": {
                "id": key["id"],
                "name": "Router",
                "prefix": prefix,
                "permissions": ["CUSTOMER_READ"],
                "expiresAt": null,
                "revokedAt": null,
                "createdAt": "2026-03-01T09:00:00Z",
                "connection": null,
                "brands": [{ "number": 1 }],
            },
            "secret": secret,
            "problems": [],
        })
    );
    let ask = "{ viewer { label permissions } }";
    assert_eq!(
        app.graphql_as(&secret, ask, json!({})).await,
        json!({ "data": { "viewer": { "label": "Router", "permissions": ["CUSTOMER_READ"] } } })
    );
    let revoke = "mutation($id: ID!) { revokeApiKey(id: $id) { apiKey { name revokedAt } problems { code } } }";
    assert_eq!(
        app.data(revoke, json!({ "id": key["id"] })).await["revokeApiKey"],
        json!({ "apiKey": { "name": "Router", "revokedAt": "2026-03-01T09:00:00Z" }, "problems": [] })
    );
    assert_eq!(code(&app.graphql_as(&secret, ask, json!({})).await), "UNAUTHENTICATED");
}

#[tokio::test]
async fn a_repeat_makes_no_second_key_and_does_not_show_the_secret_again() {
    let app = TestApp::start().await;
    let variables = json!({ "input": { "name": "Router", "permissions": ["CUSTOMER_READ"] }, "key": "k1" });
    let first = app.data(CREATE, variables.clone()).await["createApiKey"].take();
    let again = app.data(CREATE, variables).await["createApiKey"].take();
    assert!(first["secret"].is_string());
    assert_eq!(again["secret"], Value::Null);
    assert_eq!(again["apiKey"], first["apiKey"]);
    let data = app.data("{ apiKeys { totalCount } }", json!({})).await;
    assert_eq!(data["apiKeys"]["totalCount"], 2, "the test's own, and one more");
}

#[tokio::test]
async fn no_list_holds_a_secret() {
    let app = TestApp::start().await;
    let care = connection(&app, "CARECLOUD", "one").await;
    let gauge = connection(&app, "CUSTOMERGAUGE", "one").await;
    let made = app
        .data(
            r#"mutation($care: ID!, $gauge: ID!) {
                createApiKey(input: { name: "One", permissions: [CUSTOMER_READ] }) { secret }
                createOauthClient(input: { connectionId: $gauge, name: "One" }) { clientSecret }
                createVendorLogin(connectionId: $care) { password }
                createStaffUser(input: { email: "bob@example.com", permissions: [CUSTOMER_READ] }) { password }
                setConnectionCredentials(id: $gauge, credentials: [{ name: "client_secret", value: "sealed-away" }]) { problems { code } }
            }"#,
            json!({ "care": care, "gauge": gauge }),
        )
        .await;
    let secrets = [
        made["createApiKey"]["secret"].as_str(),
        made["createOauthClient"]["clientSecret"].as_str(),
        made["createVendorLogin"]["password"].as_str(),
        made["createStaffUser"]["password"].as_str(),
        Some("sealed-away"),
    ]
    .map(|secret| secret.expect("a secret").to_owned());
    let lists = app
        .data(
            "{
                connections { id vendor name mode baseUrl timeZone settings hasCredentials clientAccess createdAt updatedAt
                    sourceRecordCount settingDefinitions { name kind description } credentialDefinitions { name description } }
                apiKeys { nodes { id name prefix permissions expiresAt revokedAt createdAt } }
                oauthClients { nodes { id clientId name revokedAt createdAt } }
                vendorLogins { nodes { id login applicationId disabledAt createdAt } }
                staffUsers { nodes { id email name permissions disabledAt lastLoginAt createdAt brands { name } worksElsewhere } }
                auditEntries { nodes { id at actorKind actorId actorLabel action subjectType subjectId data } }
            }",
            json!({}),
        )
        .await
        .to_string();
    assert!(lists.contains("connection.set_credentials") && lists.contains("bob@example.com"), "{lists}");
    for secret in secrets {
        assert!(!lists.contains(&secret), "{secret} in {lists}");
    }
    for hash in ["argon2", "secretHash", "passwordHash"] {
        assert!(!lists.contains(hash), "{hash} in {lists}");
    }
}

#[tokio::test]
async fn a_key_ends_by_itself() {
    let app = TestApp::start().await;
    let input = json!({ "name": "Short", "permissions": ["CUSTOMER_READ"], "expiresAt": "2026-03-01T10:00:00Z" });
    let made = app.data(CREATE, json!({ "input": input })).await["createApiKey"].take();
    let secret = made["secret"].as_str().expect("the secret");
    let ask = "{ viewer { label } }";
    assert_eq!(app.graphql_as(secret, ask, json!({})).await, json!({ "data": { "viewer": { "label": "Short" } } }));
    app.app.clock().set("2026-03-01T10:00:00Z".parse().expect("an instant"));
    assert_eq!(code(&app.graphql_as(secret, ask, json!({})).await), "UNAUTHENTICATED");
}

#[tokio::test]
async fn a_key_that_breaks_rules_is_not_made() {
    let app = TestApp::start().await;
    let care = connection(&app, "CARECLOUD", "one").await;
    let second = app.another_brand(2).await;
    let theirs = app.graphql_as(&app.key_of(&second, &[]).await, "{ brand { id } }", json!({})).await;
    let theirs = &theirs["data"]["brand"]["id"];
    for (input, problems) in [
        (
            json!({ "name": " ", "permissions": [] }),
            json!([{ "path": "name", "code": "EMPTY" }, { "path": "permissions", "code": "EMPTY" }]),
        ),
        (
            json!({ "name": "x", "permissions": ["ADMIN"], "expiresAt": "2026-03-01T09:00:00Z" }),
            json!([{ "path": "expiresAt", "code": "NOT_ALLOWED" }]),
        ),
        (
            json!({ "name": "x", "permissions": ["ADMIN"], "connectionId": care }),
            json!([{ "path": "connectionId", "code": "NOT_ALLOWED" }]),
        ),
        (
            json!({ "name": "x", "permissions": ["ADMIN"], "brandIds": [theirs] }),
            json!([{ "path": "brandIds", "code": "NOT_ALLOWED" }]),
        ),
    ] {
        let payload = app.data(CREATE, json!({ "input": input })).await["createApiKey"].take();
        assert_eq!(payload, json!({ "apiKey": null, "secret": null, "problems": problems }), "{input}");
    }
    let omnidesk = connection(&app, "OMNIDESK", "one").await;
    let input = json!({ "name": "x", "permissions": ["ADMIN"], "connectionId": omnidesk, "brandIds": [theirs] });
    let payload = app.data(CREATE, json!({ "input": input })).await["createApiKey"].take();
    assert_eq!(
        payload["problems"],
        json!([{ "path": "brandIds", "code": "NOT_FOUND" }]),
        "a brand beyond the key's own"
    );
}

#[tokio::test]
async fn a_vendors_key_opens_its_mirror_and_not_graphql() {
    let app = TestApp::start().await;
    let score = connection(&app, "CUSTOMERSCORE", "one").await;
    scoring(&app, "one").await;
    let input = json!({ "name": "Import", "permissions": ["CUSTOMER_CUD"], "connectionId": score });
    let made = app.data(CREATE, json!({ "input": input })).await["createApiKey"].take();
    assert_eq!(made["apiKey"]["connection"], json!({ "vendor": "CUSTOMERSCORE" }));
    assert_eq!(made["apiKey"]["brands"], json!([{ "number": 1 }]));
    let secret = made["secret"].as_str().expect("the secret");
    assert_eq!(code(&app.graphql_as(secret, "{ viewer { label } }", json!({})).await), "UNAUTHENTICATED");
    let send = || {
        let body = json!({ "customers": [{ "external_id": "a", "name": "A", "metrics": [] }] });
        app.send(post_json("/api/v1/customers", &[("customerscore-key", secret)], &body))
    };
    assert_eq!(send().await.status, 200);
    let revoke = "mutation($id: ID!) { revokeApiKey(id: $id) { problems { code } } }";
    app.data(revoke, json!({ "id": made["apiKey"]["id"] })).await;
    assert_eq!(send().await.status, 403, "a key that is not valid, in this vendor's words");
    let counted =
        app.data("query($id: ID!) { connection(id: $id) { sourceRecordCount } }", json!({ "id": score })).await;
    assert_eq!(counted["connection"]["sourceRecordCount"], 1);
}

#[tokio::test]
async fn an_api_user_logs_in_until_disabled_and_the_tokens_end_too() {
    let app = TestApp::start().await;
    let care = connection(&app, "CARECLOUD", "one").await;
    let create = "mutation($id: ID!) { createVendorLogin(connectionId: $id, idempotencyKey: \"k\") {
        vendorLogin { id login applicationId disabledAt connection { vendor } } password problems { code } } }";
    let made = app.data(create, json!({ "id": care })).await["createVendorLogin"].take();
    let login = &made["vendorLogin"];
    assert_eq!(login["connection"], json!({ "vendor": "CARECLOUD" }));
    let again = app.data(create, json!({ "id": care })).await["createVendorLogin"].take();
    assert_eq!(again, json!({ "vendorLogin": login, "password": null, "problems": [] }));
    let enterprise = "/rest-api/enterprise-interface/v1.0";
    let body = json!({
        "user_external_application_id": login["applicationId"], "login": login["login"], "password": made["password"],
    });
    let log_in = || app.send(post_json(&format!("{enterprise}/users/actions/login"), &[], &body));
    let answer = log_in().await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let bearer = format!("Bearer {}", answer.json()["data"]["bearer_token"].as_str().expect("a token"));
    let list = || app.send(request("GET", &format!("{enterprise}/customers"), &[("authorization", &bearer)], ""));
    assert_eq!(list().await.status, 200);
    let disable = "mutation($id: ID!) { disableVendorLogin(id: $id) { vendorLogin { disabledAt } problems { code } } }";
    assert_eq!(
        app.data(disable, json!({ "id": login["id"] })).await["disableVendorLogin"],
        json!({ "vendorLogin": { "disabledAt": "2026-03-01T09:00:00Z" }, "problems": [] })
    );
    assert_eq!((log_in().await.status.as_u16(), list().await.status.as_u16()), (401, 401));
}

#[tokio::test]
async fn an_oauth_clients_tokens_end_with_it() {
    use entity::vendor_token::TokenKind;
    use onefold::graphql::id::decode;
    let app = TestApp::start().await;
    let gauge = connection(&app, "CUSTOMERGAUGE", "one").await;
    let create = "mutation($id: ID!) { createOauthClient(input: { connectionId: $id, name: \"Survey\" }) { oauthClient { id clientId } clientSecret problems { code } } }";
    let made = app.data(create, json!({ "id": gauge })).await["createOauthClient"].take();
    assert!(made["clientSecret"].as_str().is_some_and(|secret| secret.len() >= 40), "{made}");
    let row = |id: &Value| decode(id.as_str().expect("an id")).expect("an opaque id").1;
    let holder = Some(row(&made["oauthClient"]["id"]));
    let token = clients::issue_token(&app.app, row(&gauge), TokenKind::Oauth, holder, None, Some(3600)).await;
    let token = token.expect("a token").token;
    assert!(clients::find_token(&app.app, TokenKind::Oauth, &token).await.is_ok());
    let revoke = "mutation($id: ID!) { revokeOauthClient(id: $id) { problems { code } } }";
    app.data(revoke, json!({ "id": made["oauthClient"]["id"] })).await;
    assert!(clients::find_token(&app.app, TokenKind::Oauth, &token).await.is_err());
}

#[tokio::test]
async fn a_key_that_is_not_an_administrators_cannot_make_an_administrators() {
    let app = TestApp::start().await;
    let key = app.key_with(&[Permission::CustomerRead]).await;
    let input = json!({ "name": "x", "permissions": ["ADMIN"] });
    let answer = app.graphql_as(&key, CREATE, json!({ "input": input })).await;
    assert_eq!(code(&answer), "FORBIDDEN");
    let data = app.data("{ apiKeys { nodes { name } } }", json!({})).await;
    assert_eq!(data["apiKeys"]["nodes"], json!([{ "name": "Test" }, { "name": "Test" }]));
}

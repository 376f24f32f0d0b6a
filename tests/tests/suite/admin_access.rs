//! Who may do what administrators do, and to whose rows.

use onefold::domain::account::Permission;
use onefold_tests::TestApp;
use serde_json::{Value, json};

use crate::admin_kit::{code, connection, user, user_id};

const READS: &[&str] = &[
    "{ connections { id } }",
    "{ apiKeys { totalCount nodes { id } } }",
    "{ oauthClients { totalCount nodes { id } } }",
    "{ vendorLogins { totalCount nodes { id } } }",
    "{ staffUsers { totalCount nodes { id } } }",
    "{ auditEntries { totalCount nodes { id } } }",
];

/// Something of every sort that administrators manage: an id under the name of its node's type.
async fn things(app: &TestApp) -> Vec<(&'static str, Value)> {
    let care = connection(app, "CARECLOUD", "one").await;
    let gauge = connection(app, "CUSTOMERGAUGE", "one").await;
    user(app, "bob", &[Permission::CustomerRead]).await;
    let data = app
        .data(
            r#"mutation($care: ID!, $gauge: ID!) {
                createApiKey(input: { name: "One", permissions: [CUSTOMER_READ] }) { apiKey { id } }
                createOauthClient(input: { connectionId: $gauge, name: "One" }) { oauthClient { id } }
                createVendorLogin(connectionId: $care) { vendorLogin { id } }
            }"#,
            json!({ "care": care, "gauge": gauge }),
        )
        .await;
    let entry = app.data("{ auditEntries(first: 1) { nodes { id } } }", json!({})).await;
    vec![
        ("ConnectedSystem", care),
        ("ApiKey", data["createApiKey"]["apiKey"]["id"].clone()),
        ("OauthClient", data["createOauthClient"]["oauthClient"]["id"].clone()),
        ("VendorLogin", data["createVendorLogin"]["vendorLogin"]["id"].clone()),
        ("StaffUser", user_id(app, "bob").await),
        ("AuditEntry", entry["auditEntries"]["nodes"][0]["id"].clone()),
    ]
}

fn id<'a>(things: &'a [(&'static str, Value)], kind: &str) -> &'a Value {
    &things.iter().find(|(known, _)| *known == kind).expect("one of every sort").1
}

/// Every change that needs an administrator, aimed at these things.
fn changes(things: &[(&'static str, Value)], brand: &Value) -> Vec<(String, Value)> {
    let (connection, key, client, login, user) = (
        id(things, "ConnectedSystem"),
        id(things, "ApiKey"),
        id(things, "OauthClient"),
        id(things, "VendorLogin"),
        id(things, "StaffUser"),
    );
    let problems = "problems { path code }";
    [
        (format!("mutation($id: ID!) {{ updateConnection(id: $id, input: {{ name: \"x\" }}) {{ {problems} }} }}"), connection),
        (format!("mutation($id: ID!) {{ setConnectionCredentials(id: $id, credentials: []) {{ {problems} }} }}"), connection),
        (format!("mutation($id: ID!) {{ createVendorLogin(connectionId: $id) {{ password {problems} }} }}"), connection),
        (format!("mutation($id: ID!) {{ createOauthClient(input: {{ connectionId: $id, name: \"x\" }}) {{ clientSecret {problems} }} }}"), connection),
        (format!("mutation($id: ID!) {{ createApiKey(input: {{ connectionId: $id, name: \"x\", permissions: [ADMIN] }}) {{ secret {problems} }} }}"), connection),
        (format!("mutation($id: ID!) {{ createStaffUser(input: {{ email: \"x@example.com\", permissions: [ADMIN], brandIds: [$id] }}) {{ password {problems} }} }}"), brand),
        (format!("mutation($id: ID!) {{ revokeApiKey(id: $id) {{ {problems} }} }}"), key),
        (format!("mutation($id: ID!) {{ revokeOauthClient(id: $id) {{ {problems} }} }}"), client),
        (format!("mutation($id: ID!) {{ disableVendorLogin(id: $id) {{ {problems} }} }}"), login),
        (format!("mutation($id: ID!) {{ updateStaffUser(id: $id, input: {{ permissions: [ADMIN] }}) {{ {problems} }} }}"), user),
        (format!("mutation($id: ID!) {{ disableStaffUser(id: $id) {{ {problems} }} }}"), user),
        (format!("mutation($id: ID!) {{ enableStaffUser(id: $id) {{ {problems} }} }}"), user),
        (format!("mutation($id: ID!) {{ resetStaffPassword(id: $id) {{ password {problems} }} }}"), user),
    ]
    .map(|(query, id)| (query, id.clone()))
    .to_vec()
}

async fn brand_id(app: &TestApp) -> Value {
    app.data("{ brand { id } }", json!({})).await["brand"]["id"].clone()
}

#[tokio::test]
async fn whoever_may_only_change_customers_is_refused_everything() {
    let app = TestApp::start().await;
    let things = things(&app).await;
    let key = app.key_with(&[Permission::CustomerRead, Permission::CustomerCud]).await;
    for query in READS {
        let answer = app.graphql_as(&key, query, json!({})).await;
        assert_eq!(code(&answer), "FORBIDDEN", "{query}: {answer}");
        assert_eq!(answer["errors"][0]["extensions"]["permission"], "ADMIN", "{query}");
    }
    for (kind, id) in &things {
        let answer = app.graphql_as(&key, "query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await;
        assert_eq!(code(&answer), "FORBIDDEN", "{kind}: {answer}");
    }
    let own = [
        "mutation { updateBrand(input: { name: \"x\" }) { problems { code } } }",
        "mutation { createConnection(input: { vendor: OMNIDESK, name: \"x\" }) { problems { code } } }",
    ];
    let mut changes = changes(&things, &brand_id(&app).await);
    changes.extend(own.map(|query| (query.to_owned(), Value::Null)));
    for (query, id) in changes {
        let answer = app.graphql_as(&key, &query, json!({ "id": id })).await;
        assert_eq!(code(&answer), "FORBIDDEN", "{query}: {answer}");
        assert_eq!(answer["data"], Value::Null, "{query}");
    }
}

#[tokio::test]
async fn another_brands_rows_are_as_if_they_did_not_exist() {
    let app = TestApp::start().await;
    let things = things(&app).await;
    let second = app.another_brand(2).await;
    let key = app.key_of(&second, &Permission::ALL).await;
    let lists = app
        .graphql_as(
            &key,
            "{ connections { vendor name } apiKeys { totalCount } oauthClients { totalCount } vendorLogins { totalCount }
               staffUsers { totalCount } auditEntries { totalCount nodes { id } } }",
            json!({}),
        )
        .await;
    assert_eq!(
        lists,
        json!({ "data": {
            "connections": [{ "vendor": "ONEFOLD", "name": "default" }],
            // The key that asks.
            "apiKeys": { "totalCount": 1 },
            "oauthClients": { "totalCount": 0 },
            "vendorLogins": { "totalCount": 0 },
            "staffUsers": { "totalCount": 0 },
            "auditEntries": { "totalCount": 0, "nodes": [] },
        } })
    );
    for (kind, id) in &things {
        let answer = app.graphql_as(&key, "query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await;
        assert_eq!(answer, json!({ "data": { "node": null } }), "{kind}");
    }
    let before = app.data(ALL, json!({})).await;
    for (query, id) in changes(&things, &brand_id(&app).await) {
        let answer = app.graphql_as(&key, &query, json!({ "id": id })).await;
        let payload = answer["data"].as_object().and_then(|data| data.values().next()).cloned().unwrap_or_default();
        let refused = code(&answer) == "NOT_FOUND" || payload["problems"][0]["code"] == "NOT_FOUND";
        assert!(refused, "{query}: {answer}");
        assert!(payload["secret"].is_null() && payload["password"].is_null() && payload["clientSecret"].is_null());
    }
    assert_eq!(app.data(ALL, json!({})).await, before, "nothing was changed");
}

const ALL: &str = "{
    connections { id name hasCredentials updatedAt }
    apiKeys { nodes { id name revokedAt } }
    oauthClients { nodes { id name revokedAt } }
    vendorLogins { nodes { id login disabledAt } }
    staffUsers { nodes { id email permissions disabledAt } }
    auditEntries { totalCount }
}";

#[tokio::test]
async fn a_list_is_counted_paged_and_filtered() {
    let app = TestApp::start().await;
    let things = things(&app).await;
    for name in ["Two", "Three"] {
        let query = "mutation($id: ID!, $name: String!) { createOauthClient(input: { connectionId: $id, name: $name }) { problems { code } } }";
        let gauge = connection(&app, "CUSTOMERGAUGE", name).await;
        app.data(query, json!({ "id": gauge, "name": name })).await;
    }
    let revoke =
        "mutation($id: ID!) { revokeOauthClient(id: $id) { oauthClient { name revokedAt } problems { code } } }";
    assert_eq!(
        app.data(revoke, json!({ "id": id(&things, "OauthClient") })).await["revokeOauthClient"],
        json!({ "oauthClient": { "name": "One", "revokedAt": "2026-03-01T09:00:00Z" }, "problems": [] })
    );
    let query = "query($after: String) { oauthClients(first: 2, after: $after) { totalCount nodes { name connection { name } } pageInfo { hasNextPage endCursor } } }";
    let first = app.data(query, json!({})).await["oauthClients"].take();
    assert_eq!(
        first["nodes"],
        json!([{ "name": "Three", "connection": { "name": "Three" } }, { "name": "Two", "connection": { "name": "Two" } }])
    );
    let second = app.data(query, json!({ "after": first["pageInfo"]["endCursor"] })).await["oauthClients"].take();
    assert_eq!(second["nodes"], json!([{ "name": "One", "connection": { "name": "one" } }]));
    assert_eq!((&first["totalCount"], &second["pageInfo"]["hasNextPage"]), (&json!(3), &json!(false)));
    let living = app.data("{ oauthClients(filter: { revoked: false }) { nodes { name } } }", json!({})).await;
    assert_eq!(living["oauthClients"]["nodes"], json!([{ "name": "Three" }, { "name": "Two" }]));
}

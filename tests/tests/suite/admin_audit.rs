//! The audit log.

use onefold::domain::account::Permission;
use onefold_tests::TestApp;
use serde_json::{Value, json};

use crate::admin_kit::{code, connection, session, user, user_id};

async fn actions(app: &TestApp, filter: Value) -> Vec<String> {
    let query = "query($filter: AuditFilterInput) { auditEntries(filter: $filter) { totalCount nodes { action } } }";
    let data = app.data(query, json!({ "filter": filter })).await;
    let nodes = data["auditEntries"]["nodes"].as_array().expect("nodes");
    assert_eq!(data["auditEntries"]["totalCount"], nodes.len());
    nodes.iter().map(|node| node["action"].as_str().expect("an action").to_owned()).collect()
}

#[tokio::test]
async fn an_entry_says_who_did_what_to_whom_and_when() {
    let app = TestApp::start().await;
    user(&app, "ann", &Permission::ALL).await;
    let ann = session(&app, "ann").await;
    let made = app
        .graphql_as(
            &ann,
            r#"mutation { createApiKey(input: { name: "Router", permissions: [CUSTOMER_READ] }) { apiKey { id } } }"#,
            json!({}),
        )
        .await;
    let data = app
        .data(
            "{ auditEntries { totalCount nodes { at actorKind actorId actorLabel action subjectType subjectId data } } }",
            json!({}),
        )
        .await;
    assert_eq!(
        data["auditEntries"],
        json!({ "totalCount": 1, "nodes": [{
            "at": "2026-03-01T09:00:00Z",
            "actorKind": "STAFF",
            "actorId": user_id(&app, "ann").await,
            "actorLabel": "ann",
            "action": "api_key.create",
            "subjectType": "ApiKey",
            "subjectId": made["data"]["createApiKey"]["apiKey"]["id"],
            "data": { "name": "Router", "permissions": ["CUSTOMER_READ"], "connection": null },
        }] })
    );
}

#[tokio::test]
async fn entries_are_narrowed_by_actor_action_subject_and_time() {
    let app = TestApp::start().await;
    user(&app, "ann", &Permission::ALL).await;
    let ann = session(&app, "ann").await;
    let id = connection(&app, "OMNIDESK", "one").await;
    app.app.clock().set("2026-03-01T09:01:00Z".parse().expect("an instant"));
    let rename = "mutation($id: ID!) { updateConnection(id: $id, input: { name: \"two\" }) { problems { code } } }";
    app.graphql_as(&ann, rename, json!({ "id": id })).await;
    app.data("mutation { updateBrand(input: { name: \"B\" }) { problems { code } } }", json!({})).await;
    let ann = user_id(&app, "ann").await;
    for (filter, found) in [
        (json!({}), vec!["brand.update", "connection.update", "connection.create"]),
        (json!({ "actorId": ann }), vec!["connection.update"]),
        (json!({ "actorKind": "API_KEY" }), vec!["brand.update", "connection.create"]),
        (json!({ "actorKind": "SYSTEM" }), vec![]),
        (json!({ "action": "connection.create" }), vec!["connection.create"]),
        (json!({ "subjectType": "ConnectedSystem" }), vec!["connection.update", "connection.create"]),
        (json!({ "subjectId": id }), vec!["connection.update", "connection.create"]),
        (json!({ "at": { "from": "2026-03-01T09:01:00Z" } }), vec!["brand.update", "connection.update"]),
        (json!({ "at": { "until": "2026-03-01T09:01:00Z" } }), vec!["connection.create"]),
        (json!({ "actorKind": "API_KEY", "subjectId": id }), vec!["connection.create"]),
    ] {
        assert_eq!(actions(&app, filter.clone()).await, found, "{filter}");
    }
    let wrong = app.graphql("{ auditEntries(filter: { actorId: \"nonsense\" }) { totalCount } }", json!({})).await;
    assert_eq!(code(&wrong), "BAD_USER_INPUT");
    assert_eq!(wrong["errors"][0]["extensions"]["problems"][0]["path"], "filter.actorId");
}

#[tokio::test]
async fn pages_of_entries_join_without_gap_or_overlap() {
    let app = TestApp::start().await;
    for n in 0..5 {
        connection(&app, "OMNIDESK", &format!("c{n}")).await;
    }
    let query = "query($after: String) { auditEntries(first: 2, after: $after) { nodes { data } pageInfo { hasNextPage endCursor } } }";
    let (mut seen, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = app.data(query, json!({ "after": after })).await["auditEntries"].take();
        let nodes = page["nodes"].as_array().expect("nodes").clone();
        seen.extend(nodes.iter().map(|node| node["data"]["is"]["name"].as_str().expect("a name").to_owned()));
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(seen, ["c4", "c3", "c2", "c1", "c0"]);
}

#[tokio::test]
async fn what_was_refused_leaves_no_entry() {
    let app = TestApp::start().await;
    let refused = "mutation { createConnection(input: { vendor: OMNIDESK, name: \" \" }) { problems { code } } }";
    app.data(refused, json!({})).await;
    assert_eq!(actions(&app, json!({})).await, Vec::<String>::new());
}

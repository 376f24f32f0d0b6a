//! What staff are told after an import, and what each of them has read of it.

use entity::connection::Vendor;
use onefold::domain::account::{Permission, Permissions};
use onefold::vendor::credentials;
use onefold_tests::{TestApp, post_json};
use serde_json::{Value, json};

use crate::admin_kit::{code, scoring, session, user, user_of};

const ALL: &str = "{ unreadNotificationCount notifications { totalCount nodes { id kind title data vendor connectionName createdAt readAt } } }";
const UNREAD: &str = "{ notifications(unreadOnly: true) { totalCount nodes { title } } }";

/// Customerscore's client in brand 1, whose account has a scoring profile.
async fn client(app: &TestApp) -> String {
    let shown = credentials::issue(&app.app, &app.brand, Vendor::Customerscore, "Test", Permissions::all()).await;
    scoring(app, "default").await;
    shown.expect("credentials")["key"].as_str().expect("a key").to_owned()
}

async fn import(app: &TestApp, key: &str, customers: Value) {
    let answer = app
        .send(post_json("/api/v1/customers", &[("customerscore-key", key)], &json!({ "customers": customers })))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

fn customer(id: usize) -> Value {
    json!({ "external_id": id.to_string(), "name": "Knapp", "metrics": [{ "date": "2024-04-29", "logins": 5, "unheard_of": 1 }] })
}

async fn ask(app: &TestApp, session: &str, query: &str, variables: Value) -> Value {
    let mut answer = app.graphql_as(session, query, variables).await;
    assert!(answer.get("errors").is_none(), "{answer:#}");
    answer["data"].take()
}

async fn mark(app: &TestApp, session: &str, ids: Value) -> Value {
    let query =
        "mutation($ids: [ID!]) { markNotificationsRead(ids: $ids) { unreadNotificationCount problems { path code } } }";
    ask(app, session, query, json!({ "ids": ids })).await["markNotificationsRead"].take()
}

#[tokio::test]
async fn an_import_is_told_to_every_staff_user_of_the_brand_and_to_no_other() {
    let app = TestApp::start().await;
    let second = app.another_brand(2).await;
    user(&app, "ann", &[Permission::CustomerRead]).await;
    user_of(&app, "eve", &[Permission::CustomerRead], vec![second.id]).await;
    let (ann, eve) = (session(&app, "ann").await, session(&app, "eve").await);
    let key = client(&app).await;
    import(&app, &key, json!([customer(1), customer(2)])).await;
    import(&app, &key, json!([customer(1), { "external_id": "3", "name": "Cruz", "metrics": [] }])).await;
    let told = ask(&app, &ann, ALL, json!({})).await;
    let expected = |title: &str, data: Value, id: &Value| {
        json!({
            "id": id, "kind": "score.import", "title": title, "data": data, "vendor": "CUSTOMERSCORE",
            "connectionName": "default", "createdAt": "2026-03-01T09:00:00Z", "readAt": null,
        })
    };
    let nodes = &told["notifications"]["nodes"];
    let later = json!({ "created": 1, "updated": 1, "values": 1, "quarantined": 1 });
    let earlier = json!({ "created": 2, "updated": 0, "values": 2, "quarantined": 2 });
    assert_eq!(
        told,
        json!({ "unreadNotificationCount": 2, "notifications": { "totalCount": 2, "nodes": [
            expected("Import of 2 customers: 1 new, 1 value kept aside", later, &nodes[0]["id"]),
            expected("Import of 2 customers: 2 new, 2 values kept aside", earlier, &nodes[1]["id"]),
        ] } })
    );
    let node = "query($id: ID!) { node(id: $id) { ... on Notification { title } } }";
    assert_eq!(
        ask(&app, &ann, node, json!({ "id": nodes[1]["id"] })).await["node"]["title"],
        "Import of 2 customers: 2 new, 2 values kept aside"
    );
    let nothing = json!({ "unreadNotificationCount": 0, "notifications": { "totalCount": 0, "nodes": [] } });
    assert_eq!(ask(&app, &eve, ALL, json!({})).await, nothing, "another brand");
    assert_eq!(ask(&app, &eve, node, json!({ "id": nodes[0]["id"] })).await["node"], Value::Null);
    assert_eq!(
        mark(&app, &eve, json!([nodes[0]["id"]])).await,
        json!({ "unreadNotificationCount": null, "problems": [{ "path": "ids[0]", "code": "NOT_FOUND" }] })
    );
}

#[tokio::test]
async fn everybody_reads_for_themselves() {
    let app = TestApp::start().await;
    for name in ["ann", "bob"] {
        user(&app, name, &[Permission::CustomerRead]).await;
    }
    let (ann, bob) = (session(&app, "ann").await, session(&app, "bob").await);
    let key = client(&app).await;
    for count in 1..=3 {
        import(&app, &key, (0..count).map(customer).collect()).await;
    }
    let told = ask(&app, &ann, ALL, json!({})).await["notifications"].take();
    app.app.clock().set("2026-03-01T09:01:00Z".parse().expect("an instant"));
    let read = |unread: u64| json!({ "unreadNotificationCount": unread, "problems": [] });
    let second = json!([told["nodes"][1]["id"]]);
    assert_eq!(mark(&app, &ann, second.clone()).await, read(2));
    app.app.clock().set("2026-03-01T09:02:00Z".parse().expect("an instant"));
    assert_eq!(mark(&app, &ann, second).await, read(2), "a repeat changes nothing");
    let titles = |title: &[&str]| title.iter().map(|title| json!({ "title": title })).collect::<Value>();
    assert_eq!(
        ask(&app, &ann, UNREAD, json!({})).await["notifications"],
        json!({ "totalCount": 2, "nodes": titles(&[
            "Import of 3 customers: 1 new, 3 values kept aside",
            "Import of 1 customer: 1 new, 1 value kept aside",
        ]) })
    );
    let when = |data: &Value| {
        data["notifications"]["nodes"]
            .as_array()
            .expect("nodes")
            .iter()
            .map(|node| node["readAt"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(when(&ask(&app, &ann, ALL, json!({})).await), [json!(null), json!("2026-03-01T09:01:00Z"), json!(null)]);
    assert_eq!(ask(&app, &bob, ALL, json!({})).await["unreadNotificationCount"], 3, "who has not read");
    assert_eq!(mark(&app, &ann, Value::Null).await, read(0));
    assert_eq!(
        when(&ask(&app, &ann, ALL, json!({})).await),
        [json!("2026-03-01T09:02:00Z"), json!("2026-03-01T09:01:00Z"), json!("2026-03-01T09:02:00Z")],
        "what was read before stays read since then"
    );
    assert_eq!(ask(&app, &ann, UNREAD, json!({})).await["notifications"], json!({ "totalCount": 0, "nodes": [] }));
    assert_eq!(when(&ask(&app, &bob, ALL, json!({})).await), [json!(null), json!(null), json!(null)]);
}

#[tokio::test]
async fn notifications_are_paged_by_place() {
    let app = TestApp::start().await;
    user(&app, "ann", &[Permission::CustomerRead]).await;
    let ann = session(&app, "ann").await;
    let key = client(&app).await;
    for count in 1..=3 {
        import(&app, &key, (0..count).map(customer).collect()).await;
    }
    let query = "query($after: String) { notifications(first: 2, after: $after) { nodes { data } pageInfo { hasNextPage endCursor } } }";
    let first = ask(&app, &ann, query, json!({})).await["notifications"].take();
    let rest = ask(&app, &ann, query, json!({ "after": first["pageInfo"]["endCursor"] })).await["notifications"].take();
    let values = |page: &Value| {
        page["nodes"].as_array().expect("nodes").iter().map(|node| node["data"]["values"].clone()).collect::<Vec<_>>()
    };
    assert_eq!((values(&first), values(&rest)), (vec![json!(3), json!(2)], vec![json!(1)]));
    assert_eq!((&first["pageInfo"]["hasNextPage"], &rest["pageInfo"]["hasNextPage"]), (&json!(true), &json!(false)));
}

#[tokio::test]
async fn a_page_of_notifications_costs_what_one_costs() {
    let app = TestApp::start().await;
    user(&app, "ann", &[Permission::CustomerRead]).await;
    let ann = session(&app, "ann").await;
    let key = client(&app).await;
    let mut costs = Vec::new();
    for count in 1..=3 {
        import(&app, &key, json!([customer(count)])).await;
        let before = app.statements();
        let told =
            ask(&app, &ann, "{ notifications { nodes { title vendor connectionName readAt } } }", json!({})).await;
        costs.push(app.statements() - before);
        assert_eq!(told["notifications"]["nodes"].as_array().map(Vec::len), Some(count));
    }
    assert_eq!(costs[0], costs[2], "{costs:?}");
}

#[tokio::test]
async fn an_import_costs_the_same_statements_however_many_it_names() {
    let app = TestApp::start().await;
    let key = client(&app).await;
    let mut costs = Vec::new();
    // What comes of a few is written in one statement less on PostgreSQL.
    for count in [10, 60] {
        let before = app.statements();
        import(&app, &key, (0..count).map(|id| customer(id + 100 * count)).collect()).await;
        costs.push(app.statements() - before);
    }
    assert_eq!(costs[0], costs[1], "{costs:?}");
}

#[tokio::test]
async fn an_import_that_is_refused_tells_nothing() {
    let app = TestApp::start().await;
    let key = client(&app).await;
    let broken = json!({ "customers": [customer(1), { "external_id": "2" }] });
    let answer = app.send(post_json("/api/v1/customers", &[("customerscore-key", &key)], &broken)).await;
    assert_eq!(answer.status, 400);
    assert_eq!(app.data(ALL, json!({})).await["notifications"]["totalCount"], 0);
}

#[tokio::test]
async fn who_may_not_read_customers_is_told_nothing_and_a_program_reads_nothing() {
    let app = TestApp::start().await;
    user(&app, "ann", &[]).await;
    let ann = session(&app, "ann").await;
    let mark_all = "mutation { markNotificationsRead { unreadNotificationCount problems { code message } } }";
    for query in ["{ notifications { totalCount } }", "{ unreadNotificationCount }", mark_all] {
        let answer = app.graphql_as(&ann, query, json!({})).await;
        assert_eq!(code(&answer), "FORBIDDEN", "{query}: {answer}");
    }
    let answer = app.data(mark_all, json!({})).await["markNotificationsRead"].take();
    let problem = json!([{ "code": "CONFLICT", "message": "only staff users read notifications" }]);
    assert_eq!(answer, json!({ "unreadNotificationCount": null, "problems": problem }));
}

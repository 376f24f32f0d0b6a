//! GraphQL over HTTP: methods, media types, limits.

use onefold_tests::{TestApp, post_json, request};
use serde_json::json;

const RESPONSE: (&str, &str) = ("accept", "application/graphql-response+json");

#[tokio::test]
async fn a_request_error_is_400_without_data_under_the_new_media_type() {
    let app = TestApp::start().await;
    let answer = app.send(post_json("/graphql", &[RESPONSE], &json!({ "query": "{ nothingOfTheKind }" }))).await;
    assert_eq!(answer.status, 400);
    let body = answer.json();
    assert!(body.get("data").is_none(), "{body}");
    assert_eq!(body["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
}

#[tokio::test]
async fn a_get_never_mutates() {
    let app = TestApp::start().await;
    let uri = "/graphql?query=mutation%7BdeleteCustomer(id%3A%22x%22)%7BdeletedId%7D%7D";
    let answer = app.send(request("GET", uri, &[("authorization", &format!("Bearer {}", app.key))], "")).await;
    assert_eq!(answer.status, 405);
    assert_eq!(answer.headers["allow"], "POST");
}

#[tokio::test]
async fn a_get_honours_the_operation_name() {
    let app = TestApp::start().await;
    let uri = "/graphql?query=query%20A%7Ba%3A__typename%7Dquery%20B%7Bb%3A__typename%7D&operationName=B";
    assert_eq!(app.send(request("GET", uri, &[], "")).await.json(), json!({ "data": { "b": "Query" } }));
}

#[tokio::test]
async fn refuses_other_methods_media_types_and_batches() {
    let app = TestApp::start().await;
    let body = r#"{"query":"{__typename}"}"#;
    let statuses = [
        app.send(request("PUT", "/graphql", &[("content-type", "application/json")], body)).await.status,
        app.send(request("POST", "/graphql", &[("content-type", "text/plain")], body)).await.status,
        app.send(request("POST", "/graphql", &[], body)).await.status,
        app.send(request("POST", "/graphql", &[("content-type", "multipart/mixed; boundary=x")], body)).await.status,
        app.send(request("POST", "/graphql", &[("content-type", "application/json"), ("accept", "text/csv")], body))
            .await
            .status,
        app.send(request("POST", "/graphql", &[("content-type", "application/json")], "[]")).await.status,
        app.send(request("POST", "/graphql", &[("content-type", "application/json")], "{")).await.status,
    ];
    assert_eq!(statuses.map(|status| status.as_u16()), [405, 415, 415, 415, 406, 400, 400]);
}

#[tokio::test]
async fn refuses_a_fragment_bomb_before_it_runs() {
    let app = TestApp::start().await;
    let mut query = "{ ...F0 }".to_owned();
    for n in 0..30 {
        query += &format!(" fragment F{n} on Query {{ ...F{} ...F{} }}", n + 1, n + 1);
    }
    query += " fragment F30 on Query { __typename }";
    let started = std::time::Instant::now();
    let answer = app.send(post_json("/graphql", &[RESPONSE], &json!({ "query": query }))).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.json()["errors"][0]["extensions"]["code"], "LIMITED");
    assert!(started.elapsed().as_millis() < 500, "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_page_beyond_the_limit_is_a_typed_error() {
    let app = TestApp::start().await;
    let answer = app.graphql("{ customers(first: 100000) { nodes { id } } }", json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
}

#[tokio::test]
async fn a_router_finds_entities_and_gets_null_for_what_is_not_there() {
    let app = TestApp::start().await;
    let id = app.customer("Jan", "Novák").await;
    let query = "query($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Customer { displayName } } }";
    let representations = json!([
        { "__typename": "Customer", "id": id },
        { "__typename": "Customer", "id": "not an id" },
        { "__typename": "Customer", "id": "Q3VzdG9tZXI6OTk5OTk" },
    ]);
    let data = app.data(query, json!({ "r": representations })).await;
    assert_eq!(data, json!({ "_entities": [{ "__typename": "Customer", "displayName": "Jan Novák" }, null, null] }));
}

#[tokio::test]
async fn the_committed_schema_is_the_one_served() {
    let committed = include_str!("../../../schema.graphql");
    assert_eq!(committed.trim(), onefold::graphql::sdl().trim(), "run `cargo xtask schema`");
}

//! Creating, finding and paging customers.

use entity::connection::Vendor;
use onefold::domain::account::Permission;
use onefold::domain::connection::service as connections;
use onefold_tests::TestApp;
use serde_json::json;

#[tokio::test]
async fn a_customer_entered_by_hand_can_be_found_with_its_source() {
    let app = TestApp::start().await;
    let input = json!({ "firstName": "Žofie", "lastName": "Nováková", "email": "Zofie@Example.cz", "phone": "+420 601 111 222" });
    app.data(
        "mutation($input: CustomerInput!) { createCustomer(input: $input) { customer { id } } }",
        json!({ "input": input }),
    )
    .await;
    let data = app
        .data(
            r#"{ customers(filter: { search: "zofie nov" }) { totalCount nodes {
                displayName email createdAt channels { nodes { kind address isPrimary } }
                sources { totalCount nodes { vendor email observedAt } }
                resolved { field reason winner { value source { vendor } } others { value } }
            } } }"#,
            json!({}),
        )
        .await;
    assert_eq!(
        data,
        json!({ "customers": { "totalCount": 1, "nodes": [{
            "displayName": "Žofie Nováková",
            "email": "Zofie@Example.cz",
            "createdAt": "2026-03-01T09:00:00Z",
            "channels": { "nodes": [
                { "kind": "EMAIL", "address": "Zofie@Example.cz", "isPrimary": true },
                { "kind": "TELEPHONE", "address": "+420 601 111 222", "isPrimary": true },
            ] },
            "sources": { "totalCount": 1, "nodes": [
                { "vendor": "ONEFOLD", "email": "Zofie@Example.cz", "observedAt": "2026-03-01T09:00:00Z" },
            ] },
            "resolved": [
                { "field": "NAME", "reason": "ONLY", "winner": { "value": "Žofie Nováková", "source": { "vendor": "ONEFOLD" } }, "others": [] },
                { "field": "EMAIL", "reason": "ONLY", "winner": { "value": "Zofie@Example.cz", "source": { "vendor": "ONEFOLD" } }, "others": [] },
                { "field": "PHONE", "reason": "ONLY", "winner": { "value": "+420 601 111 222", "source": { "vendor": "ONEFOLD" } }, "others": [] },
            ],
        }] } })
    );
}

#[tokio::test]
async fn a_search_finds_names_addresses_and_numbers_by_their_beginning() {
    let app = TestApp::start().await;
    app.data(
        r#"mutation { createCustomer(input: { firstName: "Jan", lastName: "Dvořák", email: "jan@dvorak.cz", phone: "+420 777 123 456" }) { customer { id } } }"#,
        json!({}),
    )
    .await;
    for (text, found) in [
        ("dvo", 1),
        ("DVOŘÁK J", 1),
        ("jan dvo", 1),
        ("jan@dv", 1),
        ("420777", 1),
        ("+420 777 1", 1),
        ("vorak", 0),
        ("jan svo", 0),
    ] {
        let query = "query($text: String!) { customers(filter: { search: $text }) { totalCount } }";
        let data = app.data(query, json!({ "text": text })).await;
        assert_eq!(data["customers"]["totalCount"], found, "{text}");
    }
}

#[tokio::test]
async fn pages_join_without_gap_or_overlap_in_both_directions() {
    let app = TestApp::start().await;
    let names = ["Adam", "Adam", "Bara", "Čeněk", "Dan", "Emil", "Filip"];
    for name in names {
        app.customer("Jan", name).await;
    }
    let forward = walk(&app, "first: 2, after: $cursor", "hasNextPage", "endCursor").await;
    assert_eq!(forward, ["Adam", "Adam", "Bara", "Čeněk", "Dan", "Emil", "Filip"]);
    let mut backward = walk(&app, "last: 3, before: $cursor", "hasPreviousPage", "startCursor").await;
    backward.sort();
    let mut sorted = names.map(str::to_owned).to_vec();
    sorted.sort();
    assert_eq!(backward, sorted);
}

async fn walk(app: &TestApp, arguments: &str, more: &str, cursor: &str) -> Vec<String> {
    let query = format!(
        "query($cursor: String) {{ customers({arguments}) {{ nodes {{ lastName }} pageInfo {{ {more} {cursor} }} }} }}"
    );
    let (mut seen, mut place) = (Vec::new(), json!(null));
    loop {
        let data = app.data(&query, json!({ "cursor": place })).await;
        let nodes = data["customers"]["nodes"].as_array().expect("nodes").clone();
        seen.extend(nodes.iter().map(|node| node["lastName"].as_str().expect("a name").to_owned()));
        if data["customers"]["pageInfo"][more] == false {
            return seen;
        }
        place = data["customers"]["pageInfo"][cursor].clone();
    }
}

#[tokio::test]
async fn a_repeat_with_the_same_idempotency_key_changes_nothing() {
    let app = TestApp::start().await;
    let query = r#"mutation($name: String!) { createCustomer(input: { lastName: $name }, idempotencyKey: "k1") { customer { id } problems { code message } } }"#;
    let first = app.data(query, json!({ "name": "Once" })).await;
    assert_eq!(app.data(query, json!({ "name": "Once" })).await, first);
    let other = app.data(query, json!({ "name": "Other" })).await;
    assert_eq!(
        other["createCustomer"],
        json!({ "customer": null, "problems": [{ "code": "CONFLICT", "message": "this idempotency key was used for another input" }] })
    );
    assert_eq!(app.data("{ customers { totalCount } }", json!({})).await["customers"]["totalCount"], 1);
}

#[tokio::test]
async fn the_arguments_beside_the_input_belong_to_an_idempotency_key_too() {
    let app = TestApp::start().await;
    for vendor in [Vendor::Omnidesk, Vendor::CustomerDatabaseApp] {
        connections::ensure(&app.app, &app.brand, vendor).await.expect("a connection");
    }
    let known = app.data("{ connections { id vendor } }", json!({})).await["connections"].clone();
    let at = |vendor: &str| {
        let mut all = known.as_array().expect("connections").iter();
        all.find(|one| one["vendor"] == vendor).expect("a connection")["id"].clone()
    };
    let (omnidesk, other) = (at("OMNIDESK"), at("CUSTOMER_DATABASE_APP"));
    let query = r#"mutation($at: ID, $external: String) {
        createCustomer(input: { lastName: "Once", email: "once@example.com" }, connectionId: $at, externalId: $external, idempotencyKey: "k1") {
            customer { id } problems { code message } } }"#;
    let first = json!({ "at": omnidesk, "external": "C-1" });
    let made = app.data(query, first.clone()).await;
    assert_eq!(made["createCustomer"]["problems"], json!([]), "{made:#}");
    assert_eq!(app.data(query, first).await, made, "a repeat answers as the first");
    for other in [
        json!({ "at": other, "external": "C-1" }),
        json!({ "at": omnidesk, "external": "C-2" }),
        json!({ "at": omnidesk }),
        json!({}),
    ] {
        assert_eq!(
            app.data(query, other.clone()).await["createCustomer"],
            json!({ "customer": null, "problems": [{ "code": "CONFLICT", "message": "this idempotency key was used for another input" }] }),
            "{other}"
        );
    }
    assert_eq!(app.data("{ customers { totalCount } }", json!({})).await["customers"]["totalCount"], 1);
}

#[tokio::test]
async fn a_customer_needs_something_to_be_recognised_by() {
    let app = TestApp::start().await;
    let data = app
        .data(
            "mutation { createCustomer(input: { kind: PERSON }) { customer { id } problems { path code } } }",
            json!({}),
        )
        .await;
    assert_eq!(
        data["createCustomer"],
        json!({ "customer": null, "problems": [{ "path": "lastName", "code": "REQUIRED" }] })
    );
}

#[tokio::test]
async fn another_brands_customer_is_as_unknown() {
    let app = TestApp::start().await;
    let id = app.customer("Jan", "Novák").await;
    let other = app.another_brand(2).await;
    let key = app.key_of(&other, &Permission::ALL).await;
    let query = "query($id: ID!) { customer(id: $id) { id } node(id: $id) { id } customers { totalCount } }";
    let answer = app.graphql_as(&key, query, json!({ "id": id })).await;
    assert_eq!(answer, json!({ "data": { "customer": null, "node": null, "customers": { "totalCount": 0 } } }));
    let change = "mutation($id: ID!) { updateCustomer(id: $id, input: { lastName: \"X\" }) { customer { id } } }";
    let answer = app.graphql_as(&key, change, json!({ "id": id })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "NOT_FOUND");
}

#[tokio::test]
async fn each_permission_opens_its_own_door_only() {
    let app = TestApp::start().await;
    let id = app.customer("Jan", "Novák").await;
    let reader = app.key_with(&[Permission::CustomerRead]).await;
    let writer = app.key_with(&[Permission::CustomerCud]).await;
    let read = "query($id: ID!) { customer(id: $id) { displayName } }";
    let write = "mutation($id: ID!) { updateCustomer(id: $id, input: { lastName: \"X\" }) { problems { code } } }";
    let refused = |answer: &serde_json::Value| answer["errors"][0]["extensions"].clone();
    assert_eq!(
        app.graphql_as(&reader, read, json!({ "id": id })).await,
        json!({ "data": { "customer": { "displayName": "Jan Novák" } } })
    );
    let answer = app.graphql_as(&reader, write, json!({ "id": id })).await;
    assert_eq!(refused(&answer), json!({ "code": "FORBIDDEN", "permission": "CUSTOMER_CUD" }));
    let answer = app.graphql_as(&writer, read, json!({ "id": id })).await;
    assert_eq!(refused(&answer), json!({ "code": "FORBIDDEN", "permission": "CUSTOMER_READ" }));
    let answer =
        app.send(onefold_tests::post_json("/graphql", &[], &json!({ "query": "{ customers { totalCount } }" }))).await;
    assert_eq!(refused(&answer.json()), json!({ "code": "UNAUTHENTICATED" }));
}

#[tokio::test]
async fn an_update_clears_what_is_null_and_keeps_what_is_left_out() {
    let app = TestApp::start().await;
    let query = r#"mutation { createCustomer(input: { firstName: "Jan", lastName: "Novák", email: "jan@novak.cz" }) { customer { id } } }"#;
    let id = app.data(query, json!({})).await["createCustomer"]["customer"]["id"].clone();
    let change = "mutation($id: ID!, $input: CustomerInput!) { updateCustomer(id: $id, input: $input) { customer { firstName lastName email } problems { code } } }";
    let data = app.data(change, json!({ "id": id, "input": { "firstName": null, "lastName": "Nováček" } })).await;
    assert_eq!(
        data["updateCustomer"],
        json!({ "customer": { "firstName": null, "lastName": "Nováček", "email": "jan@novak.cz" }, "problems": [] })
    );
}

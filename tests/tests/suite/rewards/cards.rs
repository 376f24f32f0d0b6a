//! Loyalty cards.

use entity::lookup::LookupKind;
use entity::source_record::RecordState;
use onefold::domain::account::Permission;
use onefold_tests::TestApp;
use serde_json::{Value, json};

use super::super::purchases::lookup;
use super::kit::{texts, told};

const ISSUE: &str = "mutation($input: IssueCardInput!, $key: String) { issueCard(input: $input, idempotencyKey: $key) {
    card { id number } problems { path code message }
} }";
const UPDATE: &str = "mutation($id: ID!, $input: UpdateCardInput!) { updateCard(id: $id, input: $input) {
    card { number secondaryNumber validTo kind { name } store { name } } problems { path code message }
} }";
const BLOCK: &str =
    "mutation($id: ID!) { done: blockCard(id: $id) { card { state valid } problems { path code message } } }";
const UNBLOCK: &str =
    "mutation($id: ID!) { done: unblockCard(id: $id) { card { state valid } problems { path code message } } }";

async fn issue(app: &TestApp, input: Value) -> Value {
    let mut data = app.data(ISSUE, json!({ "input": input })).await;
    assert_eq!(data["issueCard"]["problems"], json!([]));
    data["issueCard"]["card"].take()
}

#[tokio::test]
async fn a_card_says_what_it_was_issued_with() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let kind = lookup(&app, LookupKind::CardType, "Plastic", RecordState::Active).await;
    let store = lookup(&app, LookupKind::Store, "Prague", RecordState::Active).await;
    let input = json!({
        "customerId": jana, "number": "2001990000016", "secondaryNumber": "77", "typeId": kind, "storeId": store,
        "validFrom": "2026-01-01T00:00:00Z", "validTo": "2026-12-31T00:00:00Z",
    });
    let id = issue(&app, input).await["id"].take();
    let query = "query($id: ID!) { customer(id: $id) {
        cards { totalCount nodes { id number secondaryNumber kind { name } store { name } validFrom validTo state valid createdAt updatedAt
            source { vendor } customer { displayName } } }
        timeline(first: 1) { nodes { kind title } }
    } }";
    assert_eq!(
        app.data(query, json!({ "id": jana })).await,
        json!({ "customer": {
            "cards": { "totalCount": 1, "nodes": [{
                "id": id, "number": "2001990000016", "secondaryNumber": "77", "kind": { "name": "Plastic" }, "store": { "name": "Prague" },
                "validFrom": "2026-01-01T00:00:00Z", "validTo": "2026-12-31T00:00:00Z", "state": "ACTIVE", "valid": true,
                "createdAt": "2026-03-01T09:00:00Z", "updatedAt": "2026-03-01T09:00:00Z", "source": { "vendor": "ONEFOLD" },
                "customer": { "displayName": "Jana Malá" },
            }] },
            "timeline": { "nodes": [{ "kind": "card.issued", "title": "Card 2001990000016 issued" }] },
        } })
    );
    let change = json!({ "secondaryNumber": null, "validTo": "2027-12-31T00:00:00Z" });
    let changed = app.data(UPDATE, json!({ "id": id, "input": change })).await;
    assert_eq!(
        changed["updateCard"],
        json!({ "problems": [], "card": {
            "number": "2001990000016", "secondaryNumber": null, "validTo": "2027-12-31T00:00:00Z", "kind": { "name": "Plastic" },
            "store": { "name": "Prague" },
        } })
    );
    let bad = json!({ "secondaryNumber": " ", "validTo": "2025-01-01T00:00:00Z", "typeId": store, "storeId": kind });
    let refused = app.data(UPDATE, json!({ "id": id, "input": bad })).await;
    assert_eq!(
        told(&refused["updateCard"]),
        [("secondaryNumber", "EMPTY"), ("validTo", "NOT_ALLOWED"), ("typeId", "NOT_FOUND"), ("storeId", "NOT_FOUND")]
    );
}

#[tokio::test]
async fn a_number_is_issued_with_the_prefix_of_the_sort() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let make = "mutation { createLookup(input: { kind: CARD_TYPE, name: \"Plastic\", data: { prefix: \"200199\" } }) { lookup { id } } }";
    let kind = app.data(make, json!({})).await["createLookup"]["lookup"]["id"].take();
    let (one, two) = (
        issue(&app, json!({ "customerId": jana, "typeId": kind })).await,
        issue(&app, json!({ "customerId": jana, "typeId": kind })).await,
    );
    assert_ne!(one["number"], two["number"]);
    for card in [&one, &two, &issue(&app, json!({ "customerId": jana })).await] {
        let number = card["number"].as_str().expect("a number");
        assert!(number.len() == 13 && number.bytes().all(|byte| byte.is_ascii_digit()), "{number}");
    }
    assert!(one["number"].as_str().is_some_and(|number| number.starts_with("200199")), "{one}");
}

#[tokio::test]
async fn an_active_card_alone_has_its_number() {
    let app = TestApp::start().await;
    let (jana, petr) = (app.customer("Jana", "Malá").await, app.customer("Petr", "Velký").await);
    let lost = issue(&app, json!({ "customerId": jana, "number": "1" })).await["id"].take();
    let taken = app.data(ISSUE, json!({ "input": { "customerId": petr, "number": "1" } })).await;
    assert_eq!(
        taken["issueCard"],
        json!({ "card": null, "problems": [
            { "path": "number", "code": "ALREADY_EXISTS", "message": "an active card has this number" },
        ] })
    );
    let blocked = json!({ "done": { "card": { "state": "BLOCKED", "valid": false }, "problems": [] } });
    for _ in 0..2 {
        assert_eq!(app.data(BLOCK, json!({ "id": lost })).await, blocked);
    }
    issue(&app, json!({ "customerId": petr, "number": "1" })).await;
    let back = app.data(UNBLOCK, json!({ "id": lost })).await;
    assert_eq!(told(&back["done"]), [("number", "ALREADY_EXISTS")]);
    let timeline =
        "query($id: ID!) { customer(id: $id) { timeline(filter: { kinds: [\"card\"] }) { nodes { kind } } } }";
    let seen = app.data(timeline, json!({ "id": jana })).await;
    assert_eq!(texts(&seen["customer"]["timeline"], "kind"), ["card.blocked", "card.issued"], "blocked once");
}

#[tokio::test]
async fn a_blocked_card_can_be_unblocked_and_cards_are_found_by_state_and_number() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let first = issue(&app, json!({ "customerId": jana, "number": "1" })).await["id"].take();
    issue(&app, json!({ "customerId": jana, "number": "2", "validTo": "2026-02-01T00:00:00Z" })).await;
    app.data(BLOCK, json!({ "id": first })).await;
    let query = "query($id: ID!, $filter: CardFilterInput, $first: Int) { customer(id: $id) { cards(filter: $filter, first: $first) { nodes { number } } } }";
    for (filter, found) in [
        (json!({}), vec!["2", "1"]),
        (json!({ "state": "BLOCKED" }), vec!["1"]),
        (json!({ "number": "2" }), vec!["2"]),
        (json!({ "valid": true }), vec![]),
        (json!({ "validAt": "2026-01-01T00:00:00Z" }), vec!["2"]),
    ] {
        let data = app.data(query, json!({ "id": jana, "filter": filter })).await;
        assert_eq!(texts(&data["customer"]["cards"], "number"), found, "{filter}");
    }
    let active = json!({ "done": { "card": { "state": "ACTIVE", "valid": true }, "problems": [] } });
    assert_eq!(app.data(UNBLOCK, json!({ "id": first })).await, active);
    let page = app.data(query, json!({ "id": jana, "first": 1 })).await;
    assert_eq!(texts(&page["customer"]["cards"], "number"), ["2"]);
}

#[tokio::test]
async fn another_brand_sees_and_changes_nothing_and_readers_only_read() {
    let app = TestApp::start().await;
    let jana = app.customer("Jana", "Malá").await;
    let id = issue(&app, json!({ "customerId": jana, "number": "1" })).await["id"].take();
    let other = app.another_brand(2).await;
    let key = app.key_of(&other, &Permission::ALL).await;
    let seen = app.graphql_as(&key, "query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await;
    assert_eq!(seen["data"], json!({ "node": null }));
    let reader = app.key_with(&[Permission::CustomerRead]).await;
    for query in [BLOCK, UNBLOCK, UPDATE] {
        let variables = json!({ "id": id, "input": { "secondaryNumber": "9" } });
        let foreign = app.graphql_as(&key, query, variables.clone()).await;
        assert_eq!(foreign["errors"][0]["extensions"]["code"], "NOT_FOUND");
        let refused = app.graphql_as(&reader, query, variables).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN");
    }
}

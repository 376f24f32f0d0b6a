//! The answer of GraphQL follows the specification: fields in the order in which they were asked for, nulls where something failed.

use insta::assert_snapshot;
use onefold_tests::{TestApp, post_json, request};
use serde_json::{Value, json};

/// The whole answer as it is sent, with the ids of this run named.
async fn answer(app: &TestApp, query: &str, variables: Value) -> String {
    let body = json!({ "query": query, "variables": variables });
    let key = format!("Bearer {}", app.key);
    app.send(post_json("/graphql", &[("authorization", &key)], &body)).await.body
}

/// Only the data, as it is sent.
async fn data(app: &TestApp, query: &str, variables: Value) -> String {
    let answer = answer(app, query, variables).await;
    let inside = answer.strip_prefix("{\"data\":").and_then(|rest| rest.strip_suffix('}'));
    inside.filter(|_| !answer.contains("\"errors\"")).expect(&answer).to_owned()
}

/// Data, and the paths of the errors.
async fn partial(app: &TestApp, query: &str, variables: Value) -> String {
    let answer: Value = serde_json::from_str(&answer(app, query, variables).await).expect("JSON");
    let errors = answer["errors"].as_array().expect("errors").iter();
    let paths: Vec<String> = errors.map(|error| error["path"].to_string()).collect();
    format!("{} {}", answer["data"], paths.join(" "))
}

async fn customers(app: &TestApp) -> [String; 2] {
    let ids = [app.customer("Jan", "Novák").await, app.customer("Eva", "Malá").await];
    for (id, address) in ids.iter().zip(["jan@example.com", "eva@example.com"]) {
        let add = "mutation($input: AddChannelInput!) { addChannel(input: $input) { problems { message } } }";
        let input = json!({ "customerId": id, "kind": "EMAIL", "address": address });
        let data = app.data(add, json!({ "input": input })).await;
        assert_eq!(data["addChannel"]["problems"], json!([]));
    }
    ids
}

#[tokio::test]
async fn fields_come_in_the_order_in_which_they_were_asked_for() {
    let app = TestApp::start().await;
    let [jan, _] = customers(&app).await;
    let query = "query($id: ID!) {
        customer(id: $id) {
            channels { totalCount nodes { address __typename kind } }
            surname: lastName
            ...Late
            firstName
        }
        __typename
        brand { name }
    }
    fragment Late on Customer {
        sources { totalCount }
        displayName
        channels { nodes { kind isPrimary: __typename source { vendor } } }
        surname: lastName
    }";
    assert_snapshot!(data(&app, query, json!({ "id": jan })).await, @r#"{"customer":{"channels":{"totalCount":1,"nodes":[{"address":"jan@example.com","__typename":"Channel","kind":"EMAIL","isPrimary":"Channel","source":{"vendor":"ONEFOLD"}}]},"surname":"Novák","sources":{"totalCount":1},"displayName":"Jan Novák","firstName":"Jan"},"__typename":"Query","brand":{"name":"Brand 1"}}"#);
}

#[tokio::test]
async fn lists_of_objects_keep_the_order_in_every_item() {
    let app = TestApp::start().await;
    customers(&app).await;
    let query =
        "{ customers { nodes { sources { totalCount } firstName channels { nodes { address } } } totalCount } }";
    assert_snapshot!(data(&app, query, json!({})).await, @r#"{"customers":{"nodes":[{"sources":{"totalCount":1},"firstName":"Eva","channels":{"nodes":[{"address":"eva@example.com"}]}},{"sources":{"totalCount":1},"firstName":"Jan","channels":{"nodes":[{"address":"jan@example.com"}]}}],"totalCount":2}}"#);
}

#[tokio::test]
async fn what_an_abstract_type_turns_out_to_be_decides_which_fragments_count() {
    let app = TestApp::start().await;
    let [jan, _] = customers(&app).await;
    let query = "query($ids: [ID!]!) {
        nodes(ids: $ids) {
            ... on Brand { kind: __typename name }
            ... on Customer { firstName same: lastName kind: __typename }
            ... on Node { id @include(if: $no) ... on Brand { number same: name } ... on Customer { lastName } }
        }
    }";
    let query = query.replacen("$ids: [ID!]!", "$ids: [ID!]!, $no: Boolean = false", 1);
    let brand = app.data("{ brand { id } }", json!({})).await["brand"]["id"].clone();
    assert_snapshot!(data(&app, &query, json!({ "ids": [jan, brand, "x"] })).await, @r#"{"nodes":[{"firstName":"Jan","same":"Novák","kind":"Customer","lastName":"Novák"},{"kind":"Brand","name":"Brand 1","number":1,"same":"Brand 1"},null]}"#);
}

#[tokio::test]
async fn skip_and_include_know_their_variables_defaults() {
    let app = TestApp::start().await;
    let [jan, _] = customers(&app).await;
    let query = "query($id: ID!, $yes: Boolean = true, $no: Boolean! = false) {
        customer(id: $id) {
            lastName @include(if: $yes)
            ... @skip(if: $no) { firstName }
            ...Name @skip(if: $yes)
            sources @include(if: $no) { totalCount }
        }
        empty: customer(id: $id) { id @skip(if: $yes) }
        nobody: customer(id: \"Q3VzdG9tZXI6OTk5OTk\") { id @skip(if: $yes) }
    }
    fragment Name on Customer { displayName }";
    assert_snapshot!(data(&app, query, json!({ "id": jan })).await, @r#"{"customer":{"lastName":"Novák","firstName":"Jan"},"empty":{},"nobody":null}"#);
    assert_snapshot!(data(&app, query, json!({ "id": jan, "yes": false, "no": true })).await, @r#"{"customer":{"displayName":"Jan Novák","sources":{"totalCount":1}},"empty":{"id":"Q3VzdG9tZXI6MQ"},"nobody":null}"#);
    assert_snapshot!(data(&app, "query($no: Boolean = false) { brand @include(if: $no) { name } }", json!({})).await, @"{}");
}

/// `channels` must not be null, and this many are not given at once.
const FAILING: &str = "channels(first: 100000) { totalCount }";

#[tokio::test]
async fn a_field_that_fails_takes_the_nearest_parent_that_may_be_null_with_it() {
    let app = TestApp::start().await;
    let [jan, eva] = customers(&app).await;
    let query = format!("query($id: ID!) {{ customer(id: $id) {{ firstName {FAILING} lastName }} brand {{ name }} }}");
    assert_snapshot!(partial(&app, &query, json!({ "id": jan })).await, @r#"{"customer":null,"brand":{"name":"Brand 1"}} ["customer","channels"]"#);
    let query = format!(
        "query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Customer {{ firstName {FAILING} }} ... on Brand {{ name }} }} }}"
    );
    let brand = app.data("{ brand { id } }", json!({})).await["brand"]["id"].clone();
    assert_snapshot!(partial(&app, &query, json!({ "ids": [jan, brand, eva] })).await, @r#"{"nodes":[null,{"name":"Brand 1"},null]} ["nodes",0,"channels"] ["nodes",2,"channels"]"#);
}

#[tokio::test]
async fn without_a_parent_that_may_be_null_there_is_no_data() {
    let app = TestApp::start().await;
    customers(&app).await;
    let query = format!("{{ __typename customers {{ nodes {{ firstName {FAILING} }} }} }}");
    assert_snapshot!(partial(&app, &query, json!({})).await, @r#"null ["customers","nodes",0,"channels"] ["customers","nodes",1,"channels"]"#);
    assert_snapshot!(answer(&app, "{ __typename customers(first: 100000) { totalCount } }", json!({})).await, @r#"{"data":null,"errors":[{"message":"`first` must lie between 0 and 200","locations":[{"line":1,"column":14}],"path":["customers"],"extensions":{"code":"BAD_USER_INPUT","problems":[{"path":"first","code":"NOT_ALLOWED","message":"`first` must lie between 0 and 200"}]}}]}"#);
}

#[tokio::test]
async fn entities_fail_alone_and_say_where() {
    let app = TestApp::start().await;
    let [jan, eva] = customers(&app).await;
    let query = "query($r: [_Any!]!, $n: Int) { _entities(representations: $r) {
        ... on Customer { lastName channels(first: $n) { totalCount } firstName }
        ... on SourceRecord { vendor }
    } }";
    let of = |id: &str| json!({ "__typename": "Customer", "id": id });
    let all = json!([of(&jan), { "__typename": "Nothing" }, of("x"), of(&eva), of(&jan)]);
    let found = app.graphql(query, json!({ "r": all })).await;
    assert_snapshot!(found["data"], @r#"{"_entities":[{"lastName":"Novák","channels":{"totalCount":1},"firstName":"Jan"},null,null,{"lastName":"Malá","channels":{"totalCount":1},"firstName":"Eva"},{"lastName":"Novák","channels":{"totalCount":1},"firstName":"Jan"}]}"#);
    assert_snapshot!(partial(&app, query, json!({ "r": all, "n": 100_000 })).await, @r#"{"_entities":[null,null,null,null,null]} ["_entities",1] ["_entities",0,"channels"] ["_entities",3,"channels"] ["_entities",4,"channels"]"#);
}

#[tokio::test]
async fn a_change_named_in_two_places_is_made_once() {
    let app = TestApp::start().await;
    let query = "mutation($input: CustomerInput!) {
        ...A ...A ...B
        createCustomer(input: $input) { customer { lastName } }
    }
    fragment A on Mutation { createCustomer(input: $input) { customer { firstName } } }
    fragment B on Mutation { createCustomer(input: $input) { problems { code } customer { displayName } } }";
    let input = json!({ "firstName": "Jan", "lastName": "Novák" });
    assert_snapshot!(data(&app, query, json!({ "input": input })).await, @r#"{"createCustomer":{"customer":{"firstName":"Jan","displayName":"Jan Novák","lastName":"Novák"},"problems":[]}}"#);
    let count = app.data("{ customers { totalCount } }", json!({})).await;
    assert_eq!(count["customers"]["totalCount"], 1);
}

#[tokio::test]
async fn a_get_and_introspection_are_in_order_too() {
    let app = TestApp::start().await;
    let uri =
        "/graphql?query=%7B__schema%7BmutationType%7Bname%20kind%7DqueryType%7Bkind%20name%7D%7D%20a%3A__typename%7D";
    let answer = app.send(request("GET", uri, &[], "")).await;
    assert_snapshot!(answer.body, @r#"{"data":{"__schema":{"mutationType":{"name":"Mutation","kind":"OBJECT"},"queryType":{"kind":"OBJECT","name":"Query"}},"a":"Query"}}"#);
}

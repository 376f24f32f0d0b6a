//! Clients that mean harm, or are broken as if they did: each gets a short answer, and the server goes on.

use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::lookup::LookupKind;
use onefold::domain::account::Permission;
use onefold::domain::catalogue::service as catalogue;
use onefold_tests::{Answer, CareCloudClient, TestApp, post_json, request};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

const JSON: (&str, &str) = ("content-type", "application/json");
const RESPONSE: (&str, &str) = ("accept", "application/graphql-response+json");
const MEBIBYTE: usize = 1024 * 1024;

/// Asks as the administrator, so that nothing is refused merely for want of a key.
async fn ask(app: &TestApp, query: &str, variables: Value) -> Answer {
    let bearer = format!("Bearer {}", app.key);
    let body = json!({ "query": query, "variables": variables });
    app.send(post_json("/graphql", &[("authorization", &bearer), RESPONSE], &body)).await
}

/// The code of the first error.
fn code(answer: &Answer) -> String {
    answer.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_else(|| panic!("{}", answer.body)).to_owned()
}

fn opaque(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

#[tokio::test]
async fn an_expensive_document_is_refused_before_it_costs_anything() {
    let app = TestApp::start().await;
    let aliases = |n: usize| (0..n).map(|n| format!("a{n}: displayName ")).collect::<String>();
    let bomb = |levels: usize| {
        let spreads: String =
            (0..levels).map(|n| format!("fragment F{n} on Query {{ ...F{} ...F{} }} ", n + 1, n + 1)).collect();
        format!("{{ ...F0 }} {spreads} fragment F{levels} on Query {{ __typename }}")
    };
    let rows = "{ customers(first: 200) { nodes { purchases(first: 200) { nodes { items(first: 200) { nodes { id } } } } } } }";
    let roots: String = (0..1000).map(|n| format!("a{n}: customers {{ totalCount }} ")).collect();
    let documents = [
        bomb(22),
        format!("{{ {roots} }}"),
        format!("{{ customers {{ nodes {{ {} }} }} }}", aliases(3001)),
        format!(
            "{{ customers {{ {} }} }}",
            "nodes { sources { nodes { customer { ".repeat(8) + "id" + &"} } } } ".repeat(8)
        ),
        format!("{{ __typename {} }}", "@skip(if: false) ".repeat(51)),
        rows.to_owned(),
        format!("{{ __typename }} #{}", " ".repeat(65 * 1024)),
    ];
    let started = Instant::now();
    for document in &documents {
        let answer = ask(&app, document, json!({})).await;
        let start: String = document.chars().take(80).collect();
        assert_eq!((answer.status.as_u16(), code(&answer).as_str()), (400, "LIMITED"), "{start}");
    }
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_document_nested_without_end_is_a_syntax_error_and_no_overflow() {
    let app = TestApp::start().await;
    for (open, close) in [("{a", "}"), ("{a(b:[", "])}"), ("{...{", "}}"), ("{a(b:{c:", "})}")] {
        for times in [100, 5000] {
            let inner = open.trim_start_matches("{a(b:").trim_start_matches("{a");
            let repeated = if inner.is_empty() { open } else { inner };
            let document = format!("{open}{}{}{close}", repeated.repeat(times), close.repeat(times));
            let answer = ask(&app, &document, json!({})).await;
            assert_eq!(answer.status, 400, "{open} {times} times: {}", answer.body);
        }
    }
    let deep =
        format!(r#"{{"query":"{{__typename}}","variables":{{"a":{}{}}}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(app.send(request("POST", "/graphql", &[JSON], deep)).await.status, 400);
}

#[tokio::test]
async fn a_flood_of_unknown_fields_gets_a_hundred_errors_and_no_more() {
    let app = TestApp::start().await;
    let fields: String = (0..2500).map(|n| format!("customerz{n} ")).collect();
    let started = Instant::now();
    let answer = ask(&app, &format!("{{ customers {{ nodes {{ {fields} }} }} }}"), json!({})).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.json()["errors"].as_array().map(Vec::len), Some(100));
    assert!(answer.body.len() < 64 * 1024, "{} bytes", answer.body.len());
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

#[tokio::test]
async fn other_forms_of_a_request_are_refused() {
    let app = TestApp::start().await;
    let body = r#"{"query":"mutation { createCustomer(input: { lastName: \"X\" }) { customer { id } } }"}"#;
    let multipart = format!(
        "--x\r\ncontent-disposition: form-data; name=\"operations\"\r\ncontent-type: multipart/mixed\r\n\r\n{body}\r\n--x--\r\n"
    );
    let bearer = format!("Bearer {}", app.key);
    for (content_type, body) in [
        ("multipart/form-data; boundary=x", multipart.as_str()),
        ("application/x-www-form-urlencoded", "query={__typename}"),
        ("text/plain", body),
        ("application/graphql", "{ __typename }"),
        ("application/json; charset=utf-16", body),
        ("", body),
    ] {
        let headers = [("content-type", content_type), ("authorization", &bearer)];
        assert_eq!(
            app.send(request("POST", "/graphql", &headers, body.to_owned())).await.status,
            415,
            "{content_type}"
        );
    }
    let batch = format!("[{body},{body}]");
    for body in [batch.as_str(), "null", "7", "\"{__typename}\"", "{}", r#"{"query":7}"#, r#"{"query":null}"#] {
        let headers = [JSON, ("authorization", bearer.as_str())];
        assert_eq!(app.send(request("POST", "/graphql", &headers, body.to_owned())).await.status, 400, "{body}");
    }
    for part in [r#""variables":[1]"#, r#""variables":"x""#, r#""operationName":7"#, r#""extensions":[]"#] {
        let body = format!(r#"{{"query":"{{__typename}}",{part}}}"#);
        assert_eq!(app.send(request("POST", "/graphql", &[JSON], body)).await.status, 400, "{part}");
    }
    let found = app.data("{ customers { totalCount } }", json!({})).await;
    assert_eq!(found["customers"]["totalCount"], 0, "nothing was carried out");
}

#[tokio::test]
async fn a_web_socket_is_not_offered() {
    let app = TestApp::start().await;
    let headers = [
        ("connection", "Upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("sec-websocket-protocol", "graphql-transport-ws"),
    ];
    let answer = app.send(request("GET", "/graphql", &headers, "")).await;
    assert_eq!(answer.status, 400);
    assert!(!answer.headers.contains_key("upgrade") && !answer.headers.contains_key("sec-websocket-accept"));
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused_on_every_door() {
    let app = TestApp::start().await;
    let carecloud = CareCloudClient::log_in(&app).await;
    let bearer = format!("Bearer {}", carecloud.token);
    let large = format!(r#"{{"query":"{{__typename}}","padding":"{}"}}"#, "x".repeat(8 * MEBIBYTE));
    let answer = app.send(request("POST", "/graphql", &[JSON], large.clone())).await;
    assert_eq!(answer.status, 413, "{}", answer.body);
    let headers = [JSON, ("authorization", bearer.as_str())];
    let customers = "/rest-api/enterprise-interface/v1.0/customers";
    let answer = app.send(request("POST", customers, &headers, large.clone())).await;
    // The vendor's pages know no 413.
    assert_eq!(answer.status, 400);
    assert!(answer.body.contains("The body is larger than 2097152 bytes"), "{}", answer.body);
    let login = app.send(request("POST", "/auth/login", &[JSON, ("x-onefold-request", "1")], large.clone())).await;
    assert!(login.status.is_client_error(), "{}", login.status);
    // In pieces and without a length it is no smaller.
    let pieces =
        large.into_bytes().chunks(MEBIBYTE).map(|piece| Ok::<_, std::io::Error>(piece.to_vec())).collect::<Vec<_>>();
    let body = axum::body::Body::from_stream(futures_util::stream::iter(pieces));
    assert_eq!(app.send(request("POST", "/graphql", &[JSON], body)).await.status, 413);
}

#[tokio::test]
async fn bytes_that_are_no_text_are_refused() {
    let app = TestApp::start().await;
    let body = b"{\"query\":\"{__typename}\xff\xfe\"}".to_vec();
    assert_eq!(app.send(request("POST", "/graphql", &[JSON], body)).await.status, 400);
    let broken = [("authorization", "Bearer ofk_\u{00e9}")];
    assert_eq!(app.send(request("GET", "/graphql?query=%7B__typename%7D", &broken, "")).await.status, 401);
    let answer = app.send(request("GET", "/graphql?query=%ff%fe", &[RESPONSE], "")).await;
    assert_eq!(answer.status, 400);
}

#[tokio::test]
async fn a_character_that_cannot_be_stored_is_the_clients_fault() {
    let app = TestApp::start().await;
    let search = "query($text: String!) { customers(filter: { search: $text }) { totalCount } }";
    let answer = ask(&app, search, json!({ "text": "a\u{0}b" })).await.json();
    let none = json!({ "data": { "customers": { "totalCount": 0 } } });
    assert!(answer == none || answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT", "{answer:#}");
    let create = "mutation($text: String!) { createCustomer(input: { lastName: $text }) { customer { lastName } problems { code } } }";
    let answer = ask(&app, create, json!({ "text": "a\u{0}b" })).await.json();
    let created = &answer["data"]["createCustomer"];
    assert!(
        created["customer"]["lastName"] == "a\u{0}b" || created["problems"][0]["code"] == "INVALID_FORMAT",
        "{answer:#}"
    );
}

#[tokio::test]
async fn values_of_the_wrong_type_are_named_as_such() {
    let app = TestApp::start().await;
    let id = app.customer("Jan", "Novák").await;
    let customers = "query($first: Int) { customers(first: $first) { nodes { id } } }";
    for first in [json!("ten"), json!(1.5), json!([[1]]), json!({}), json!(true), json!(99_999_999_999_i64)] {
        let answer = ask(&app, customers, json!({ "first": first })).await;
        assert!(["GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"].contains(&code(&answer).as_str()), "{}", answer.body);
    }
    for first in [-1, 201, i32::MAX] {
        assert_eq!(code(&ask(&app, customers, json!({ "first": first })).await), "BAD_USER_INPUT", "{first}");
    }
    let update =
        "mutation($id: ID!, $input: CustomerInput!) { updateCustomer(id: $id, input: $input) { problems { code } } }";
    for input in [json!(7), json!({ "lastName": 7 }), json!({ "lastNam": "X" }), json!({ "birthDate": "31.12.2020" })] {
        let answer = ask(&app, update, json!({ "id": id, "input": input })).await;
        assert!(["GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"].contains(&code(&answer).as_str()), "{}", answer.body);
    }
    let health = "query($n: Decimal) { customers(filter: { healthFrom: $n }) { totalCount } }";
    for number in [json!("1e400"), json!("99999999999999999999"), json!("NaN"), json!("0.00001"), json!(1e300)] {
        let answer = ask(&app, health, json!({ "n": number })).await;
        assert!(["GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"].contains(&code(&answer).as_str()), "{}", answer.body);
    }
    let created = "query($t: DateTime) { customers(filter: { created: { from: $t } }) { totalCount } }";
    for instant in ["yesterday", "2026-13-01T00:00:00Z", "+999999-01-01T00:00:00Z", ""] {
        let answer = ask(&app, created, json!({ "t": instant })).await;
        assert!(["GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"].contains(&code(&answer).as_str()), "{}", answer.body);
    }
}

#[tokio::test]
async fn a_forged_cursor_is_refused_and_never_reaches_the_database() {
    let app = TestApp::start().await;
    let id = app.customer("Jan", "Novák").await;
    app.customer("Petr", "Svoboda").await;
    let customers = "query($after: String) { customers(first: 1, after: $after) { nodes { id } } }";
    let channels =
        "query($id: ID!, $after: String) { customer(id: $id) { channels(first: 1, after: $after) { nodes { id } } } }";
    for forged in [
        "",
        "x",
        "🦊",
        &opaque("1"),
        &opaque("1:"),
        &opaque("x:n"),
        &opaque("1:q7"),
        &opaque("1:i7"),
        &opaque("1:d2026-01-01"),
        &opaque("1:i99999999999999999999"),
        &opaque("\u{1f}:\u{0}"),
        &opaque("é:t"),
    ] {
        let answer = ask(&app, customers, json!({ "after": forged })).await;
        assert_eq!(code(&answer), "BAD_USER_INPUT", "{forged}: {}", answer.body);
    }
    for forged in ["x", &opaque("1:tJan"), &opaque("1:d2026-01-01")] {
        let answer = ask(&app, channels, json!({ "id": id, "after": forged })).await;
        assert_eq!(code(&answer), "BAD_USER_INPUT", "{forged}: {}", answer.body);
    }
    let injected = opaque("1:t' OR 1=1 --");
    let answer = ask(&app, customers, json!({ "after": injected })).await.json();
    assert_eq!(answer["data"]["customers"]["nodes"].as_array().map(Vec::len), Some(1), "a text is a text: {answer:#}");
}

#[tokio::test]
async fn ids_of_another_type_or_brand_find_nothing() {
    let app = TestApp::start().await;
    let mine = app.customer("Jan", "Novák").await;
    let other = app.another_brand(2).await;
    let key = app.key_of(&other, &Permission::ALL).await;
    let theirs = app
        .graphql_as(
            &key,
            "mutation { createCustomer(input: { lastName: \"Other\" }) { customer { id sources { nodes { id } } } } }",
            json!({}),
        )
        .await;
    let theirs = &theirs["data"]["createCustomer"]["customer"];
    let (customer, record) =
        (theirs["id"].as_str().expect("an id"), theirs["sources"]["nodes"][0]["id"].as_str().expect("an id"));
    let ids = json!([
        mine,
        customer,
        record,
        "x",
        "",
        opaque("Customer:-1"),
        opaque("Customer:99999999999999999999"),
        opaque("Unknown:1"),
        opaque("Customer:1 OR 1=1")
    ]);
    let data = app.data("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": ids })).await;
    assert_eq!(data["nodes"], json!([{ "id": mine }, null, null, null, null, null, null, null, null]));
    for id in [record, "x", &opaque("Purchase:1")] {
        let answer = ask(&app, "query($id: ID!) { customer(id: $id) { id } }", json!({ "id": id })).await;
        assert_eq!(code(&answer), "BAD_USER_INPUT", "{id}");
    }
    let merge = "mutation($a: ID!, $b: ID!) { mergeCustomers(survivorId: $a, mergedId: $b) { merge { id } problems { code } } }";
    let answer = ask(&app, merge, json!({ "a": mine, "b": customer })).await.json();
    let problem = &answer["data"]["mergeCustomers"]["problems"][0]["code"];
    assert!(problem == "NOT_FOUND" || answer["errors"][0]["extensions"]["code"] == "NOT_FOUND", "{answer:#}");
    let add = "mutation($input: AddChannelInput!) { addChannel(input: $input) { channel { id } problems { code } } }";
    let input = json!({ "customerId": mine, "sourceRecordId": record, "kind": "EMAIL", "address": "a@example.com" });
    let answer = ask(&app, add, json!({ "input": input })).await.json();
    assert!(answer["data"]["addChannel"]["channel"].is_null(), "{answer:#}");
}

#[tokio::test]
async fn entities_fail_each_for_itself() {
    let app = TestApp::start().await;
    let id = app.customer("Jan", "Novák").await;
    let query = "query($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Customer { displayName } } }";
    let representations = json!([
        { "__typename": "Nothing", "id": "1" },
        { "__typename": "Customer", "id": id },
        { "__typename": "Customer", "id": 7.5 },
        { "__typename": "Customer" },
        { "id": id },
        "Customer",
        { "__typename": "Customer", "id": opaque("Customer:424242") },
    ]);
    let answer = ask(&app, query, json!({ "r": representations })).await.json();
    let jan = json!({ "__typename": "Customer", "displayName": "Jan Novák" });
    assert_eq!(answer["data"]["_entities"], json!([null, jan, null, null, null, null, null]));
    let mut paths: Vec<String> =
        answer["errors"].as_array().expect("errors").iter().map(|e| e["path"].to_string()).collect();
    paths.sort();
    let expected = [0, 2, 3, 4, 5].map(|place| format!("[\"_entities\",{place}]"));
    assert_eq!(paths, expected, "{answer:#}");
    let codes =
        answer["errors"].as_array().expect("errors").iter().all(|e| e["extensions"]["code"] == "BAD_USER_INPUT");
    assert!(codes, "{answer:#}");
}

#[tokio::test]
async fn ten_thousand_entities_are_too_many_however_they_are_asked_for() {
    let app = TestApp::start().await;
    let query = "query($r: [_Any!]!) { _entities(representations: $r) { __typename } }";
    let many = |n: usize| json!({ "r": vec![json!({ "__typename": "Nothing", "id": "1" }); n] });
    assert_eq!(code(&ask(&app, query, many(10_000)).await), "LIMITED");
    let twice = "query($r: [_Any!]!) { a: _entities(representations: $r) { __typename } b: _entities(representations: $r) { __typename } }";
    assert_eq!(code(&ask(&app, twice, many(501)).await), "LIMITED");
    let ids = json!({ "ids": vec!["x"; 1001] });
    assert_eq!(code(&ask(&app, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids).await), "LIMITED");
    let answer = ask(&app, query, many(1000)).await.json();
    assert_eq!(answer["data"]["_entities"].as_array().map(Vec::len), Some(1000));
    assert_eq!(answer["errors"].as_array().map(Vec::len), Some(100));
}

#[tokio::test]
async fn forged_credentials_are_refused_alike() {
    let app = TestApp::start().await;
    let unsigned =
        format!("{}.{}.", opaque(r#"{"alg":"none","typ":"JWT"}"#), opaque(r#"{"sub":"1","epoch":0,"exp":4102444800}"#));
    let symmetric = format!(
        "{}.{}.{}",
        opaque(r#"{"alg":"HS256","typ":"JWT","kid":"../../etc/passwd"}"#),
        opaque(r#"{"sub":"1"}"#),
        opaque("x")
    );
    let long = "a".repeat(60_000);
    let nearly = app.key.replace(|c: char| c.is_ascii_digit(), "0");
    for token in [&unsigned, &symmetric, &long, &nearly, "ofk_", "ofk_' OR '1'='1", "null", " "] {
        for scheme in ["Bearer", "bearer"] {
            let shown = format!("{scheme} {token}");
            let answer = app
                .send(post_json("/graphql", &[("authorization", &shown)], &json!({ "query": "{ __typename }" })))
                .await;
            assert_eq!(answer.status, 401, "{shown}");
            assert_eq!(code(&answer), "UNAUTHENTICATED");
        }
    }
    for header in ["Basic YTpi", "Bearer", "", "Negotiate x"] {
        let answer =
            app.send(post_json("/graphql", &[("authorization", header)], &json!({ "query": "{ __typename }" }))).await;
        assert_eq!(answer.status, 401, "{header}");
    }
}

#[tokio::test]
async fn passwords_cannot_be_guessed_without_end() {
    let app = TestApp::start_with(|config| config.auth.failures_per_minute = 3).await;
    let guess = json!({ "email": "ann@example.com", "password": "guess" });
    let login = || app.send(post_json("/auth/login", &[("x-onefold-request", "1")], &guess));
    for _ in 0..3 {
        assert_eq!(login().await.status, 401);
    }
    let refused = login().await;
    assert_eq!((refused.status.as_u16(), refused.headers["retry-after"].as_bytes()), (429, &b"60"[..]));
    let other = json!({ "email": "bob@example.com", "password": "guess" });
    let answer = app.send(post_json("/auth/login", &[("x-onefold-request", "1")], &other)).await;
    assert_eq!(answer.status, 401, "another login is not held back");
    let guess = json!({ "user_external_application_id": "a", "login": "b", "password": "c" });
    let path = "/rest-api/enterprise-interface/v1.0/users/actions/login";
    for _ in 0..3 {
        assert_ne!(app.send(post_json(path, &[], &guess)).await.status, 429);
    }
    assert_eq!(app.send(post_json(path, &[], &guess)).await.status, 429);
}

#[tokio::test]
async fn no_internal_text_leaves_by_any_door() {
    let app = TestApp::start().await;
    let id = app.customer("Jan", "Novák").await;
    let carecloud = CareCloudClient::log_in(&app).await;
    let statement = "ALTER TABLE channel RENAME COLUMN address TO elsewhere";
    app.app.store().writer().execute_unprepared(statement).await.expect("a broken store");
    let query = "query($id: ID!) { customer(id: $id) { displayName channels { nodes { address } } } }";
    let create =
        "mutation { createCustomer(input: { lastName: \"X\", email: \"x@example.com\" }) { customer { id } } }";
    let doors = [
        ask(&app, query, json!({ "id": id })).await.body,
        ask(&app, create, json!({})).await.body,
        carecloud
            .call(&app, "POST", "/customers", include_str!("../../fixtures/carecloud/create-customer.json"))
            .await
            .body,
    ];
    for body in doors {
        let seen = body.to_ascii_lowercase();
        assert!(["internal", "error"].iter().any(|word| seen.contains(word)), "{body}");
        for inside in [
            "channel.",
            "no column",
            "column:",
            "elsewhere",
            "sql",
            "select",
            "insert",
            "no such",
            "does not exist",
            ".rs",
            "panic",
        ] {
            assert!(!seen.contains(inside), "{inside} in {body}");
        }
    }
    let known = app.data("query($id: ID!) { customer(id: $id) { displayName } }", json!({ "id": id })).await;
    assert_eq!(known["customer"]["displayName"], "Jan Novák", "what does not need the broken part is answered");
}

#[tokio::test]
async fn every_answer_forbids_sniffing_and_framing() {
    let app = TestApp::start().await;
    let answers = [
        app.send(request("GET", "/", &[], "")).await,
        app.send(request("GET", "/graphiql", &[], "")).await,
        app.send(request("GET", "/nothing.js", &[], "")).await,
        app.send(request("DELETE", "/nothing", &[], "")).await,
        app.send(request("PUT", "/graphql", &[], "")).await,
        app.send(post_json("/graphql", &[], &json!({ "query": "{ __typename }" }))).await,
        app.send(request("GET", "/rest-api/enterprise-interface/v1.0/customers", &[], "")).await,
        app.send(request("GET", "/health/ready", &[], "")).await,
    ];
    for answer in answers {
        let header = |name: &str| answer.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        assert_eq!(header("x-content-type-options").as_deref(), Some("nosniff"), "{answer:?}");
        assert_eq!(header("x-frame-options").as_deref(), Some("DENY"), "{answer:?}");
        assert_eq!(header("referrer-policy").as_deref(), Some("same-origin"), "{answer:?}");
        assert!(header("x-request-id").is_some(), "{answer:?}");
        assert_eq!(header("access-control-allow-origin"), None, "no other site's page may read: {answer:?}");
        assert_eq!((header("server"), header("x-powered-by")), (None, None), "{answer:?}");
    }
}

#[tokio::test]
async fn a_path_leads_nowhere_but_to_the_web_files() {
    let app = TestApp::start().await;
    for path in [
        "/../../etc/passwd.txt",
        "/graphiql/../../Cargo.toml",
        "/%2e%2e/%2e%2e/etc/passwd.x",
        "/graphiql/%2e%2e%2fsecret.key",
        "//etc/hosts.txt",
    ] {
        assert_eq!(app.send(request("GET", path, &[], "")).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_day_that_no_database_knows_is_refused_as_input() {
    let app = TestApp::start().await;
    let query = "query($from: Date) { tasks(filter: { due: { from: $from } }) { nodes { id } } }";
    for day in ["-200000-01-01", "+10000-01-01", "0000-01-01"] {
        let answer = ask(&app, query, json!({ "from": day })).await;
        assert_ne!(code(&answer), "INTERNAL", "{day}: {}", answer.body);
    }
}

#[tokio::test]
async fn entries_of_a_list_are_found_however_many_are_named() {
    let app = TestApp::start().await;
    let connection = CareCloudClient::log_in(&app).await.connection.id;
    let ids: Vec<String> = (0..5_000).map(|id| id.to_string()).collect();
    let named: Vec<(LookupKind, &str)> = ids.iter().map(|id| (LookupKind::Store, id.as_str())).collect();
    let found = catalogue::find_many(app.app.store().reader(), connection, &named).await.expect("an answer");
    assert_eq!(found, []);
}

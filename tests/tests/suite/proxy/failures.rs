//! What a client gets when the vendor cannot be asked, or answers badly.

use std::time::{Duration, Instant};

use entity::connection::Vendor;
use onefold_tests::{Answer, Proxied, request, send};
use serde_json::{Value, json};

const CARECLOUD: &str = "/rest-api/enterprise-interface/v1.0/customers";
const OMNIDESK: &str = "/api/v2/customer";
const NOTE: &str = "/api/customer/note/add";
const ADD: &str = "/api/customer/add";

/// Little patience, and few calls to judge by.
async fn start() -> Proxied {
    Proxied::start_with(
        |options| options.customers = Some(2),
        |config| {
            (config.upstream.request_seconds, config.upstream.budget_seconds) = (1, 2);
            (config.upstream.observed_calls, config.upstream.repeats) = (4, 2);
        },
    )
    .await
}

/// An address at which nothing listens.
fn nowhere() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    format!("http://{}", listener.local_addr().expect("an address"))
}

async fn read(proxied: &Proxied, of: Vendor) -> Answer {
    let path = if of == Vendor::Carecloud { CARECLOUD } else { OMNIDESK };
    proxied.json(of, "GET", path, &Value::Null).await
}

/// Adds a customer, which a vendor cannot tell from a repeat.
async fn add(proxied: &Proxied) -> Answer {
    let body = json!({ "forename": "Eva", "surname": "Nova", "email": ["eva@example.com"] });
    proxied.json(Vendor::CustomerDatabaseApp, "POST", ADD, &body).await
}

/// Calls that came to the vendor, with those that a fault kept from being performed.
fn came(proxied: &Proxied, operation: &str) -> usize {
    proxied.vendor.received(None).iter().filter(|call| call.operation == Some(operation)).count()
}

/// Customers that Onefold has of Customer Database App.
async fn added(proxied: &Proxied) -> Value {
    let query = "{ customers(filter: { vendor: CUSTOMER_DATABASE_APP }) { totalCount } }";
    proxied.app.data(query, json!({})).await["customers"]["totalCount"].clone()
}

async fn faulty(proxied: &Proxied, rules: Value) {
    proxied.vendor.clear_calls();
    proxied.vendor.set_faults(rules).expect("a script");
}

#[tokio::test]
async fn a_vendor_that_is_down_is_told_in_its_own_words_and_then_left_alone() {
    let proxied = start().await;
    proxied.lead(Vendor::Omnidesk, &nowhere()).await;
    // Another server must not see the credentials that were meant for the first.
    let answer = read(&proxied, Vendor::Omnidesk).await;
    let told = json!({ "status": "error", "message": "the connection is not complete: api_key is missing" });
    assert_eq!(answer.whole(), (502, told));
    let key = [("api_key".to_owned(), "secret-of-the-connection".to_owned())];
    proxied.show(Vendor::Omnidesk, key.into_iter().collect()).await;
    let answer = read(&proxied, Vendor::Omnidesk).await;
    assert_eq!(answer.whole(), (502, json!({ "status": "error", "message": "the host cannot be reached" })));
    let mut rested = None;
    for _ in 0..6 {
        let began = Instant::now();
        let answer = read(&proxied, Vendor::Omnidesk).await;
        assert!(!answer.body.contains("secret-of-the-connection"), "{}", answer.body);
        if answer.status == 503 {
            rested = Some((began.elapsed(), answer));
            break;
        }
    }
    let (took, answer) = rested.expect("the breaker opens");
    assert!(took < Duration::from_secs(3), "{took:?}");
    assert_eq!(answer.headers.get("retry-after").and_then(|value| value.to_str().ok()), Some("1"));
    assert_eq!(answer.json()["status"], "error");
    // One vendor's illness is no other's, and the server itself is well.
    assert_eq!(read(&proxied, Vendor::Carecloud).await.status, 200);
    assert_eq!(proxied.app.graphql("{ customers { totalCount } }", json!({})).await.get("errors"), None);
    // Well again, it is asked again.
    proxied.lead(Vendor::Omnidesk, &proxied.vendor.base_url(Vendor::Omnidesk)).await;
    let key = proxied.vendor.credential(Vendor::Omnidesk, "api_key");
    proxied.show(Vendor::Omnidesk, [("api_key".to_owned(), key)].into_iter().collect()).await;
    assert_eq!(read(&proxied, Vendor::Omnidesk).await.status, 200);
}

#[tokio::test]
async fn a_vendor_that_recovers_is_asked_again_after_a_rest() {
    let proxied = start().await;
    faulty(&proxied, json!([{ "vendor": "omnidesk", "fault": { "status": { "status": 500 } } }])).await;
    let mut statuses = Vec::new();
    for _ in 0..6 {
        statuses.push(read(&proxied, Vendor::Omnidesk).await.status.as_u16());
    }
    assert_eq!(statuses.first(), Some(&500), "what the vendor says passes while it is asked");
    assert_eq!(statuses.last(), Some(&503), "then it is left alone: {statuses:?}");
    let before = came(&proxied, "getCustomerIndex");
    assert_eq!(read(&proxied, Vendor::Omnidesk).await.status, 503);
    assert_eq!(came(&proxied, "getCustomerIndex"), before, "nobody asks it meanwhile");
    proxied.vendor.clear_faults();
    tokio::time::sleep(Duration::from_millis(1200)).await;
    for _ in 0..3 {
        assert_eq!(read(&proxied, Vendor::Omnidesk).await.status, 200);
    }
}

#[tokio::test]
async fn nobody_waits_beyond_the_budget() {
    let proxied = start().await;
    for fault in [json!({ "hang": {} }), json!({ "latency": { "ms": 10_000 } })] {
        faulty(&proxied, json!([{ "vendor": "customer_database_app", "fault": fault }])).await;
        let began = Instant::now();
        let answer = add(&proxied).await;
        assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
        assert_eq!(answer.whole(), (504, json!({ "message": "There was no answer in time.", "result": false })));
        assert!(came(&proxied, "addCustomer") <= 1, "who may have got it is not told twice");
    }
    faulty(&proxied, json!([{ "vendor": "omnidesk", "fault": "hang" }])).await;
    let began = Instant::now();
    assert_eq!(read(&proxied, Vendor::Omnidesk).await.status, 504);
    assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
    assert_eq!(added(&proxied).await, json!(0));
}

#[tokio::test]
async fn a_limit_is_waited_for_if_there_is_time_and_passes_if_not() {
    let proxied = start().await;
    let limit = |after: &str, times: Value| {
        let status = json!({ "status": 429, "headers": { "Retry-After": after } });
        let mut rule = json!({ "vendor": "omnidesk", "fault": { "status": status } });
        if !times.is_null() {
            rule["times"] = times;
        }
        json!([rule])
    };
    faulty(&proxied, limit("1", json!(1))).await;
    let began = Instant::now();
    assert_eq!(read(&proxied, Vendor::Omnidesk).await.status, 200);
    assert!(began.elapsed() >= Duration::from_secs(1), "{:?}", began.elapsed());
    assert_eq!(came(&proxied, "getCustomerIndex"), 2);
    faulty(&proxied, limit("60", Value::Null)).await;
    let began = Instant::now();
    let answer = read(&proxied, Vendor::Omnidesk).await;
    assert_eq!(answer.status, 429, "{}", answer.body);
    assert_eq!(answer.headers.get("retry-after").and_then(|value| value.to_str().ok()), Some("60"));
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    assert_eq!(came(&proxied, "getCustomerIndex"), 1);
    // To be limited is no illness.
    for _ in 0..8 {
        assert_eq!(read(&proxied, Vendor::Omnidesk).await.status, 429);
    }
}

#[tokio::test]
async fn a_fault_of_the_vendor_passes_for_writes_and_is_tried_again_for_reads() {
    let proxied = start().await;
    let once = |status: u16| json!([{ "times": 1, "skip": 0, "fault": { "status": { "status": status, "body": { "oh": "no" } } } }]);
    faulty(&proxied, once(500)).await;
    assert_eq!(read(&proxied, Vendor::Omnidesk).await.status, 200);
    assert_eq!(came(&proxied, "getCustomerIndex"), 2);
    faulty(&proxied, once(500)).await;
    let answer = add(&proxied).await;
    assert_eq!(answer.whole(), (500, json!({ "oh": "no" })), "as the vendor said it");
    assert_eq!((came(&proxied, "addCustomer"), added(&proxied).await), (1, json!(0)));
    // It asks for another try itself, and has done nothing.
    faulty(&proxied, once(503)).await;
    assert_eq!(add(&proxied).await.status, 200);
    assert_eq!((came(&proxied, "addCustomer"), added(&proxied).await), (2, json!(1)));
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_asked_for_again_only_where_that_does_no_harm() {
    let proxied = start().await;
    for fault in ["cut_body", "lost_answer"] {
        faulty(&proxied, json!([{ "times": 1, "fault": fault }])).await;
        assert_eq!(read(&proxied, Vendor::Omnidesk).await.status, 200, "{fault}");
        assert_eq!(came(&proxied, "getCustomerIndex"), 2, "{fault}");
        faulty(&proxied, json!([{ "times": 1, "fault": fault }])).await;
        let answer = add(&proxied).await;
        assert_eq!(
            answer.whole(),
            (502, json!({ "message": "The host cannot be reached.", "result": false })),
            "{fault}"
        );
        assert_eq!(came(&proxied, "addCustomer"), 1, "{fault}");
    }
    // A connection that was closed before anything was sent back may have carried the call.
    faulty(&proxied, json!([{ "times": 1, "fault": "reset" }])).await;
    assert_eq!(add(&proxied).await.status, 502);
    assert_eq!(came(&proxied, "addCustomer"), 1);
}

#[tokio::test]
async fn an_answer_that_is_no_json_passes_and_waits_for_somebody() {
    let proxied = start().await;
    let page = json!([{ "vendor": "customer_database_app", "fault": { "not_json": { "status": 200 } } }]);
    faulty(&proxied, page).await;
    let answer = add(&proxied).await;
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains('<'), "{}", answer.body);
    let query = "{ customers(filter: { vendor: CUSTOMER_DATABASE_APP }) { totalCount }
        quarantine { nodes { operation reason value } } }";
    let data = proxied.app.data(query, json!({})).await;
    assert_eq!(data["customers"]["totalCount"], 0);
    let kept = &data["quarantine"]["nodes"];
    assert_eq!((kept.as_array().map(Vec::len), &kept[0]["operation"]), (Some(1), &json!("addCustomer")));
    assert_eq!(kept[0]["value"]["request"]["body"]["surname"], "Nova");
}

#[tokio::test]
async fn a_token_that_has_ended_is_brought_anew_once() {
    let proxied = start().await;
    assert_eq!(read(&proxied, Vendor::Carecloud).await.status, 200);
    assert_eq!(came(&proxied, "postUserLogin"), 1);
    assert_eq!(read(&proxied, Vendor::Carecloud).await.status, 200);
    assert_eq!(came(&proxied, "postUserLogin"), 1, "a token is used again");
    proxied.vendor.clear_calls();
    proxied.vendor.clock().advance(7 * 3600);
    let calls = (0..20).map(|_| read(&proxied, Vendor::Carecloud));
    let statuses: Vec<u16> =
        futures_util::future::join_all(calls).await.iter().map(|answer| answer.status.as_u16()).collect();
    assert_eq!(statuses, [200; 20]);
    assert_eq!(came(&proxied, "postUserLogin"), 1, "of all who find out, one brings a new one");
    faulty(&proxied, json!([{ "operation": "getCustomers", "times": 1, "fault": "expired_token" }])).await;
    assert_eq!(read(&proxied, Vendor::Carecloud).await.status, 200);
    assert_eq!((came(&proxied, "getCustomers"), came(&proxied, "postUserLogin")), (2, 1));
}

#[tokio::test]
async fn wrong_credentials_of_the_connection_are_no_fault_of_the_client() {
    let proxied = start().await;
    let wrong = "wrong-secret-of-the-connection";
    for of in
        [Vendor::Carecloud, Vendor::Omnidesk, Vendor::CustomerDatabaseApp, Vendor::Customerscore, Vendor::Customergauge]
    {
        let known = proxied.vendor.credentials(of).as_object().expect("credentials").clone();
        let forged = known.keys().map(|name| (name.clone(), wrong.to_owned())).collect();
        proxied.show(of, forged).await;
        let answer = match of {
            Vendor::Carecloud | Vendor::Omnidesk => read(&proxied, of).await,
            Vendor::CustomerDatabaseApp => add(&proxied).await,
            Vendor::Customerscore => {
                let body = json!({ "customers": [{ "external_id": "a", "name": "A", "metrics": [] }] });
                proxied.json(of, "POST", "/api/v1/customers", &body).await
            }
            _ => {
                let body = json!({ "configuration": "account", "record": { "Account Name": "ACME" } });
                proxied.json(of, "PUT", "/records/", &body).await
            }
        };
        assert_eq!(answer.status, 502, "{of:?}: {}", answer.body);
        assert!(
            answer.body.to_lowercase().contains("the vendor refuses the connection's credentials"),
            "{}",
            answer.body
        );
        assert!(!answer.body.contains(wrong), "{}", answer.body);
        assert!(!answer.headers.contains_key("www-authenticate"), "{of:?}");
    }
    let record = json!({ "Account Name": "A" });
    let hook = proxied.json(Vendor::Customergauge, "PUT", "/hooks/customergauge/account", &record).await;
    assert_eq!(hook.status, 502);
    // None of these speak against the vendors' health.
    let key = proxied.vendor.credential(Vendor::Omnidesk, "api_key");
    proxied.show(Vendor::Omnidesk, [("api_key".to_owned(), key)].into_iter().collect()).await;
    assert_eq!(read(&proxied, Vendor::Omnidesk).await.status, 200);
}

#[tokio::test]
async fn a_client_that_goes_away_does_not_stop_the_recording() {
    let proxied = start().await;
    faulty(&proxied, json!([{ "operation": "addCustomer", "fault": { "latency": { "ms": 500 } } }])).await;
    let gone = tokio::time::timeout(Duration::from_millis(100), add(&proxied)).await;
    assert!(gone.is_err(), "it went before the answer came");
    let began = Instant::now();
    while added(&proxied).await != json!(1) {
        assert!(began.elapsed() < Duration::from_secs(10), "what the vendor did was not recorded");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let query = "{ customers(filter: { vendor: CUSTOMER_DATABASE_APP }) { nodes { displayName } } }";
    let (own, vendors) = proxied.both(query).await;
    assert!(vendors["customers"]["nodes"].as_array().is_some_and(|all| all.contains(&own["customers"]["nodes"][0])));
}

#[tokio::test]
async fn neither_side_sees_the_others_secrets() {
    let proxied = start().await;
    // An answer sets something in the vendor's name and speaks of the connection it came over.
    let headers = json!({ "Set-Cookie": "session=of-the-vendor", "X-Request-Id": "7" });
    let reply = json!({ "status": 200, "headers": headers, "body": { "items": [] } });
    faulty(&proxied, json!([{ "operation": "getCustomerIndex", "fault": { "status": reply } }])).await;
    let (name, key) = proxied.shown(Vendor::Omnidesk, OMNIDESK);
    let own = [
        (name, key.as_str()),
        ("cookie", "session=of-the-client"),
        ("authorization", "Bearer of-the-client"),
        ("x-own", "of-the-client"),
    ];
    // The key in the query as well, where the vendor takes it too.
    let path = format!("{OMNIDESK}?apiKey={key}&query=Ann");
    let answer = send(&proxied.app.router(), request("GET", &path, &own, String::new())).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.headers.get("set-cookie"), None);
    assert_eq!(answer.headers.get("x-request-id").and_then(|value| value.to_str().ok()), Some("7"));
    let calls = proxied.vendor.received(Some(Vendor::Omnidesk));
    assert_eq!(calls.len(), 1);
    let told = serde_json::to_string(&calls).expect("JSON");
    assert!(!told.contains(&key) && !told.contains("of-the-client"), "{told}");
    assert_eq!(json!(calls[0].query), json!({ "query": "Ann" }));
    assert!(!calls[0].headers.contains_key("cookie") && !calls[0].headers.contains_key("authorization"), "{told}");

    // Whatever the vendors answer, no client reads what the connections show.
    proxied.vendor.clear_faults();
    proxied.vendor.clear_calls();
    let mut told = String::new();
    for of in [Vendor::Carecloud, Vendor::Omnidesk] {
        let answer = read(&proxied, of).await;
        told += &format!("{:?} {}", answer.headers, answer.body);
    }
    let note = json!({ "customerid": "4711", "note": "Hello" });
    let answer = proxied.json(Vendor::CustomerDatabaseApp, "POST", NOTE, &note).await;
    told += &format!("{:?} {}", answer.headers, answer.body);
    for of in [Vendor::Carecloud, Vendor::Omnidesk, Vendor::CustomerDatabaseApp] {
        for secret in proxied.vendor.credentials(of).as_object().expect("credentials").values() {
            assert!(!told.contains(secret.as_str().expect("a text")), "{of:?}: {told}");
        }
    }
    let calls = serde_json::to_string(&proxied.vendor.received(None)).expect("JSON");
    for (of, path) in
        [(Vendor::Carecloud, CARECLOUD), (Vendor::Omnidesk, OMNIDESK), (Vendor::CustomerDatabaseApp, NOTE)]
    {
        let (_, key) = proxied.shown(of, path);
        assert!(!calls.contains(key.trim_start_matches("Bearer ")), "{of:?}");
    }
}

//! Faults, as a client meets them.

use std::time::{Duration, Instant};

use entity::connection::Vendor;
use onefold_tests::{TestSandbox, answer, client};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn with(rules: Value) -> TestSandbox {
    let sandbox = TestSandbox::start().await;
    sandbox.set_faults(rules).expect("a script");
    sandbox
}

/// The names of the faults of each call, with those that were kept from the mirror.
fn met(sandbox: &TestSandbox) -> Vec<(bool, Vec<&'static str>)> {
    sandbox.received(None).into_iter().map(|call| (call.performed, call.faults)).collect()
}

async fn people(sandbox: &TestSandbox) -> u64 {
    answer(sandbox.index()).await.expect("an answer").json()["itemTotal"].as_u64().expect("a number")
}

/// Sends a request by hand and reads whatever comes until the connection ends.
async fn raw(sandbox: &TestSandbox, path: &str) -> (String, std::io::Result<usize>) {
    let mut stream = TcpStream::connect(sandbox.address()).await.expect("a connection");
    let key = sandbox.credential(Vendor::Omnidesk, "api_key");
    let head = format!("GET {path} HTTP/1.1\r\nhost: sandbox\r\napikey: {key}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.expect("sent");
    let mut seen = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut seen)).await;
    (String::from_utf8_lossy(&seen).into_owned(), ended.expect("the connection is closed"))
}

#[tokio::test]
async fn latency_makes_a_call_late() {
    let sandbox = with(json!([{ "vendor": "omnidesk", "times": 1, "fault": { "latency": { "ms": 300 } } }])).await;
    let started = Instant::now();
    assert_eq!(answer(sandbox.index()).await.expect("an answer").status, 200);
    assert!(started.elapsed() >= Duration::from_millis(300), "{:?}", started.elapsed());
    assert_eq!(met(&sandbox), [(true, vec!["latency"])]);
}

#[tokio::test]
async fn a_late_call_is_performed_though_its_client_is_gone() {
    let sandbox = with(json!([{ "fault": { "latency": { "ms": 400 } } }])).await;
    let request = sandbox.create("crm-1").build().expect("a request");
    let error = client(Duration::from_millis(100)).execute(request).await.expect_err("nobody waits so long");
    assert!(error.is_timeout(), "{error:?}");
    assert!(sandbox.calls(None).is_empty());
    let started = Instant::now();
    while sandbox.calls(None).is_empty() {
        assert!(started.elapsed() < Duration::from_secs(10), "it was not performed");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(sandbox.calls(None)[0].status, Some(200));
}

#[tokio::test]
async fn a_status_comes_in_the_vendors_words() {
    let refused = |status: u16| json!({ "fault": { "status": { "status": status } }, "times": 1 });
    let sandbox = with(json!([
        { "times": 1, "fault": { "status": { "status": 429, "headers": { "Retry-After": "7" } } } },
        refused(500), refused(503), refused(404), refused(490),
    ]))
    .await;
    let limited = answer(sandbox.index()).await.expect("an answer");
    assert_eq!(limited.headers["retry-after"], "7");
    assert_eq!(limited.whole(), (429, json!({ "status": "error", "message": "too many requests" })));
    for status in [500, 503, 404, 490] {
        let answer = answer(sandbox.index()).await.expect("an answer");
        assert_eq!((answer.status.as_u16(), &answer.json()["status"]), (status, &json!("error")));
    }
    assert!(sandbox.calls(None).is_empty(), "nothing was performed");
    assert_eq!(sandbox.received(None)[4].status, Some(490));
}

#[tokio::test]
async fn each_vendor_has_words_of_its_own() {
    let sandbox = with(json!([{ "fault": { "status": { "status": 429 } } }])).await;
    let said = async |path: &str, pointer: &str| {
        let answer = answer(sandbox.to("POST", path)).await.expect("an answer");
        let body = answer.json();
        assert!(answer.status == 429 && body.pointer(pointer).is_some(), "{path}: {body:#}");
    };
    said("/rest-api/enterprise-interface/v1.0/customers", "/error/exception").await;
    said("/api/customer/add", "/result").await;
    said("/api/v1/customers", "/message").await;
    said("/oauth2/token", "/error").await;
    said("/records/", "/message").await;
}

#[tokio::test]
async fn a_script_may_have_words_of_its_own() {
    let sandbox = with(json!([
        { "times": 1, "fault": { "status": { "status": 490, "body": { "message": "unconfigured" } } } },
        { "times": 1, "fault": { "status": { "status": 502, "body": "Bad gateway", "after_performing": true } } },
        { "times": 1, "fault": { "status": { "status": 204 } } },
    ]))
    .await;
    assert_eq!(answer(sandbox.index()).await.expect("an answer").whole(), (490, json!({ "message": "unconfigured" })));
    let gateway = answer(sandbox.create("crm-1")).await.expect("an answer");
    assert_eq!((gateway.status.as_u16(), gateway.body.as_str()), (502, "Bad gateway"));
    let empty = answer(sandbox.index()).await.expect("an answer");
    assert_eq!((empty.status.as_u16(), empty.body.as_str()), (204, ""));
    assert_eq!(met(&sandbox), [(false, vec!["status"]), (true, vec!["status"]), (false, vec!["status"])]);
    assert_eq!(sandbox.calls(None)[0].status, Some(200), "the mirror performed it");
}

#[tokio::test]
async fn an_expired_token_has_really_ended() {
    let sandbox = TestSandbox::start().await;
    let login = "/rest-api/enterprise-interface/v1.0/users/actions/login";
    let body = sandbox.credentials(Vendor::Carecloud).to_string();
    let login = answer(sandbox.to("POST", login).header("content-type", "application/json").body(body)).await;
    let token = login.expect("an answer").json()["data"]["bearer_token"].as_str().expect("a token").to_owned();
    let list = || answer(sandbox.to("GET", "/rest-api/enterprise-interface/v1.0/customers").bearer_auth(&token));
    assert_eq!(list().await.expect("an answer").status, 200);
    sandbox.set_faults(json!([{ "vendor": "carecloud", "times": 1, "fault": "expired_token" }])).expect("a script");
    let ended = list().await.expect("an answer");
    assert_eq!((ended.status.as_u16(), &ended.json()["error"]["exception"]), (401, &json!("unauthorized_exception")));
    sandbox.clear_faults();
    assert_eq!(list().await.expect("an answer").status, 401, "and stays so");
}

#[tokio::test]
async fn a_key_is_refused_and_does_not_end() {
    let sandbox = with(json!([{ "times": 1, "fault": "expired_token" }])).await;
    assert_eq!(answer(sandbox.index()).await.expect("an answer").status, 401);
    assert_eq!(answer(sandbox.index()).await.expect("an answer").status, 200);
}

#[tokio::test]
async fn a_body_is_cut_off() {
    let sandbox = with(json!([{ "fault": { "cut_body": { "keep": 10 } } }])).await;
    let error = answer(sandbox.index()).await.expect_err("the body breaks off");
    assert!(error.is_body() || error.is_decode(), "{error:?}");
    let (seen, _) = raw(&sandbox, "/api/v2/customer").await;
    let (head, body) = seen.split_once("\r\n\r\n").expect("a head");
    let promised = head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("a length");
    assert!(head.starts_with("HTTP/1.1 200 ") && promised.parse::<usize>().expect("a number") > 10, "{head}");
    assert_eq!(body.len(), 10, "{body}");
    assert_eq!(met(&sandbox), [(true, vec!["cut_body"]), (true, vec!["cut_body"])]);
}

#[tokio::test]
async fn a_page_comes_where_json_is_expected() {
    let sandbox = with(json!([
        { "times": 1, "fault": "not_json" },
        { "times": 1, "fault": { "not_json": { "status": 502 } } },
    ]))
    .await;
    for status in [200, 502] {
        let page = answer(sandbox.index()).await.expect("an answer");
        assert_eq!(
            (page.status.as_u16(), &page.headers["content-type"]),
            (status, &"text/html; charset=utf-8".parse().expect("a value"))
        );
        assert!(page.body.starts_with("<!DOCTYPE html>"), "{}", page.body);
    }
    assert!(sandbox.calls(None).is_empty());
}

#[tokio::test]
async fn a_call_is_performed_twice() {
    let sandbox = TestSandbox::start().await;
    let before = people(&sandbox).await;
    sandbox.set_faults(json!([{ "operation": "createCustomerCRUD", "fault": "duplicate" }])).expect("a script");
    sandbox.clear_calls();
    let create = sandbox.omnidesk("POST", "/customer/createCustomerCRUD").header("content-type", "application/json");
    let body = json!({ "brandID": 1, "primaryID": "crm-1" }).to_string();
    assert_eq!(answer(create.body(body)).await.expect("an answer").status, 200, "the first answer");
    let statuses: Vec<_> = sandbox.calls(None).into_iter().map(|call| (call.faults, call.status)).collect();
    // The second is refused: the primary id is taken by then.
    assert_eq!(statuses, [(vec!["duplicate"], Some(200)), (vec!["duplicate"], Some(400))]);
    assert_eq!(people(&sandbox).await, before + 1);
}

#[tokio::test]
async fn an_answer_is_lost_after_the_call_was_performed() {
    let sandbox = TestSandbox::start().await;
    let before = people(&sandbox).await;
    sandbox.set_faults(json!([{ "operation": "postCustomerIndex", "fault": "lost_answer" }])).expect("a script");
    let error = answer(sandbox.create("crm-1")).await.expect_err("no answer");
    assert!(error.is_request() && !error.is_timeout() && !error.is_connect(), "{error:?}");
    assert_eq!(people(&sandbox).await, before + 1);
}

#[tokio::test]
async fn a_connection_is_closed_before_the_call_is_performed() {
    let sandbox = TestSandbox::start().await;
    let before = people(&sandbox).await;
    sandbox.set_faults(json!([{ "operation": "postCustomerIndex", "times": 1, "fault": "reset" }])).expect("a script");
    let error = answer(sandbox.create("crm-1")).await.expect_err("no answer");
    assert!(error.is_request() && !error.is_timeout(), "{error:?}");
    assert_eq!(people(&sandbox).await, before);
    assert_eq!(answer(sandbox.create("crm-1")).await.expect("an answer").status, 200);
    assert_eq!(people(&sandbox).await, before + 1);
    sandbox.set_faults(json!([{ "fault": "reset" }])).expect("a script");
    assert_eq!(raw(&sandbox, "/api/v2/customer").await.0, "", "not a byte comes");
}

#[tokio::test]
async fn nothing_comes_until_the_client_goes_or_the_time_is_over() {
    let sandbox = with(json!([{ "times": 1, "fault": "hang" }, { "fault": { "hang": { "ms": 100 } } }])).await;
    let request = sandbox.index().build().expect("a request");
    let error = client(Duration::from_millis(200)).execute(request).await.expect_err("no answer");
    assert!(error.is_timeout(), "{error:?}");
    let started = Instant::now();
    let error = answer(sandbox.index()).await.expect_err("no answer");
    assert!(error.is_request() && !error.is_timeout(), "{error:?}");
    assert!(started.elapsed() >= Duration::from_millis(100));
    assert_eq!(met(&sandbox), [(false, vec!["hang"]), (false, vec!["hang"])]);
}

#[tokio::test]
async fn a_sandbox_stops_though_clients_hang() {
    let sandbox = with(json!([{ "fault": "hang" }])).await;
    let hanging = tokio::spawn(answer(sandbox.index()));
    while sandbox.received(None).is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let started = Instant::now();
    sandbox.sandbox.stop().await.expect("a good end");
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    assert!(hanging.await.expect("a task").is_err());
}

#[tokio::test]
async fn chance_repeats_with_the_seed() {
    let run = async |seed: u64| {
        let sandbox = TestSandbox::start_with(|options| options.seed = Some(seed)).await;
        let rules = json!([{ "probability": 0.5, "fault": { "status": { "status": 503 } } }]);
        sandbox.set_faults(rules).expect("a script");
        let mut statuses = Vec::new();
        for _ in 0..24 {
            statuses.push(answer(sandbox.index()).await.expect("an answer").status.as_u16());
        }
        statuses
    };
    let first = run(7).await;
    assert!(first.contains(&200) && first.contains(&503), "{first:?}");
    assert_eq!(first, run(7).await);
    assert_ne!(first, run(8).await);
}

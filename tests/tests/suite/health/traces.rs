//! One trace from a client over the request and its operation to the vendor, told to a collector.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use entity::connection::Vendor;
use onefold::config::{TelemetryConfig, TelemetryProtocol};
use onefold::telemetry::Traces;
use onefold_tests::{Proxied, post_json, request};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::layer::SubscriberExt;

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";

/// A collector, and the way there.
struct Collector {
    traces: Traces,
    came: Arc<Mutex<Vec<Value>>>,
    _listening: DefaultGuard,
}

impl Collector {
    /// Starts one for what happens on this thread from now on.
    async fn start() -> Self {
        let came = Arc::new(Mutex::new(Vec::new()));
        async fn take(State(came): State<Arc<Mutex<Vec<Value>>>>, body: String) -> &'static str {
            came.lock().expect("a lock").push(serde_json::from_str(&body).expect("JSON"));
            "{}"
        }
        let router = Router::new().route("/v1/traces", post(take)).with_state(Arc::clone(&came));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let config = TelemetryConfig {
            endpoint: Some(endpoint),
            protocol: TelemetryProtocol::Json,
            ..TelemetryConfig::default()
        };
        let traces = Traces::start(&config).expect("a way").expect("it is configured");
        let subscriber = tracing_subscriber::registry().with(traces.layer());
        Self { traces, came, _listening: tracing::subscriber::set_default(subscriber) }
    }

    /// The spans that came, of the trace that the tests begin.
    async fn spans(&self) -> Vec<Value> {
        let traces = self.traces.clone();
        let flushed = tokio::task::spawn_blocking(move || traces.flush());
        tokio::time::timeout(Duration::from_secs(20), flushed).await.expect("in time").expect("flushed");
        let came = self.came.lock().expect("a lock").clone();
        let all = came.iter().flat_map(|batch| batch["resourceSpans"].as_array().expect("resources").clone());
        let scopes = all.flat_map(|resource| resource["scopeSpans"].as_array().expect("scopes").clone());
        scopes
            .flat_map(|scope| scope["spans"].as_array().expect("spans").clone())
            .filter(|span| span["traceId"] == TRACE)
            .collect()
    }
}

/// The span of this name below another. What the sandbox, in the same process, tells of itself lies below the call to it.
fn named<'s>(spans: &'s [Value], name: &str, parent: &Value) -> &'s Value {
    let names: Vec<&Value> = spans.iter().map(|span| &span["name"]).collect();
    let found = spans.iter().find(|span| span["name"] == name && span["parentSpanId"] == *parent);
    found.unwrap_or_else(|| panic!("no {name} below {parent} among {names:?}"))
}

fn attribute(span: &Value, key: &str) -> Value {
    let all = span["attributes"].as_array().expect("attributes");
    let found = all.iter().find(|attribute| attribute["key"] == key).unwrap_or_else(|| panic!("no {key} in {span:#}"));
    let value = found["value"].as_object().expect("a value").values().next().expect("a value").clone();
    value.as_str().map_or(value.clone(), |text| text.parse::<i64>().map_or(value.clone(), Value::from))
}

fn traceparent() -> String {
    format!("00-{TRACE}-{PARENT}-01")
}

/// What the vendor got of it.
fn carried(proxied: &Proxied, of: Vendor, operation: &str) -> String {
    let calls = proxied.vendor.received(Some(of));
    let call = calls.iter().rev().find(|call| call.operation == Some(operation)).expect("a call");
    call.headers.get("traceparent").expect("a trace").clone()
}

#[tokio::test]
async fn a_forwarded_call_belongs_to_the_trace_of_its_client() {
    let proxied = Proxied::start().await;
    let collector = Collector::start().await;
    let path = "/api/v2/customer?query=AnnSecret";
    let (name, key) = proxied.shown(Vendor::Omnidesk, path);
    let trace = traceparent();
    let answer = proxied.app.send(request("GET", path, &[(name, &key), ("traceparent", &trace)], "")).await;
    assert_eq!(answer.status, 200);
    let spans = collector.spans().await;
    let asked = named(&spans, "GET /api/v2/customer", &json!(PARENT));
    assert_eq!(attribute(asked, "http.response.status_code"), 200);
    assert_eq!(attribute(asked, "http.route"), "/api/v2/customer");
    let call = named(&spans, "omnidesk getCustomerIndex", &asked["spanId"]);
    assert_eq!(attribute(call, "onefold.vendor"), "omnidesk");
    assert_eq!(attribute(call, "onefold.operation"), "getCustomerIndex");
    assert_eq!(attribute(call, "http.response.status_code"), 200);
    let own = call["spanId"].as_str().expect("a span");
    assert_eq!(carried(&proxied, Vendor::Omnidesk, "getCustomerIndex"), format!("00-{TRACE}-{own}-01"));
    let told = Value::from(spans).to_string();
    for hidden in ["Secret", "ofk_", "127.0.0.1", "apikey"] {
        assert!(!told.contains(hidden), "{hidden} left the server: {told}");
    }
}

#[tokio::test]
async fn a_query_that_reads_at_the_vendor_belongs_to_one_trace_with_it() {
    let proxied = Proxied::start().await;
    let body = json!({ "brand_id": 1, "primary_id": "a", "firstname": "Ann", "lastname": "Low" });
    let made = proxied.json(Vendor::Omnidesk, "POST", "/api/v2/customer", &body).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let data = proxied.app.data("{ customers { nodes { id } } }", json!({})).await;
    let id = data["customers"]["nodes"][0]["id"].clone();
    let collector = Collector::start().await;
    let query = "query One($id: ID!) { customer(id: $id, freshness: { maxAgeSeconds: 0 }) { firstName } }";
    let body = json!({ "query": query, "variables": { "id": id } });
    let (bearer, trace) = (format!("Bearer {}", proxied.app.key), traceparent());
    let headers = [("authorization", bearer.as_str()), ("traceparent", trace.as_str())];
    let answer = proxied.app.send(post_json("/graphql", &headers, &body)).await.json();
    assert_eq!(answer["data"]["customer"]["firstName"], "Ann", "{answer:#}");
    let spans = collector.spans().await;
    let asked = named(&spans, "POST /graphql", &json!(PARENT));
    let operation = named(&spans, "query One", &asked["spanId"]);
    named(&spans, "omnidesk getCustomerItem", &operation["spanId"]);
    assert!(carried(&proxied, Vendor::Omnidesk, "getCustomerItem").contains(TRACE));
}

#[tokio::test]
async fn without_a_collector_calls_carry_no_trace() {
    let proxied = Proxied::start().await;
    let path = "/api/v2/customer";
    let (name, key) = proxied.shown(Vendor::Omnidesk, path);
    let trace = traceparent();
    proxied.app.send(request("GET", path, &[(name, &key), ("traceparent", &trace)], "")).await;
    let calls = proxied.vendor.received(Some(Vendor::Omnidesk));
    assert!(calls.iter().all(|call| !call.headers.contains_key("traceparent")));
    assert!(Traces::start(&TelemetryConfig::default()).expect("no way").is_none());
}

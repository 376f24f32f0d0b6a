//! Numbers for those who run the server, in the text format that Prometheus reads. What is counted as it happens is kept here; what is so
//! at the moment of asking (breakers, the outbox) is looked up then.
//!
//! No label holds anything of a person, and none a connection's address. Each application has numbers of its own.

use std::time::Duration;

use entity::connection::{Mode, Vendor};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use sea_orm::ActiveEnum;

use crate::app::App;
use crate::domain::health::Connected;
use crate::error::{Error, Result};

/// What all names begin with.
const PREFIX: &str = "onefold";
/// Upper ends of the classes of durations, in seconds.
const SECONDS: [f64; 12] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0];

type Durations<L> = Family<L, Histogram, fn() -> Histogram>;

fn durations<L: Clone + std::hash::Hash + Eq>() -> Durations<L> {
    Family::new_with_constructor(|| Histogram::new(SECONDS))
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfCall {
    vendor: String,
    operation: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfOperation {
    vendor: String,
    operation: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfRequest {
    door: &'static str,
    method: String,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfDoor {
    door: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfGraphql {
    kind: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfKind {
    kind: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfConnection {
    connection: i64,
    vendor: String,
    class: &'static str,
}

/// What is counted.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    calls: Family<OfCall, Counter>,
    call_seconds: Durations<OfOperation>,
    requests: Family<OfRequest, Counter>,
    request_seconds: Durations<OfDoor>,
    operations: Family<OfGraphql, Counter>,
    operation_seconds: Durations<OfKind>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut all = Self {
            registry: Registry::with_prefix(PREFIX),
            calls: Family::default(),
            call_seconds: durations(),
            requests: Family::default(),
            request_seconds: durations(),
            operations: Family::default(),
            operation_seconds: durations(),
        };
        let to = &mut all.registry;
        to.register("vendor_calls", "Calls to real vendors, each try by itself", all.calls.clone());
        to.register("vendor_call_seconds", "How long calls to real vendors took", all.call_seconds.clone());
        to.register("http_requests", "Requests that were answered", all.requests.clone());
        to.register("http_request_seconds", "How long answering took", all.request_seconds.clone());
        to.register("graphql_operations", "GraphQL operations that were run", all.operations.clone());
        to.register("graphql_operation_seconds", "How long running them took", all.operation_seconds.clone());
        all
    }
}

impl Metrics {
    /// A call to a vendor ended.
    pub fn called(&self, vendor: Vendor, operation: &'static str, outcome: &'static str, took: Duration) {
        let vendor = vendor.to_value();
        self.call_seconds.get_or_create(&OfOperation { vendor: vendor.clone(), operation }).observe(took.as_secs_f64());
        self.calls.get_or_create(&OfCall { vendor, operation, outcome }).inc();
    }

    /// A request was answered. The route is a pattern, never the path.
    pub fn answered(&self, door: &'static str, method: &str, route: &str, status: u16, took: Duration) {
        self.request_seconds.get_or_create(&OfDoor { door }).observe(took.as_secs_f64());
        let request = OfRequest { door, method: method.to_owned(), route: route.to_owned(), status };
        self.requests.get_or_create(&request).inc();
    }

    /// A GraphQL operation was run.
    pub fn operated(&self, kind: &'static str, well: bool, took: Duration) {
        self.operation_seconds.get_or_create(&OfKind { kind }).observe(took.as_secs_f64());
        let outcome = if well { "ok" } else { "errors" };
        self.operations.get_or_create(&OfGraphql { kind, outcome }).inc();
    }

    /// All of it as text, with how these connections are.
    ///
    /// # Errors
    /// It cannot be written, which is a fault of ours.
    pub fn text(&self, app: &App, connected: &[Connected]) -> Result<String> {
        let mut text = String::new();
        encode(&mut text, &self.registry).map_err(Error::internal)?;
        // One text has one end.
        text.truncate(text.trim_end_matches("# EOF\n").len());
        encode(&mut text, &present(app, connected)).map_err(Error::internal)?;
        Ok(text)
    }
}

/// What is so at this moment.
fn present(app: &App, connected: &[Connected]) -> Registry {
    let (breakers, outbox, age) =
        (Family::<OfConnection, Gauge>::default(), Family::<OfConnection, Gauge>::default(), Family::default());
    let under_way = Family::<OfConnection, Gauge>::default();
    let now = app.clock().now();
    let proxied = connected.iter().filter(|one| one.connection.mode == Mode::Proxy || one.outbox.oldest.is_some());
    for Connected { connection, way, outbox: depth } in proxied {
        let of = |class| OfConnection { connection: connection.id, vendor: connection.vendor.to_value(), class };
        breakers.get_or_create(&of("reads")).set(way.reads.number());
        breakers.get_or_create(&of("writes")).set(way.writes.number());
        outbox.get_or_create(&of("pending")).set(depth.pending.try_into().unwrap_or(i64::MAX));
        outbox.get_or_create(&of("dead")).set(depth.dead.try_into().unwrap_or(i64::MAX));
        under_way.get_or_create(&of("all")).set(way.under_way.try_into().unwrap_or(i64::MAX));
        let oldest = depth.oldest.map_or(0, |oldest| now.as_seconds().saturating_sub(oldest.as_seconds()));
        let age: &Family<OfConnection, Gauge> = &age;
        age.get_or_create(&of("pending")).set(oldest.max(0));
    }
    let (statements, open, idle) = (Gauge::<i64>::default(), Gauge::<i64>::default(), Gauge::<i64>::default());
    statements.set(app.store().statements().total().try_into().unwrap_or(i64::MAX));
    let (size, unused) = app.store().pool();
    open.set(i64::from(size));
    idle.set(unused.try_into().unwrap_or(i64::MAX));
    let mut registry = Registry::with_prefix(PREFIX);
    registry.register("vendor_breaker", "Whether calls are let through: 0 closed, 1 half open, 2 open", breakers);
    registry.register("vendor_calls_under_way", "Calls to real vendors that are under way", under_way);
    registry.register("outbox_deliveries", "Deliveries that wait", outbox);
    registry.register("outbox_oldest_seconds", "Age of the oldest delivery that waits for its turn", age);
    registry.register("store_statements", "Statements run since the start", statements);
    registry.register("store_connections", "Open connections of readers to the store", open);
    registry.register("store_connections_idle", "Those of them that are not in use", idle);
    registry
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_is_counted() {
        let metrics = Metrics::default();
        metrics.called(Vendor::Omnidesk, "getCustomerIndex", "ok", Duration::from_millis(30));
        metrics.called(Vendor::Omnidesk, "getCustomerIndex", "failed", Duration::from_millis(3000));
        metrics.answered("mirror", "GET", "/api/v2/customer/{id}", 200, Duration::from_millis(1));
        metrics.operated("query", true, Duration::from_millis(1));
        let mut text = String::new();
        encode(&mut text, &metrics.registry).expect("a text");
        for line in [
            r#"onefold_vendor_calls_total{vendor="omnidesk",operation="getCustomerIndex",outcome="ok"} 1"#,
            r#"onefold_vendor_call_seconds_bucket{le="0.05",vendor="omnidesk",operation="getCustomerIndex"} 1"#,
            r#"onefold_vendor_call_seconds_count{vendor="omnidesk",operation="getCustomerIndex"} 2"#,
            r#"onefold_http_requests_total{door="mirror",method="GET",route="/api/v2/customer/{id}",status="200"} 1"#,
            r#"onefold_graphql_operations_total{kind="query",outcome="ok"} 1"#,
        ] {
            assert!(text.lines().any(|known| known == line), "{line} in\n{text}");
        }
    }
}

//! Traces: a span for a request, one for its GraphQL operation, one for each call to a vendor, all of one trace from the client that began
//! it to the vendor.
//!
//! Only spans made here leave the server. They name routes, operations and statuses, never a path, a query or a value; what is logged
//! meanwhile stays in the log.

use anyhow::Context as _;
use http::HeaderMap;
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{TraceContextExt, TracerProvider};
use opentelemetry_http::{HeaderExtractor, HeaderInjector};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::registry::LookupSpan;

use crate::config::{TelemetryConfig, TelemetryProtocol};
use crate::net::Exporting;

/// The target of the spans that leave the server.
const TARGET: &str = "onefold::trace";
/// Where a collector takes traces, below its address.
const PATH: &str = "/v1/traces";
/// The variable that every program with OpenTelemetry knows.
const USUAL: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";

/// The way of traces to a collector.
#[derive(Clone, Debug)]
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// Opens it where a collector is configured. Needs a runtime, which sends what is collected.
    ///
    /// # Errors
    /// The address is none.
    pub fn start(config: &TelemetryConfig) -> anyhow::Result<Option<Self>> {
        let usual = || std::env::var(USUAL).ok().filter(|endpoint| !endpoint.is_empty());
        let Some(endpoint) = config.endpoint.clone().or_else(usual) else { return Ok(None) };
        let endpoint = endpoint.trim_end_matches('/');
        let address = if endpoint.ends_with(PATH) { endpoint.to_owned() } else { format!("{endpoint}{PATH}") };
        let protocol = match config.protocol {
            TelemetryProtocol::Protobuf => Protocol::HttpBinary,
            TelemetryProtocol::Json => Protocol::HttpJson,
        };
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Exporting::new().map_err(anyhow::Error::msg)?)
            .with_endpoint(address)
            .with_protocol(protocol)
            .build()
            .context("opening the way to the collector of traces")?;
        let resource = Resource::builder().with_service_name("onefold").build();
        let provider = SdkTracerProvider::builder().with_resource(resource).with_batch_exporter(exporter).build();
        Ok(Some(Self(provider)))
    }

    /// What turns spans into traces.
    pub fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: tracing::Subscriber + for<'a> LookupSpan<'a> + Send + Sync,
    {
        let tracer = self.0.tracer("onefold");
        tracing_opentelemetry::layer()
            .with_tracer(tracer)
            .with_location(false)
            .with_threads(false)
            .with_filter(filter_fn(|of| of.is_span() && of.target() == TARGET))
    }

    /// Sends what is collected so far, and waits for it; not to be called from a task.
    pub fn flush(&self) {
        if let Err(error) = self.0.force_flush() {
            tracing::warn!(%error, "traces could not be sent");
        }
    }

    /// Sends what is left and closes the way; not to be called from a task.
    pub fn end(self) {
        if let Err(error) = self.0.shutdown() {
            tracing::warn!(%error, "the last traces could not be sent");
        }
    }
}

/// The span of a request, below the one that its headers name. The route is a pattern.
pub fn of_request(method: &str, route: &str, headers: &HeaderMap) -> Span {
    let span = tracing::info_span!(
        target: TARGET, "web.request.answer",
        otel.name = format!("{method} {route}"), otel.kind = "server", otel.status_code = tracing::field::Empty,
        http.request.method = method, http.route = route, http.response.status_code = tracing::field::Empty,
    );
    let parent = TraceContextPropagator::new().extract(&HeaderExtractor(headers));
    if parent.span().span_context().is_valid() {
        // A span that nobody collects has no parent either.
        let _ = span.set_parent(parent);
    }
    span
}

/// The span of a GraphQL operation.
pub fn of_operation(kind: &'static str, name: Option<&str>) -> Span {
    let span = tracing::info_span!(
        target: TARGET, "graphql.operation.run",
        otel.name = format!("{kind} {}", name.unwrap_or("anonymous")), otel.kind = "internal",
        "graphql.operation.type" = kind, graphql.operation.name = tracing::field::Empty,
    );
    if let Some(name) = name {
        span.record("graphql.operation.name", name);
    }
    span
}

/// The span of one try of a call to a vendor.
pub fn of_vendor_call(vendor: &str, operation: &'static str, method: &str, connection: i64) -> Span {
    tracing::info_span!(
        target: TARGET, "vendor.call.send",
        otel.name = format!("{vendor} {operation}"), otel.kind = "client", otel.status_code = tracing::field::Empty,
        onefold.vendor = vendor, onefold.operation = operation, onefold.connection = connection,
        http.request.method = method, http.response.status_code = tracing::field::Empty, "error.type" = tracing::field::Empty,
    )
}

/// Puts on a request to another which trace it belongs to, when it belongs to one.
pub fn inject(headers: &mut HeaderMap) {
    let context = Span::current().context();
    if context.span().span_context().is_valid() {
        TraceContextPropagator::new().inject_context(&context, &mut HeaderInjector(headers));
    }
}

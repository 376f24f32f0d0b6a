//! What the server tells of its work: logs on standard error, so that results on standard output stay clean, and traces to a collector
//! where one is configured.

mod traces;

use std::io::IsTerminal;

use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt};

use crate::config::{Config, LogConfig, LogFormat};
pub use traces::{Traces, inject, of_operation, of_request, of_vendor_call};

/// Starts logging for the process, and tracing where it is configured. `RUST_LOG` wins over the configured filter.
///
/// # Errors
/// The filter cannot be read, the collector's address is none, or logging was started before.
pub fn start(config: &Config) -> anyhow::Result<Option<Traces>> {
    let traces = Traces::start(&config.telemetry)?;
    let filter = filter(&config.log)?;
    let logs = fmt::layer().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    let logs = match config.log.format {
        LogFormat::Text => logs.with_filter(filter).boxed(),
        LogFormat::Json => logs.json().with_filter(filter).boxed(),
    };
    let spans = traces.as_ref().map(Traces::layer);
    let started = tracing_subscriber::registry().with(logs).with(spans).try_init();
    started.map_err(|error| anyhow::anyhow!("starting the log: {error}"))?;
    Ok(traces)
}

fn filter(config: &LogConfig) -> anyhow::Result<EnvFilter> {
    Ok(match std::env::var("RUST_LOG") {
        Ok(filter) => EnvFilter::try_new(filter)?,
        Err(_) => EnvFilter::try_new(&config.filter)?,
    })
}

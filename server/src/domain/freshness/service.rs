//! Reading anew what is too old.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use entity::connection::Vendor;
use entity::{connection, freshness, source_record};
use futures_util::future::{BoxFuture, FutureExt, Shared, join_all};
use tracing::Instrument;

use super::store::{self, Reading};
use super::{Fresh, Report, State, Wanted};
use crate::app::App;
use crate::domain::account::{Permission, Viewer};
use crate::domain::connection::MAX_AGE;
use crate::domain::outbox::bind;
use crate::error::{Error, Result, UpstreamFault};

/// How old a copy may be where neither the query nor the connection says.
const USUAL_AGE: Duration = Duration::from_secs(300);
/// How long a query waits where it does not say.
const USUAL_BUDGET: Duration = Duration::from_millis(2000);

/// Why a reading failed.
pub type Failed = (UpstreamFault, String);
/// A reading under way, for all who wait for it.
type Flight = Shared<BoxFuture<'static, std::result::Result<Vec<String>, Failed>>>;

/// Readings under way on this server, by record.
#[derive(Debug, Default)]
pub struct Flights(Mutex<HashMap<i64, Flight>>);

/// Makes the copies of these customers as fresh as wanted, as far as the time allows, and notes how fresh they are. Answers with why they
/// are not, where somebody who does not accept that is to be told.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn ensure(
    app: &App,
    viewer: &Viewer,
    customers: &[i64],
    wanted: Wanted,
    report: &Report,
) -> Result<Vec<Error>> {
    viewer.require(Permission::CustomerRead)?;
    let vendors: Vec<Vendor> = app.readable_vendors();
    let found = store::readable(app.store().reader(), viewer.brand(), customers, &vendors).await?;
    // What the vendor has not heard of yet cannot be read there.
    let found: Vec<_> = found.into_iter().filter(|(record, _)| !bind::is_pending(&record.vendor_id)).collect();
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = found.iter().map(|(record, _)| record.id).collect();
    let known = store::of_records(app.store().reader(), &ids).await?;
    let budget = wanted.budget.unwrap_or(USUAL_BUDGET);
    let tries = found.into_iter().map(|(record, connection)| {
        let known = known.get(&record.id).cloned();
        async move { one(app, record, connection, known, (wanted, budget)).await }
    });
    let mut failures = Vec::new();
    for fresh in join_all(tries).await {
        if let (State::Stale, Some((fault, message)), false) = (fresh.state, &fresh.error, wanted.accepts_stale) {
            let message = format!("{}: {message}", fresh.name);
            failures.push(Error::Upstream { fault: *fault, message, retry_after: None });
        }
        report.note(fresh);
    }
    Ok(failures)
}

async fn one(
    app: &App,
    record: source_record::Model,
    connection: connection::Model,
    known: Option<freshness::Model>,
    (wanted, budget): (Wanted, Duration),
) -> Fresh {
    let age = age(app, known.as_ref());
    let missing = known.as_ref().map(|known| names(&known.missing)).unwrap_or_default();
    let mut fresh = Fresh {
        connection: connection.id,
        vendor: connection.vendor,
        name: connection.name.clone(),
        state: State::Cached,
        age: age.map(|age| i64::try_from(age.as_secs()).unwrap_or(i64::MAX)),
        breaker: "CLOSED",
        missing,
        error: None,
    };
    let oldest = wanted.max_age.unwrap_or_else(|| usual(&connection));
    if !wanted.demands_fresh && age.is_some_and(|age| age <= oldest) {
        fresh.breaker = app.read_breaker(&connection);
        return fresh;
    }
    let flight = flight(app, record, connection.clone());
    let read = tokio::time::timeout(budget, flight).await;
    fresh.breaker = app.read_breaker(&connection);
    match read {
        Ok(Ok(missing)) => {
            (fresh.state, fresh.age, fresh.missing) = (State::Live, Some(0), missing);
        }
        Ok(Err(failed)) => (fresh.state, fresh.error) = (State::Stale, Some(failed)),
        // It goes on, and whoever asks next finds what it brings.
        Err(_) => {
            let message = "the vendor did not answer within the time that the query has".to_owned();
            (fresh.state, fresh.error) = (State::Stale, Some((UpstreamFault::TimedOut, message)));
        }
    }
    fresh
}

fn names(missing: &serde_json::Value) -> Vec<String> {
    serde_json::from_value(missing.clone()).unwrap_or_default()
}

fn usual(connection: &connection::Model) -> Duration {
    let set = connection.settings.get(MAX_AGE).and_then(serde_json::Value::as_u64);
    set.map_or(USUAL_AGE, Duration::from_secs)
}

fn age(app: &App, known: Option<&freshness::Model>) -> Option<Duration> {
    let checked = known?.checked_at?;
    let micros = app.clock().now().as_micros().saturating_sub(checked.as_micros());
    Some(Duration::from_micros(u64::try_from(micros).unwrap_or_default()))
}

/// The reading of a record: the one under way, or a new one, which goes on when nobody waits for it any more.
fn flight(app: &App, record: source_record::Model, connection: connection::Model) -> Flight {
    let mut flights = app.flights().0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(flight) = flights.get(&record.id) {
        return flight.clone();
    }
    let (id, own) = (record.id, app.clone());
    let reading = async move {
        let done = read(&own, &record, &connection).await;
        own.flights().0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        done
    };
    let task = tokio::spawn(reading.in_current_span());
    let flight = async move {
        task.await.unwrap_or_else(|_| Err((UpstreamFault::Broken, "the reading was cut off".to_owned())))
    };
    let flight = flight.boxed().shared();
    flights.insert(id, flight.clone());
    flight
}

/// Reads all parts of a record. What one part lacks does not keep the others back; without the customer itself there is nothing.
async fn read(
    app: &App,
    record: &source_record::Model,
    connection: &connection::Model,
) -> std::result::Result<Vec<String>, Failed> {
    let parts = app.read(connection, record).await;
    let now = app.clock().now();
    let first = parts.first().and_then(|(_, done)| done.as_ref().err().map(failed));
    let missing: Vec<String> =
        parts.iter().filter(|(_, done)| done.is_err()).map(|(part, _)| (*part).to_owned()).collect();
    let reading = match &first {
        Some((_, why)) => Reading { failed_at: Some(now), error: Some(why.clone()), ..Reading::default() },
        None => Reading { checked_at: Some(now), missing: missing.clone(), ..Reading::default() },
    };
    if let Err(error) = store::put(app.store().writer(), record.id, reading).await {
        tracing::error!(error = &error as &dyn std::error::Error, "a reading cannot be written down");
    }
    first.map_or(Ok(missing), Err)
}

fn failed(error: &Arc<Error>) -> Failed {
    match &**error {
        Error::Upstream { fault, message, .. } => (*fault, message.clone()),
        other => {
            tracing::error!(error = other as &dyn std::error::Error, "a reading could not be recorded");
            (UpstreamFault::Broken, "what the vendor says could not be recorded".to_owned())
        }
    }
}

//! The health of a connection in the graph.

use std::collections::HashMap;
use std::time::Duration;

use async_graphql::{Context, Enum, Result, SimpleObject, dataloader};
use entity::Timestamp;

use super::{Depth, Passage, Way, store};
use crate::app::App;
use crate::domain::account::Permission;
use crate::graphql::error::fault;
use crate::graphql::loaders::{BatchError, Loader, loaders_with};
use crate::graphql::scalar::DateTime;

/// Whether calls to a vendor are let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(remote = "Passage")]
pub enum BreakerState {
    /// They are.
    Closed,
    /// Most of the latest calls failed; the vendor is left alone for a while.
    Open,
    /// A few calls find out whether the vendor is well again.
    HalfOpen,
}

/// How a connection is: what the server that answers saw of its latest calls to the real vendor, and what waits to be delivered there.
#[derive(Clone, Debug, SimpleObject)]
pub struct ConnectionHealth {
    /// Whether calls that only read are let through.
    pub reads: BreakerState,
    /// Whether calls that write are let through.
    pub writes: BreakerState,
    /// How many of the latest calls the rate and the times are made of; 0 when this server made none since the connection last changed.
    pub calls: i64,
    /// The part of them that failed, 0 to 1. A refusal of what was asked is no failure.
    pub error_rate: f64,
    /// Milliseconds that half of them took at the most.
    pub p50_millis: f64,
    /// Milliseconds that 95 of a hundred took at the most.
    pub p95_millis: f64,
    /// Milliseconds that 99 of a hundred took at the most.
    pub p99_millis: f64,
    /// When the vendor last did its part.
    pub last_success: Option<DateTime>,
    /// When it last did not.
    pub last_failure: Option<DateTime>,
    /// Why it did not.
    pub last_failure_reason: Option<String>,
    /// Calls under way.
    pub under_way: i64,
    /// How many may be under way at a time.
    pub concurrency: i64,
    /// Calls of the last minute; not more than are remembered.
    pub calls_last_minute: i64,
    /// How many may be made a minute; null where there is no limit.
    pub calls_per_minute: Option<i64>,
    /// Deliveries that wait for their turn or their next try.
    pub outbox_pending: i64,
    /// Deliveries that wait for staff.
    pub outbox_dead: i64,
    /// When the oldest of those that wait for their turn was filed.
    pub outbox_oldest: Option<DateTime>,
}

fn millis(took: Duration) -> f64 {
    (took.as_secs_f64() * 1e6).round() / 1e3
}

fn count(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

impl ConnectionHealth {
    fn new(way: Way, outbox: Depth) -> Self {
        let (last_failure, last_failure_reason) = way.last_failure.unzip();
        Self {
            reads: way.reads.into(),
            writes: way.writes.into(),
            calls: count(way.calls),
            error_rate: way.error_rate,
            p50_millis: millis(way.p50),
            p95_millis: millis(way.p95),
            p99_millis: millis(way.p99),
            last_success: way.last_success.map(DateTime),
            last_failure: last_failure.map(DateTime),
            last_failure_reason,
            under_way: count(way.under_way),
            concurrency: count(way.concurrency),
            calls_last_minute: count(way.last_minute),
            calls_per_minute: way.per_minute.map(i64::from),
            outbox_pending: count(outbox.pending),
            outbox_dead: count(outbox.dead),
            outbox_oldest: outbox.oldest.map(DateTime),
        }
    }
}

/// Key: what waits for a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct WaitsFor(i64);

impl dataloader::Loader<WaitsFor> for Loader {
    type Value = Depth;
    type Error = BatchError;

    async fn load(&self, keys: &[WaitsFor]) -> Result<HashMap<WaitsFor, Depth>, BatchError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let depths = store::depths(self.db(), &ids).await?;
        Ok(depths.into_iter().map(|(id, depth)| (WaitsFor(id), depth)).collect())
    }
}

/// The health of a connection that was found in the viewer's brand, as it was when it last changed at `version`.
///
/// # Errors
/// The viewer is no administrator, or the store failed.
pub async fn of(ctx: &Context<'_>, connection: i64, version: Timestamp) -> Result<ConnectionHealth> {
    let depth = loaders_with(ctx, Permission::Admin)?.load_one(WaitsFor(connection)).await;
    let depth = depth.map_err(|error| fault(error.into()))?.unwrap_or_default();
    Ok(ConnectionHealth::new(ctx.data::<App>()?.way(connection, version), depth))
}

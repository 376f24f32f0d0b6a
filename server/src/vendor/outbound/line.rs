//! The way to one connection, as this server knows it.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use entity::{Timestamp, connection};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use recloser::{AsyncRecloser, Recloser};
use tokio::sync::{Mutex as AsyncMutex, Semaphore};

use super::failure::Failure;
use super::observed::Observed;
use super::unsigned::{Repeat, Token};
use crate::config::UpstreamConfig;
use crate::domain::health::{Passage, Way};

/// A token is not shown any more when it ends so soon: the call takes its time too.
const MARGIN: Duration = Duration::from_secs(30);

/// All lines of this server, made when first used.
#[derive(Debug, Default)]
pub struct Lines {
    by_connection: Mutex<HashMap<i64, Arc<Line>>>,
}

impl Lines {
    /// The line to a connection. After a change of the connection it is a new one: other credentials have another token, and another
    /// server another health.
    pub fn to(
        &self,
        connection: &connection::Model,
        config: &UpstreamConfig,
        documented: Option<NonZeroU32>,
    ) -> Arc<Line> {
        let mut lines = self.by_connection.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(line) = lines.get(&connection.id)
            && line.version == connection.updated_at
        {
            return Arc::clone(line);
        }
        let line = Arc::new(Line::new(connection.updated_at, config, documented));
        lines.insert(connection.id, Arc::clone(&line));
        line
    }

    /// How the line is to a connection that last changed at `version`; a line that was not used since is at rest.
    pub fn way(&self, connection: i64, version: Timestamp, config: &UpstreamConfig, now: Timestamp) -> Way {
        let line = {
            let lines = self.by_connection.lock().unwrap_or_else(PoisonError::into_inner);
            lines.get(&connection).filter(|line| line.version == version).cloned()
        };
        let per_minute = NonZeroU32::new(config.calls_per_minute).map(NonZeroU32::get);
        line.map_or_else(|| Way { concurrency: config.concurrency, per_minute, ..Way::default() }, |line| line.way(now))
    }

    /// The line to a connection, if it was used since the connection last changed.
    pub fn known(&self, connection: &connection::Model) -> Option<Arc<Line>> {
        let lines = self.by_connection.lock().unwrap_or_else(PoisonError::into_inner);
        lines.get(&connection.id).filter(|line| line.version == connection.updated_at).cloned()
    }
}

/// Whether a vendor is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Breaker {
    /// It is.
    Closed = 0,
    /// It is left alone.
    Open = 1,
    /// A few calls find out whether it is well again.
    HalfOpen = 2,
}

impl Breaker {
    /// Its name in the graph.
    pub fn name(self) -> &'static str {
        match self {
            Self::Closed => "CLOSED",
            Self::Open => "OPEN",
            Self::HalfOpen => "HALF_OPEN",
        }
    }
}

impl From<Breaker> for Passage {
    fn from(breaker: Breaker) -> Self {
        match breaker {
            Breaker::Closed => Self::Closed,
            Breaker::Open => Self::Open,
            Breaker::HalfOpen => Self::HalfOpen,
        }
    }
}

/// One class of calls: reads or writes.
#[derive(Debug)]
struct Class {
    breaker: AsyncRecloser,
    seen: AtomicU8,
}

/// The way to one connection.
#[derive(Debug)]
pub struct Line {
    version: Timestamp,
    reads: Class,
    writes: Class,
    permits: Semaphore,
    concurrency: usize,
    per_minute: Option<NonZeroU32>,
    pace: Option<DefaultDirectRateLimiter>,
    token: AsyncMutex<Option<Held>>,
    rest: Duration,
    /// What the latest calls came to.
    pub observed: Observed,
}

#[derive(Debug)]
struct Held {
    token: Token,
    until: Option<Instant>,
}

impl Line {
    fn new(version: Timestamp, config: &UpstreamConfig, documented: Option<NonZeroU32>) -> Self {
        let class = || Class { breaker: breaker(config).into(), seen: AtomicU8::new(Breaker::Closed as u8) };
        let pace = NonZeroU32::new(config.calls_per_minute).or(documented);
        Self {
            version,
            reads: class(),
            writes: class(),
            permits: Semaphore::new(config.concurrency),
            concurrency: config.concurrency,
            per_minute: pace,
            pace: pace.map(|calls| RateLimiter::direct(Quota::per_minute(calls))),
            token: AsyncMutex::new(None),
            rest: Duration::from_secs(config.rest_seconds),
            observed: Observed::default(),
        }
    }

    fn class(&self, repeat: Repeat) -> &Class {
        if repeat.is_read() { &self.reads } else { &self.writes }
    }

    /// Whether reads, and whether writes, are let through.
    pub fn breakers(&self) -> (Breaker, Breaker) {
        let seen = |class: &Class| match class.seen.load(Ordering::Relaxed) {
            1 => Breaker::Open,
            2 => Breaker::HalfOpen,
            _ => Breaker::Closed,
        };
        (seen(&self.reads), seen(&self.writes))
    }

    fn way(&self, now: Timestamp) -> Way {
        let ((reads, writes), seen) = (self.breakers(), self.observed.health());
        Way {
            reads: reads.into(),
            writes: writes.into(),
            calls: seen.calls,
            error_rate: seen.error_rate,
            p50: seen.p50,
            p95: seen.p95,
            p99: seen.p99,
            last_success: seen.last_success,
            last_failure: seen.last_failure,
            under_way: self.concurrency.saturating_sub(self.permits.available_permits()),
            concurrency: self.concurrency,
            last_minute: self.observed.since(now.plus_seconds(-60)),
            per_minute: self.per_minute.map(NonZeroU32::get),
        }
    }

    /// Waits for a turn, no longer than `limit`.
    ///
    /// # Errors
    /// It did not come.
    pub async fn turn(&self, limit: Duration) -> Result<tokio::sync::SemaphorePermit<'_>, Failure> {
        let turn = async {
            let permit = self.permits.acquire().await.map_err(|_| Failure::Busy)?;
            if let Some(pace) = &self.pace {
                pace.until_ready().await;
            }
            Ok(permit)
        };
        tokio::time::timeout(limit, turn).await.unwrap_or(Err(Failure::Busy))
    }

    /// Makes a call unless the vendor is left alone.
    ///
    /// # Errors
    /// As the call, or [`Failure::Resting`].
    pub async fn guarded<T>(
        &self,
        repeat: Repeat,
        call: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        let class = self.class(repeat);
        let was = class.seen.load(Ordering::Relaxed);
        let done = class.breaker.call_with(Failure::is_ill, call).await;
        let (seen, done) = match done {
            Ok(value) => (Breaker::Closed, Ok(value)),
            Err(recloser::Error::Rejected) => {
                (Breaker::Open, Err(Failure::Resting { seconds: self.rest.as_secs().max(1) }))
            }
            // The breaker let it through after a rest, and it failed again.
            Err(recloser::Error::Inner(failure)) if failure.is_ill() && was != Breaker::Closed as u8 => {
                (Breaker::HalfOpen, Err(failure))
            }
            Err(recloser::Error::Inner(failure)) => (Breaker::Closed, Err(failure)),
        };
        class.seen.store(seen as u8, Ordering::Relaxed);
        done
    }

    /// The token in use; `log_in` brings one when there is none. Whoever comes meanwhile waits for that one.
    ///
    /// # Errors
    /// As `log_in`.
    pub async fn token(&self, log_in: impl Future<Output = Result<Token, Failure>>) -> Result<Token, Failure> {
        let mut held = self.token.lock().await;
        if let Some(held) = held.as_ref().filter(|held| held.until.is_none_or(|until| until > Instant::now())) {
            return Ok(held.token.clone());
        }
        let token = log_in.await?;
        let until = token.seconds.and_then(|seconds| u64::try_from(seconds).ok()).map(|seconds| {
            let good = Duration::from_secs(seconds);
            Instant::now() + good.saturating_sub(MARGIN.min(good / 2))
        });
        *held = Some(Held { token: token.clone(), until });
        Ok(token)
    }

    /// Forgets a token that the vendor does not take any more, unless somebody brought another meanwhile.
    pub async fn forget(&self, refused: &Token) {
        let mut held = self.token.lock().await;
        if held.as_ref().is_some_and(|held| held.token == *refused) {
            *held = None;
        }
    }
}

fn breaker(config: &UpstreamConfig) -> Recloser {
    Recloser::custom()
        .error_rate(0.5)
        .closed_len(config.observed_calls)
        .half_open_len(2)
        .open_wait(Duration::from_secs(config.rest_seconds))
        .build()
}

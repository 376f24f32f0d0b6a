//! One call with its repeats.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use backon::{ExponentialBuilder, Retryable};
use chrono::{DateTime, Utc};
use entity::connection;
use sea_orm::ActiveEnum;
use tracing::{Instrument, Span};
use url::Url;

use super::documented;
use super::failure::Failure;
use super::line::Line;
use super::observed::Outcome;
use super::unsigned::{Repeat, Token, Unsigned};
use crate::app::App;
use crate::config::Secret;
use crate::domain::connection::admin::credentials;
use crate::net::{Answer, NetError, Outgoing};
use crate::telemetry;
use crate::vendor::contract::Dialect;

/// What a call may take beyond its budget to note that the budget is spent.
const GRACE: Duration = Duration::from_millis(500);

/// What a call can show of who is calling.
#[derive(Debug)]
pub struct Shown<'a> {
    /// The connection.
    pub connection: &'a connection::Model,
    /// Its credentials by name.
    pub secrets: &'a BTreeMap<String, Secret>,
    /// A token that the vendor gave out: to the caller's own session, or to the connection.
    pub token: Option<&'a str>,
    /// The time.
    pub now: DateTime<Utc>,
}

impl Shown<'_> {
    /// One of the credentials.
    ///
    /// # Errors
    /// The connection has none of this name.
    pub fn secret(&self, name: &'static str) -> Result<&str, Failure> {
        self.secrets.get(name).map(Secret::expose).ok_or(Failure::Incomplete(name))
    }
}

/// Makes a call, again where that does no harm, within the configured budget of time. `own` is a token to show in place of the
/// connection's own.
///
/// # Errors
/// No answer came. A status that says no is an answer.
pub async fn send<D: Dialect>(
    app: &App,
    connection: &connection::Model,
    call: &Unsigned,
    own: Option<&str>,
) -> Result<Answer, Failure> {
    let config = &app.config().upstream;
    let secrets = credentials(app, connection).map_err(|error| Failure::Unusable(error.to_string()))?;
    let line = app.lines().to(connection, config, D::CALLS_PER_MINUTE);
    let (began, budget) = (Instant::now(), Duration::from_secs(config.budget_seconds));
    let attempt = || async {
        let left = budget.saturating_sub(began.elapsed());
        let _turn = line.turn(left).await?;
        let limit = Duration::from_secs(config.request_seconds).min(budget.saturating_sub(began.elapsed()));
        let to = To { app, connection, secrets: &secrets, line: &line, limit };
        line.guarded(call.repeat, to.once::<D>(call, own)).await
    };
    let repeats = ExponentialBuilder::default()
        .with_jitter()
        .with_min_delay(Duration::from_millis(100))
        .with_max_delay(Duration::from_secs(5))
        .with_max_times(config.repeats);
    let repeated = attempt
        .retry(repeats)
        .sleep(tokio::time::sleep)
        .when(|failure| began.elapsed() < budget && is_worth_repeating(call.repeat, failure))
        // The vendor knows best when; if that is too late for this caller, it is told so instead.
        .adjust(|failure, delay| {
            let wanted = Duration::from_secs(failure.retry_after().unwrap_or_default());
            delay.map(|delay| delay.max(wanted)).filter(|delay| began.elapsed() + *delay < budget)
        });
    // A log-in, a token that must be brought anew and the wait for somebody else's log-in take their time too.
    let sent = tokio::time::timeout(budget + GRACE, repeated).await;
    match sent.unwrap_or(Err(Failure::Net(NetError::TimedOut))) {
        Err(Failure::Told(answer)) => Ok(*answer),
        other => other,
    }
}

fn is_worth_repeating(repeat: Repeat, failure: &Failure) -> bool {
    // While it is left alone there is no use in asking again and again.
    let may_pass = failure.may_pass() && !matches!(failure, Failure::Resting { .. } | Failure::Busy);
    may_pass && (repeat != Repeat::Doubles || !failure.may_have_arrived())
}

struct To<'a> {
    app: &'a App,
    connection: &'a connection::Model,
    secrets: &'a BTreeMap<String, Secret>,
    line: &'a Line,
    limit: Duration,
}

impl To<'_> {
    fn shown<'s>(&'s self, token: Option<&'s str>) -> Shown<'s> {
        let now = self.app.clock().today();
        Shown { connection: self.connection, secrets: self.secrets, token, now }
    }

    async fn once<D: Dialect>(&self, call: &Unsigned, own: Option<&str>) -> Result<Answer, Failure> {
        if own.is_some() {
            return self.exchange::<D>(call, own).await;
        }
        let Some(token) = self.token::<D>().await? else {
            let answer = self.exchange::<D>(call, None).await?;
            return if D::refuses_us(&answer) { Err(Failure::Credentials) } else { Ok(answer) };
        };
        let answer = self.exchange::<D>(call, Some(&token.text)).await?;
        if !D::refuses_us(&answer) {
            return Ok(answer);
        }
        // It has ended before its time. Of all who find out, one brings a new one.
        self.line.forget(&token).await;
        let token = self.token::<D>().await?;
        let answer = self.exchange::<D>(call, token.as_ref().map(|token| token.text.as_str())).await?;
        if D::refuses_us(&answer) { Err(Failure::Credentials) } else { Ok(answer) }
    }

    /// The connection's token, for vendors that give them out.
    async fn token<D: Dialect>(&self) -> Result<Option<Token>, Failure> {
        let Some(login) = D::login(&self.shown(None))? else { return Ok(None) };
        let log_in = async {
            let answer = self.exchange_signed(&login, &login.headers).await?;
            if !answer.status.is_success() {
                return Err(Failure::Credentials);
            }
            D::token(&answer).ok_or_else(|| Failure::Unusable("the vendor gave out no token".to_owned()))
        };
        self.line.token(log_in).await.map(Some)
    }

    async fn exchange<D: Dialect>(&self, call: &Unsigned, token: Option<&str>) -> Result<Answer, Failure> {
        let mut signed = call.clone();
        D::sign(&mut signed, &self.shown(token))?;
        self.exchange_signed(&signed, &signed.headers).await
    }

    async fn exchange_signed(&self, call: &Unsigned, headers: &http::HeaderMap) -> Result<Answer, Failure> {
        let outgoing = Outgoing {
            method: call.method.clone(),
            url: address(call)?,
            headers: headers.clone(),
            body: call.body.clone(),
        };
        let began = Instant::now();
        let span = self.span(call);
        let sent = self.app.net().send(outgoing, self.limit).instrument(span.clone()).await.map_err(Failure::from);
        if let Ok(answer) = &sent {
            documented::compare(self.app, self.connection, call.operation, answer);
        }
        let sent = sent.and_then(told);
        self.count(call, &span, began.elapsed(), &sent);
        self.note(call, began.elapsed(), sent.as_ref().err());
        sent
    }

    fn span(&self, call: &Unsigned) -> Span {
        let vendor = self.connection.vendor.to_value();
        telemetry::of_vendor_call(&vendor, call.operation, call.method.as_str(), self.connection.id)
    }

    fn count(&self, call: &Unsigned, span: &Span, took: Duration, sent: &Result<Answer, Failure>) {
        let (outcome, status) = match sent {
            Ok(answer) if answer.status.is_client_error() => ("refused", Some(answer.status)),
            Ok(answer) => ("ok", Some(answer.status)),
            Err(failure @ Failure::Told(answer)) => (failure.outcome(), Some(answer.status)),
            Err(failure) => (failure.outcome(), None),
        };
        self.app.metrics().called(self.connection.vendor, call.operation, outcome, took);
        if let Some(status) = status {
            span.record("http.response.status_code", status.as_u16());
        }
        if sent.is_err() {
            span.record("otel.status_code", "ERROR");
            span.record("error.type", outcome);
        }
    }

    fn note(&self, call: &Unsigned, took: Duration, failure: Option<&Failure>) {
        let why = failure.filter(|failure| failure.is_ill()).map(ToString::to_string);
        if let Some(why) = &why {
            tracing::warn!(
                connection = self.connection.id,
                operation = call.operation,
                why,
                "a call to a vendor failed"
            );
        }
        let outcome = Outcome { at: self.app.clock().now(), took, went_well: why.is_none() };
        self.line.observed.note(outcome, why);
    }
}

/// What a vendor says while it cannot is no answer yet.
fn told(answer: Answer) -> Result<Answer, Failure> {
    match answer.status.as_u16() {
        429 | 500..=599 => Err(Failure::Told(Box::new(answer))),
        _ => Ok(answer),
    }
}

fn address(call: &Unsigned) -> Result<Url, Failure> {
    let text = format!("{}{}", call.base.trim_end_matches('/'), call.path);
    let mut url = Url::parse(&text).map_err(|_| Failure::Incomplete("base_url"))?;
    if !call.query.is_empty() {
        url.query_pairs_mut().extend_pairs(&call.query);
    }
    Ok(url)
}

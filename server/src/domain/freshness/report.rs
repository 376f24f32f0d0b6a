//! What an answer says of its freshness, connection by connection.

use std::sync::{Arc, Mutex, PoisonError};

use entity::connection::Vendor;
use serde_json::{Value as Json, json};

use crate::error::UpstreamFault;

/// Where the data of a connection in an answer come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Read at the vendor for this answer.
    Live,
    /// Stored, and no older than wanted.
    Cached,
    /// Stored, and older than wanted.
    Stale,
}

impl State {
    fn name(self) -> &'static str {
        match self {
            Self::Live => "LIVE",
            Self::Cached => "CACHED",
            Self::Stale => "STALE",
        }
    }
}

/// How fresh what one connection says of the customers of an answer is.
#[derive(Clone, Debug, PartialEq)]
pub struct Fresh {
    /// The connection's row.
    pub connection: i64,
    /// Its vendor.
    pub vendor: Vendor,
    /// Its name.
    pub name: String,
    /// Where the data come from; of several customers the worst.
    pub state: State,
    /// Seconds since the oldest was read; absent when one was never read.
    pub age: Option<i64>,
    /// Whether the vendor is left alone because it failed.
    pub breaker: &'static str,
    /// Parts that were not read.
    pub missing: Vec<String>,
    /// Why it could not be read.
    pub error: Option<(UpstreamFault, String)>,
}

/// The report of one request, shared by its fields.
#[derive(Clone, Debug, Default)]
pub struct Report(Arc<Mutex<Vec<Fresh>>>);

impl Report {
    /// Notes how fresh a connection's data are; what was noted before is kept where it is worse.
    pub fn note(&self, fresh: Fresh) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match noted.iter_mut().find(|known| known.connection == fresh.connection) {
            Some(known) => {
                if fresh.state >= known.state {
                    known.state = fresh.state;
                    known.error = fresh.error.or(known.error.take());
                    known.breaker = fresh.breaker;
                }
                known.age = known.age.zip(fresh.age).map(|(one, other)| one.max(other));
                known.missing.extend(fresh.missing);
                known.missing.sort();
                known.missing.dedup();
            }
            None => noted.push(fresh),
        }
    }

    /// What was noted, for the answer; nothing when no proxied connection was asked for.
    pub fn extension(&self) -> Option<Json> {
        let noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.is_empty() {
            return None;
        }
        let shown = noted.iter().map(|fresh| {
            let error =
                fresh.error.as_ref().map(|(fault, message)| json!({ "code": fault.code(), "message": message }));
            json!({
                "vendor": sea_orm::ActiveEnum::to_value(&fresh.vendor).to_uppercase(),
                "connection": fresh.name,
                "state": fresh.state.name(),
                "ageSeconds": fresh.age,
                "breaker": fresh.breaker,
                "missing": fresh.missing,
                "error": error,
            })
        });
        Some(shown.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fresh(state: State, age: Option<i64>, missing: &[&str]) -> Fresh {
        Fresh {
            connection: 1,
            vendor: Vendor::Omnidesk,
            name: "default".to_owned(),
            state,
            age,
            breaker: "CLOSED",
            missing: missing.iter().map(|part| (*part).to_owned()).collect(),
            error: None,
        }
    }

    #[test]
    fn of_several_customers_the_worst_is_told() {
        let report = Report::default();
        assert_eq!(report.extension(), None);
        report.note(fresh(State::Live, Some(0), &["timeline"]));
        report.note(fresh(State::Stale, Some(90), &["customer", "timeline"]));
        report.note(fresh(State::Cached, Some(5), &[]));
        let told = report.extension().expect("a report");
        assert_eq!(told[0]["state"], "STALE");
        assert_eq!(told[0]["ageSeconds"], 90);
        assert_eq!(told[0]["missing"], json!(["customer", "timeline"]));
        report.note(fresh(State::Live, None, &[]));
        assert_eq!(report.extension().expect("a report")[0]["ageSeconds"], Json::Null);
    }
}

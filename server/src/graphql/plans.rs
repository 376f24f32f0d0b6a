//! What the mutations of one request ask of the real vendors: planned only, or planned and done.

use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::Value;
use sea_orm::ActiveEnum;
use serde_json::json;

use crate::domain::outbox::service::Planned;

/// The extension of a request and of an answer.
pub const EXTENSION: &str = "plan";

/// The plans of one request. Shared by its mutations.
#[derive(Clone, Debug, Default)]
pub struct Plans {
    only: bool,
    made: Arc<Mutex<Vec<serde_json::Value>>>,
}

impl Plans {
    /// For a request that wants to know what would be done, and nothing done.
    pub fn only() -> Self {
        Self { only: true, ..Self::default() }
    }

    /// Whether nothing is to be done.
    pub fn is_only(&self) -> bool {
        self.only
    }

    /// Notes what a mutation asks of the vendors.
    pub fn note(&self, field: &str, planned: Vec<Planned>) {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.extend(planned.into_iter().map(|planned| {
            let calls = planned.plan.calls.iter().map(|call| {
                let reads_first = call.onto.as_ref().map(|onto| onto.operation.as_str());
                json!({ "operation": call.operation, "request": call.request, "readsFirst": reads_first })
            });
            json!({
                "mutation": field,
                "vendor": planned.connection.vendor.to_value().to_uppercase(),
                "connection": planned.connection.name,
                "change": planned.change,
                "calls": calls.collect::<Vec<_>>(),
                "losses": planned.plan.losses,
            })
        }));
    }

    /// What was noted, for the answer; nothing when no vendor was asked for anything.
    pub fn extension(&self) -> Option<Value> {
        let made = std::mem::take(&mut *self.made.lock().unwrap_or_else(PoisonError::into_inner));
        if made.is_empty() && !self.only {
            return None;
        }
        Value::from_json(json!({ "carriedOut": !self.only, "plans": made })).ok()
    }
}

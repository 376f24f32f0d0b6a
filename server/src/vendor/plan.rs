//! How a vendor carries out a change made in the graph: which of its operations, in which order, and what they lose.

use std::pin::Pin;

use entity::{connection, source_record};
use serde_json::{Map, Value as Json};

use super::account_of;
use crate::domain::outbox::{Plan, What};
use crate::error::Result;
use crate::store::Work;

/// A change that a vendor is to hear of.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The unit of work in which it was made; the rows say what they say after it.
    pub work: &'a Work<'a>,
    /// The account it goes to.
    pub connection: &'a connection::Model,
    /// The record that changed.
    pub record: &'a source_record::Model,
    /// What changed.
    pub what: &'a What,
}

/// A vendor's planner, in its folder's `plan.rs`.
pub type Planner = for<'a> fn(&'a Asked<'a>) -> Planning<'a>;

/// A plan in the making.
pub type Planning<'a> = Pin<Box<dyn Future<Output = Result<Plan>> + Send + 'a>>;

/// The plan of the connection's vendor.
///
/// # Errors
/// The store failed.
pub async fn plan(asked: &Asked<'_>) -> Result<Plan> {
    (account_of(asked.connection.vendor).plan)(asked).await
}

/// The plan of a vendor that carries nothing.
pub(super) fn nothing<'a>(_: &'a Asked<'a>) -> Planning<'a> {
    Box::pin(async { Ok(Plan::none("there is no vendor")) })
}

/// The plan for a change that the vendor's API does not take.
pub(super) fn unheard(vendor: &str, what: &What) -> Plan {
    Plan::none(format!("{vendor} has no call for this change: {}", what.name().replace('_', " ")))
}

/// The fields that differ, with the value that they have now; null where one was taken away.
pub(super) fn difference(before: &Map<String, Json>, after: &Map<String, Json>) -> Map<String, Json> {
    let mut changed = Map::new();
    for (name, value) in after {
        if before.get(name) != Some(value) {
            changed.insert(name.clone(), value.clone());
        }
    }
    for name in before.keys().filter(|name| !after.contains_key(*name)) {
        changed.insert(name.clone(), Json::Null);
    }
    changed
}

/// What of a change the vendor takes; the rest becomes losses.
pub(super) fn taken(
    vendor: &str,
    changed: &Map<String, Json>,
    known: &[(&str, &str)],
) -> (Map<String, Json>, Vec<String>) {
    let (mut taken, mut lost) = (Map::new(), Vec::new());
    for (name, value) in changed {
        match known.iter().find(|(ours, _)| ours == name) {
            Some((_, theirs)) => {
                taken.insert((*theirs).to_owned(), value.clone());
            }
            None => lost.push(format!("{vendor} keeps no {}", name.replace('_', " "))),
        }
    }
    (taken, lost)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn map(value: Json) -> Map<String, Json> {
        value.as_object().cloned().expect("an object")
    }

    #[test]
    fn what_was_taken_away_is_null() {
        let (before, after) = (map(json!({ "a": 1, "b": 2, "c": 3 })), map(json!({ "a": 1, "b": 5, "d": 4 })));
        assert_eq!(difference(&before, &after), map(json!({ "b": 5, "d": 4, "c": null })));
    }

    #[test]
    fn what_a_vendor_does_not_keep_is_said() {
        let (taken, lost) = taken(
            "Omnidesk",
            &map(json!({ "first_name": "A", "birth_date": "2000-01-01" })),
            &[("first_name", "firstname")],
        );
        assert_eq!(taken, map(json!({ "firstname": "A" })));
        assert_eq!(lost, ["Omnidesk keeps no birth date"]);
    }
}

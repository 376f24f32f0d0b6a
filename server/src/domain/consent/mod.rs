//! Consents: what a customer gave or refused permission for. The latest answer is kept; earlier ones are on the timeline and in the
//! audit.

pub mod graphql;
pub mod service;
pub mod store;

use entity::Timestamp;
use entity::consent::Decision;

use crate::domain::rules;
use crate::error::{Rule, Violation};

/// Characters of a purpose at the most.
const LONGEST_PURPOSE: usize = 200;

/// What a list of consents can be narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ConsentFilter {
    /// Only for this purpose.
    pub purpose: Option<String>,
    /// Only with this answer.
    pub decision: Option<Decision>,
}

/// An answer to be recorded.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The record it hangs on.
    pub source_record: i64,
    /// What is consented to.
    pub purpose: String,
    /// The answer.
    pub decision: Decision,
    /// The vendor's own id of the consent.
    pub vendor_id: Option<String>,
    /// When it was given; absent: now.
    pub changed_at: Option<Timestamp>,
}

impl Answer {
    /// The rules it breaks at `now`.
    pub fn broken(&self, now: Timestamp) -> [Option<Violation>; 3] {
        let long = self.purpose.chars().count() > LONGEST_PURPOSE;
        let future = self.changed_at.filter(|at| *at > now);
        [
            rules::filled("purpose", &self.purpose),
            long.then(|| {
                let message = format!("a purpose has at most {LONGEST_PURPOSE} characters");
                Violation::new("purpose", Rule::TooLong, message)
            }),
            future.map(|at| {
                let message = "nobody can have answered in the future";
                Violation::new("changedAt", Rule::NotAllowed, message).with_value(at)
            }),
        ]
    }
}

/// What a change means, as people say it.
pub fn told(purpose: &str, before: Option<Decision>, after: Decision) -> String {
    match (before, after) {
        (_, Decision::Given) => format!("Consent to {purpose} given"),
        (Some(Decision::Given), Decision::Refused) => format!("Consent to {purpose} withdrawn"),
        (_, Decision::Refused) => format!("Consent to {purpose} refused"),
        (_, Decision::Unset) => format!("Consent to {purpose} unset"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taking_a_consent_back_is_told_from_refusing_it() {
        assert_eq!(told("gtc", None, Decision::Refused), "Consent to gtc refused");
        assert_eq!(told("gtc", Some(Decision::Unset), Decision::Refused), "Consent to gtc refused");
        assert_eq!(told("gtc", Some(Decision::Given), Decision::Refused), "Consent to gtc withdrawn");
        assert_eq!(told("gtc", Some(Decision::Refused), Decision::Given), "Consent to gtc given");
    }

    #[test]
    fn every_broken_rule_is_named() {
        let (decision, later) = (Decision::Given, Some(Timestamp(2)));
        let answer = Answer { source_record: 1, purpose: " ".to_owned(), decision, vendor_id: None, changed_at: later };
        let broken: Vec<(String, Rule)> =
            answer.broken(Timestamp(1)).into_iter().flatten().map(|broken| (broken.path, broken.rule)).collect();
        assert_eq!(broken, [("purpose".to_owned(), Rule::Empty), ("changedAt".to_owned(), Rule::NotAllowed)]);
        let long = Answer { purpose: "ž".repeat(201), ..answer };
        assert_eq!(long.broken(Timestamp(2)).into_iter().flatten().count(), 1);
    }
}

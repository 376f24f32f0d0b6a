//! Faults: which of them a call meets, and what they do.

pub(super) mod answer;
pub(super) mod field;
pub(super) mod request;

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::Method;
use serde::Serialize;

use super::operations::Named;
use super::script::{Fault, Rule, Script};
use crate::seed::Dice;

/// The script in force.
#[derive(Debug)]
pub(super) struct Faults {
    seed: u64,
    rules: Mutex<Vec<Armed>>,
}

/// A rule and how often it was looked at.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Armed {
    #[serde(flatten)]
    rule: Rule,
    /// Calls that it is about.
    seen: u64,
    /// Calls that it happened to.
    applied: u64,
    #[serde(skip)]
    dice: Dice,
}

impl Faults {
    /// None; those to come take their chances from the seed.
    pub(super) fn new(seed: u64) -> Self {
        Self { seed, rules: Mutex::default() }
    }

    fn rules(&self) -> MutexGuard<'_, Vec<Armed>> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins another script.
    pub(super) fn replace(&self, script: Script) {
        let rules = script.rules().iter().cloned().zip(0..);
        // Dice of its own for each rule, so that a rule more does not change the others' chances.
        let armed = rules.map(|(rule, at)| Armed { rule, seen: 0, applied: 0, dice: Dice::of(self.seed, at) });
        *self.rules() = armed.collect();
    }

    /// The script, with what it counted.
    pub(super) fn state(&self) -> Vec<Armed> {
        self.rules().clone()
    }

    /// What happens to a call: any latencies, and one fault more at the most, the first that applies.
    pub(super) fn choose(&self, named: &Named, method: &Method, path: &str) -> Vec<Fault> {
        let mut chosen = Vec::new();
        for armed in self.rules().iter_mut().filter(|armed| armed.rule.is_about(named, method, path)) {
            if armed.applies() {
                let is_last = !matches!(armed.rule.fault, Fault::Latency(_));
                chosen.push(armed.rule.fault.clone());
                if is_last {
                    break;
                }
            }
        }
        chosen
    }
}

/// As many as a `f64` tells apart.
const SIDES: u64 = 1 << 53;

impl Armed {
    fn applies(&mut self) -> bool {
        self.seen += 1;
        if self.seen <= self.rule.skip || self.rule.times.is_some_and(|times| self.applied >= times) {
            return false;
        }
        if let Some(probability) = self.rule.probability
            && self.dice.below(SIDES) as f64 / SIDES as f64 >= probability
        {
            return false;
        }
        self.applied += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::sandbox::operations::Operations;

    const PATH: &str = "/api/v2/customer";

    fn faults(seed: u64, rules: Json) -> Faults {
        let faults = Faults::new(seed);
        faults.replace(Script::of(rules).expect("a script"));
        faults
    }

    fn met(faults: &Faults, calls: usize) -> Vec<Vec<&'static str>> {
        let named = Operations::all().find(&Method::GET, PATH).expect("Omnidesk");
        let choose = |_| faults.choose(&named, &Method::GET, PATH).iter().map(Fault::name).collect();
        (0..calls).map(choose).collect()
    }

    #[test]
    fn some_calls_are_let_through_and_some_are_met() {
        let faults = faults(1, json!([{ "skip": 1, "times": 2, "fault": "reset" }]));
        assert_eq!(met(&faults, 4), [vec![], vec!["reset"], vec!["reset"], vec![]]);
        let state = serde_json::to_value(faults.state()).expect("JSON");
        assert_eq!((&state[0]["seen"], &state[0]["applied"]), (&json!(4), &json!(2)));
    }

    #[test]
    fn latency_goes_with_another_fault_and_others_do_not() {
        let faults = faults(
            1,
            json!([
                { "fault": { "latency": { "ms": 1 } } },
                { "times": 1, "fault": "reset" },
                { "vendor": "carecloud", "fault": "duplicate" },
                { "fault": "lost_answer" },
            ]),
        );
        assert_eq!(met(&faults, 2), [["latency", "reset"], ["latency", "lost_answer"]]);
    }

    #[test]
    fn chance_follows_from_the_seed() {
        let rules = json!([{ "probability": 0.25, "fault": "reset" }]);
        let first = met(&faults(7, rules.clone()), 400);
        assert_eq!(first, met(&faults(7, rules.clone()), 400));
        assert_ne!(first, met(&faults(8, rules), 400));
        let hits = first.iter().filter(|met| !met.is_empty()).count();
        assert!((60..140).contains(&hits), "{hits}");
        assert_eq!(met(&faults(7, json!([{ "probability": 1, "fault": "reset" }])), 1), [["reset"]]);
        assert_eq!(met(&faults(7, json!([{ "probability": 0, "fault": "reset" }])), 1), [[""; 0]]);
    }
}

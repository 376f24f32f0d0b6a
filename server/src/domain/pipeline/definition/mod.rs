//! What pipelines run through: types, each with its stages in order.

pub mod graphql;
pub mod service;
pub mod store;

use entity::pipeline_stage::Outcome;

use crate::domain::rules;
use crate::error::{Rule, Violation};

/// Stages of a type at the most; more would not fit a board.
pub const MOST_STAGES: usize = 50;

/// A stage to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStage {
    /// The vendor's own id; absent: one is issued.
    pub vendor_id: Option<String>,
    /// As staff see it.
    pub name: String,
    /// What reaching it means; absent: it is not final.
    pub outcome: Option<Outcome>,
}

/// A type to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewType {
    /// The account that defines it.
    pub connection: i64,
    /// The vendor's own id; absent: one is issued.
    pub vendor_id: Option<String>,
    /// As staff see it.
    pub name: String,
    /// Its stages in order; the first is where a pipeline begins.
    pub stages: Vec<NewStage>,
}

impl NewType {
    /// The rules it breaks.
    pub fn broken(&self) -> Vec<Option<Violation>> {
        let missing = self.stages.is_empty();
        let missing =
            missing.then(|| Violation::new("stages", Rule::Required, "a pipeline type needs at least one stage"));
        let mut broken = vec![rules::filled("name", &self.name), missing, too_many("stages", self.stages.len())];
        let stages = self.stages.iter().enumerate();
        broken.extend(stages.map(|(n, stage)| rules::filled(&format!("stages[{n}].name"), &stage.name)));
        broken
    }
}

/// More stages than a type may have.
pub fn too_many(path: &str, stages: usize) -> Option<Violation> {
    let message = || format!("a pipeline type has at most {MOST_STAGES} stages");
    (stages > MOST_STAGES).then(|| Violation::new(path, Rule::TooLong, message()).with_value(stages))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_broken_rule_is_named() {
        let blank = NewStage { vendor_id: None, name: " ".to_owned(), outcome: None };
        let new = NewType { connection: 1, vendor_id: None, name: String::new(), stages: vec![blank] };
        let paths: Vec<String> = new.broken().into_iter().flatten().map(|broken| broken.path).collect();
        assert_eq!(paths, ["name", "stages[0].name"]);
        let bare = NewType { stages: Vec::new(), name: "Sales".to_owned(), ..new };
        let rules: Vec<Rule> = bare.broken().into_iter().flatten().map(|broken| broken.rule).collect();
        assert_eq!(rules, [Rule::Required]);
    }
}

//! Pipelines: opportunities of customers, each running through the stages of its type.

pub mod definition;
pub mod graphql;
pub mod service;
pub mod store;

use entity::Amount;
use serde_json::Value as Json;

use crate::domain::rules;
use crate::error::{Rule, Violation};

/// What a list of pipelines can be narrowed by; all that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PipelineFilter {
    /// Only this type.
    pub type_id: Option<i64>,
    /// Only at this stage.
    pub stage: Option<i64>,
    /// Only open or only closed ones.
    pub state: Option<PipelineState>,
    /// Only with this colleague in charge.
    pub owner: Option<String>,
}

/// Whether a pipeline has come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PipelineState {
    /// Under way.
    Open,
    /// Won or lost.
    Closed,
}

/// What is said of a pipeline, beside where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct PipelineFields {
    /// The title staff gave.
    pub reference: String,
    /// The colleague in charge, under the vendor's id.
    pub owner_id: Option<String>,
    /// Expected worth.
    pub value: Option<Amount>,
    /// ISO 4217 code of the worth; absent: the brand's.
    pub currency: Option<String>,
    /// Fields of the company's own, an object.
    pub custom: Json,
}

impl PipelineFields {
    /// The rules it breaks.
    pub fn broken(&self) -> [Option<Violation>; 4] {
        [
            rules::filled("reference", &self.reference),
            self.value.filter(|value| value.is_negative()).map(|value| {
                let message = "the value must not be negative";
                Violation::new("value.amount", Rule::NotAllowed, message).with_value(value)
            }),
            self.currency.as_deref().filter(|code| !is_currency(code)).map(|code| {
                let message = "a currency is a code of three capital letters";
                Violation::new("value.currency", Rule::Format, message).with_value(code)
            }),
            rules::object("custom", &self.custom),
        ]
    }
}

fn is_currency(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_broken_rule_is_named() {
        let fine = PipelineFields {
            reference: "abc123".to_owned(),
            owner_id: None,
            value: Some(Amount(14_000_000)),
            currency: Some("CZK".to_owned()),
            custom: json!({}),
        };
        assert_eq!(fine.broken(), [None, None, None, None]);
        let broken = PipelineFields {
            reference: String::new(),
            value: Some(Amount(-1)),
            currency: Some("czk".to_owned()),
            custom: json!([]),
            ..fine
        };
        let paths: Vec<String> = broken.broken().into_iter().flatten().map(|broken| broken.path).collect();
        assert_eq!(paths, ["reference", "value.amount", "value.currency", "custom"]);
    }
}

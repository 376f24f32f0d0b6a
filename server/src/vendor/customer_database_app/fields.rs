//! Parameters that several endpoints have.

use std::sync::LazyLock;

use regex::Regex;

use super::custom;
use crate::vendor::shape::{Field, Kind};

/// Entries of a list at the most.
const MOST: usize = 1000;
/// Something before the `@`, and a name with a dot behind it.
static EMAIL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*[^\s@]+@[^\s@.]+(\.[^\s@.]+)+\s*$"));

#[expect(clippy::expect_used, reason = "the pattern is a constant and a test reads it")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern")
}

pub(super) fn customer() -> Field {
    Field::body("customerid", Kind::Text).required().doc("The customer's id")
}

/// The table has `pipelineid`, the sample of the note `pipeline`.
pub(super) fn pipeline() -> Field {
    Field::body("pipelineid", Kind::Text).or(&["pipeline"]).required().doc("The pipeline's id")
}

pub(super) fn note() -> Field {
    Field::body("note", Kind::Text).required().doc("The remark")
}

pub(super) fn name() -> Field {
    Field::body("name", Kind::Text).required().doc("What it is about")
}

pub(super) fn emails() -> Field {
    Field::body("email", texts()).required().pattern(&EMAIL).doc("Addresses; the first is the one to use")
}

pub(super) fn list(name: &'static str) -> Field {
    Field::body(name, texts())
}

/// `keys[n]` and `values[n]`, joined.
pub(super) fn custom() -> Field {
    let pair = vec![Field::body("key", Kind::Text), Field::body("value", Kind::Text)];
    let pairs = Kind::List { of: Box::new(Kind::Object(pair)), at_least: 0, at_most: MOST };
    Field::body(custom::FIELD, pairs).doc("Fields of the company's own: keys[n] and values[n]")
}

fn texts() -> Kind {
    Kind::List { of: Box::new(Kind::Text), at_least: 0, at_most: MOST }
}

/// A text with something in it.
pub(super) fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// The texts with something in them.
pub(super) fn all_filled(texts: Vec<String>) -> Vec<String> {
    texts.into_iter().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_name_and_a_place() {
        for good in ["richard@example.com", " r.h+x@mail.example.co.uk ", "jiří@příklad.cz"] {
            assert!(EMAIL.is_match(good), "{good}");
        }
        for bad in
            ["richard", "@example.com", "richard@", "richard@example", "a b@example.com", "a@b@example.com", "a@b..c"]
        {
            assert!(!EMAIL.is_match(bad), "{bad}");
        }
    }
}

//! Query parameters that several lists have.

use chrono_tz::Tz;
use entity::Timestamp;

use super::time;
use crate::domain::reward::Validity;
use crate::error::{Rule, Violation};
use crate::vendor::shape::{Field, Kind};

/// A time in a query.
pub(super) fn time(name: &'static str) -> Field {
    Field::query(name, Kind::Text).doc("YYYY-MM-DD HH:MM:SS in local time")
}

/// Texts in a query, any of which fits: `name[]=a&name[]=b`.
pub(super) fn texts(name: &'static str) -> Field {
    Field::query(name, Kind::List { of: Box::new(Kind::Text), at_least: 0, at_most: 1000 })
}

/// The instant that a time means.
///
/// # Errors
/// It is no time.
pub(super) fn instant(name: &'static str, text: Option<&str>, zone: Tz) -> Result<Option<Timestamp>, Violation> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let broken = || Violation::new(name, Rule::Format, format!("{name} has the form YYYY-MM-DD HH:MM:SS"));
    time::read(text, zone).map(Some).ok_or_else(|| broken().with_value(text))
}

/// The first instant that is written with a later second than this one.
pub(super) fn next_second(instant: Timestamp) -> Timestamp {
    Timestamp(instant.as_seconds().saturating_mul(1_000_000)).plus_seconds(1)
}

/// What `is_valid` asks for.
pub(super) fn validity(is_valid: Option<bool>, now: Timestamp) -> Option<Validity> {
    is_valid.map(|holds| Validity { at: now, holds })
}

/// A text that says something.
pub(super) fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

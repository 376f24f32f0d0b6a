//! The schema's scalars.

use serde::{Deserialize, Serialize};

/// Any JSON.
pub(crate) type Json = serde_json::Value;

/// An exact decimal number as text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Decimal(pub(crate) String);

/// An instant in UTC: `2026-03-01T09:30:00Z`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct DateTime(pub(crate) String);

/// A calendar date: `1991-03-27`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Date(pub(crate) String);

impl Decimal {
    /// As a number, for bands and bars; never for sums.
    pub(crate) fn approximate(&self) -> f64 {
        self.0.parse().unwrap_or_default()
    }
}

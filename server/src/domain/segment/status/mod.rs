//! Tiers of a loyalty programme, and which of them customers hold. A customer holds at most one at a time.

pub mod graphql;
pub mod service;
pub mod store;

use entity::source_record::RecordState;
use entity::{Timestamp, status_record, status_tier};
use serde_json::Value as Json;

use crate::domain::rules;
use crate::error::{Rule, Violation};

/// What a list of status records can be narrowed by; all that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct StatusFilter {
    /// Only those that hold at this instant.
    pub valid_at: Option<Timestamp>,
    /// Only in this state; absent: all but deleted ones.
    pub state: Option<RecordState>,
}

/// A tier to be made.
#[derive(Clone, Debug)]
pub struct NewTier {
    /// The connection whose programme it is.
    pub connection: i64,
    /// The vendor's own id; absent: issued.
    pub vendor_id: Option<String>,
    /// What it says.
    pub level: Level,
}

/// What a tier says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// What people call it.
    pub name: String,
    /// Position from the lowest tier upwards.
    pub rank: i32,
}

impl Level {
    /// What a row says.
    pub fn of(row: &status_tier::Model) -> Self {
        Self { name: row.name.clone(), rank: row.rank }
    }

    /// The rules it breaks.
    pub fn broken(&self) -> [Option<Violation>; 2] {
        let negative = || Violation::new("rank", Rule::NotAllowed, "a rank is not negative").with_value(self.rank);
        [rules::filled("name", &self.name), (self.rank < 0).then(negative)]
    }
}

/// A tier that a customer shall hold from now on.
#[derive(Clone, Debug)]
pub struct NewStatus {
    /// The record it hangs on.
    pub source_record: i64,
    /// The tier.
    pub tier: i64,
    /// When it ends; absent: it stays.
    pub valid_to: Option<Timestamp>,
    /// What keeps it or reaches the next, an object.
    pub conditions: Json,
}

/// What its vendor says of a period in a tier.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// The tier.
    pub tier: i64,
    /// When it begins.
    pub valid_from: Timestamp,
    /// When it ends.
    pub valid_to: Option<Timestamp>,
    /// What keeps it or reaches the next, an object.
    pub conditions: Json,
    /// Whether it counts.
    pub state: RecordState,
}

impl Heard {
    /// What a row says.
    pub fn of(row: &status_record::Model) -> Self {
        Self {
            tier: row.tier_id,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            conditions: row.conditions.clone(),
            state: row.state,
        }
    }
}

//! Loyalty cards: what customers are known by at the cash desk, and may log in with while they are active.

pub mod graphql;
pub mod service;
pub mod store;

use entity::Timestamp;
use entity::card::{self, CardState};

use super::Validity;
use crate::domain::rules;
use crate::error::Violation;

/// What a list of cards can be narrowed by; all that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CardFilter {
    /// Active and within its period, or not.
    pub validity: Option<Validity>,
    /// Exactly this number.
    pub number: Option<String>,
    /// Any of these numbers; empty: any.
    pub numbers: Vec<String>,
    /// Of this sort, a look-up entry.
    pub kind: Option<i64>,
    /// Only in this state.
    pub state: Option<CardState>,
}

/// A card to be issued.
#[derive(Clone, Debug)]
pub struct NewCard {
    /// The record it hangs on.
    pub source_record: i64,
    /// Its number; absent: issued, beginning with the prefix of its sort.
    pub number: Option<String>,
    /// What it says.
    pub details: Details,
}

/// What a card says beside its number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// A second number.
    pub secondary_number: Option<String>,
    /// The look-up entry of its sort.
    pub kind: Option<i64>,
    /// The look-up entry of the store that issued it.
    pub store: Option<i64>,
    /// First moment; absent: from issue on.
    pub valid_from: Option<Timestamp>,
    /// Last moment; absent: it does not run out.
    pub valid_to: Option<Timestamp>,
}

impl Details {
    /// What a row says.
    pub fn of(row: &card::Model) -> Self {
        Self {
            secondary_number: row.secondary_number.clone(),
            kind: row.type_id,
            store: row.store_id,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
        }
    }

    /// The rules it breaks by itself.
    pub fn broken(&self) -> [Option<Violation>; 2] {
        [
            self.secondary_number.as_deref().and_then(|number| rules::filled("secondaryNumber", number)),
            rules::in_order("validTo", self.valid_from, self.valid_to),
        ]
    }
}

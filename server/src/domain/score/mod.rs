//! Scores: attributes and dated metrics of a customer, and what they add up to.
//!
//! ```text
//!  definitions ──► which keys are kept, of which type, with which weight        service::definitions
//!       │
//!  values ───────► checked against their definition ([`values`]), written       service::record
//!       │          in batches; what does not fit goes to the quarantine
//!       ▼
//!  scores ───────► weighted sums ([`formula`]) with their contributions,        service::recompute
//!                  and the health score of the linked customer
//! ```
//!
//! [`service::import`] does all of it for many accounts in one transaction.

pub mod formula;
pub mod graphql;
pub mod service;
pub mod store;
pub mod values;

use chrono::NaiveDate;
use entity::Amount;
use entity::score_definition::{ScoreKind, SignalKind, SignalType};
use serde_json::{Map, Value as Json};

/// An attribute or metric to be defined.
#[derive(Clone, Debug)]
pub struct NewDefinition {
    /// The connection whose records carry it.
    pub connection: i64,
    /// One current value, or one a day.
    pub kind: SignalKind,
    /// The key under which values are sent, case-sensitive.
    pub codename: String,
    /// For people.
    pub name: String,
    /// What values it takes.
    pub data_type: SignalType,
    /// How it feeds a score; absent: it is only kept.
    pub scoring: Option<Scoring>,
}

/// How an attribute or metric feeds a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scoring {
    /// The score it feeds.
    pub score: ScoreKind,
    /// Percent of that score.
    pub weight: Amount,
    /// The value that counts as -100.
    pub lowest: Option<Amount>,
    /// The value that counts as 100; below `lowest` when less is better.
    pub highest: Option<Amount>,
}

/// What a list of definitions can be narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct DefinitionFilter {
    /// Attributes or metrics.
    pub kind: Option<SignalKind>,
    /// Only those of this vendor's connections.
    pub vendor: Option<entity::connection::Vendor>,
}

/// What a list of attributes can be narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct AttributeFilter {
    /// Only this key.
    pub codename: Option<String>,
}

/// What a list of metrics can be narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct MetricFilter {
    /// Only this key.
    pub codename: Option<String>,
    /// On this day or later.
    pub from: Option<NaiveDate>,
    /// On this day or earlier.
    pub to: Option<NaiveDate>,
}

/// What a list of scores can be narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ScoreFilter {
    /// Only this score.
    pub kind: Option<ScoreKind>,
}

/// Values sent for one record.
#[derive(Clone, Debug, Default)]
pub struct RecordValues {
    /// The record.
    pub record: i64,
    /// Where they stood in the call, for what cannot be held: `customers[0]`. May be empty.
    pub path: String,
    /// Current values by codename.
    pub attributes: Map<String, Json>,
    /// Values of a day by codename.
    pub metrics: Vec<(NaiveDate, Map<String, Json>)>,
}

/// An account with its values, as a bulk import carries it.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedCustomer {
    /// The company's own id for the account; the key by which it is found again.
    pub external_id: String,
    /// The account's name.
    pub name: String,
    /// The colleague in charge; absent: nothing is said about that.
    pub owner_email: Option<String>,
    /// Current values by codename.
    pub attributes: Map<String, Json>,
    /// Values of a day by codename.
    pub metrics: Vec<(NaiveDate, Map<String, Json>)>,
}

/// What a bulk import came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Accounts that were not known before.
    pub created: usize,
    /// Accounts that were known before.
    pub updated: usize,
    /// Values that are held now.
    pub values: usize,
    /// Values that went to the quarantine.
    pub quarantined: usize,
}

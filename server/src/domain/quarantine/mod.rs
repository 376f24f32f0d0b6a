//! Quarantine: what a vendor sent and the graph could not hold, kept with the reason so that nothing is lost silently.

pub mod graphql;
pub mod service;
pub mod store;

use entity::connection::Vendor;
use serde_json::Value as Json;

/// A value that found no place.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The connection whose call carried it.
    pub connection: i64,
    /// The record it was meant for, when that is known.
    pub source_record: Option<i64>,
    /// What the call was.
    pub operation: &'static str,
    /// Where in the call it stood: `customers[0].attributes.plan`.
    pub path: String,
    /// As received.
    pub value: Json,
    /// Why it could not be held, for people.
    pub reason: String,
}

/// What a list of entries can be narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct QuarantineFilter {
    /// Only what this vendor sent.
    pub vendor: Option<Vendor>,
    /// Only entries that somebody dealt with, or only open ones.
    pub resolved: Option<bool>,
}

//! Origins: through which customer sources (`lookup` of that kind) a person came, and under which id they are known there.

pub mod graphql;
pub mod service;
pub mod store;

/// What a list of origins can be narrowed by; all that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct OriginFilter {
    /// Only this source of customers.
    pub customer_source: Option<i64>,
    /// Only under one of these ids; empty: any.
    pub external_ids: Vec<String>,
}

/// An origin to be recorded.
#[derive(Clone, Debug)]
pub struct NewOrigin {
    /// The record it hangs on.
    pub source_record: i64,
    /// The source of customers.
    pub customer_source: i64,
    /// The customer's id there; absent when only the source is known.
    pub external_id: Option<String>,
    /// The vendor's own id of this origin; absent: issued.
    pub vendor_id: Option<String>,
}

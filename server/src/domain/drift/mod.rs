//! Drift: where the replies of the real vendors differ from what is documented of them.
//!
//! ```text
//!  a reply ─► compare: the documented shape, the shape that came ─► Sightings (counted in memory) ─► job/drift ─► one row a difference
//! ```
//!
//! A difference is a place, the type that is documented and the type that came; what a field held is never kept. Sightings are counted in
//! memory and written together every few seconds, so that a vendor whose every reply differs costs a statement, not a statement a reply.

pub mod affected;
pub mod compare;
pub mod graphql;
pub mod service;
pub mod sightings;
pub mod store;

use entity::Timestamp;
use entity::connection::Vendor;
use entity::drift::DriftKind;

pub use sightings::Sightings;

/// One difference between a reply and its documentation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Difference {
    /// What sort.
    pub kind: Sort,
    /// Where in the body, list places left out: `data.customers[].email`.
    pub path: String,
    /// The documented type.
    pub expected: String,
    /// What came in its place.
    pub found: String,
}

/// The sorts of difference, in an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// See [`DriftKind::UnknownStatus`].
    Status,
    /// See [`DriftKind::UnknownBody`].
    Body,
    /// See [`DriftKind::MissingField`].
    Missing,
    /// See [`DriftKind::RetypedField`].
    Retyped,
    /// See [`DriftKind::UnknownField`].
    Unknown,
}

impl From<Sort> for DriftKind {
    fn from(sort: Sort) -> Self {
        match sort {
            Sort::Status => Self::UnknownStatus,
            Sort::Body => Self::UnknownBody,
            Sort::Missing => Self::MissingField,
            Sort::Retyped => Self::RetypedField,
            Sort::Unknown => Self::UnknownField,
        }
    }
}

/// Whose reply it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Replied {
    /// The connection's tenant.
    pub brand: i64,
    /// The connection.
    pub connection: i64,
    /// The vendor's operation.
    pub operation: &'static str,
    /// The status.
    pub status: u16,
}

/// How often a difference was seen, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The first time.
    pub first: Timestamp,
    /// The last time.
    pub last: Timestamp,
    /// How often.
    pub count: i64,
}

/// What a list of differences can be narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct DriftFilter {
    /// Only in replies of this vendor.
    pub vendor: Option<Vendor>,
    /// Only of this sort.
    pub kind: Option<DriftKind>,
    /// Only what staff dealt with, or only what is open.
    pub resolved: Option<bool>,
}

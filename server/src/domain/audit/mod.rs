//! Who did what. Entries are written by [`crate::store::Work`] with the change itself, hold no secrets and are never altered.

pub mod graphql;
pub mod store;

use entity::Timestamp;

/// What a list of entries can be narrowed by; all that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct AuditFilter {
    /// Only what this sort of caller did.
    pub actor_kind: Option<&'static str>,
    /// Only what the caller with this id among its sort did.
    pub actor_id: Option<i64>,
    /// Only this action.
    pub action: Option<String>,
    /// Only what was done to rows of this table.
    pub subject_kind: Option<String>,
    /// Only what was done to the row with this id.
    pub subject_id: Option<i64>,
    /// At this instant or later.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub until: Option<Timestamp>,
}

//! Notifications: what every staff user of a brand is to hear of, and who has read it.
//!
//! A topic tells by [`service::tell`], in the transaction of what it tells of. Each staff user reads for themselves.

pub mod graphql;
pub mod service;
pub mod store;

use serde_json::Value as Json;

/// Something to tell the brand's staff.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Where it happened, when that is a connection.
    pub connection: Option<i64>,
    /// A dotted name: `score.import`.
    pub kind: &'static str,
    /// One line.
    pub title: String,
    /// What the kind needs beyond that, as an object.
    pub data: Json,
}

/// What a list of notifications can be narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct NotificationFilter {
    /// Only those that this staff user has not read.
    pub unread_by: Option<i64>,
}

//! Segments: groups of customers that a brand's systems define, and who is in them. Beside them what else a programme says of where a
//! customer stands: the tier it holds ([`status`]) and what is recommended to it ([`recommendation`]).

pub mod graphql;
pub mod recommendation;
pub mod service;
pub mod status;
pub mod store;

use entity::connection::Vendor;
use entity::segment;

use crate::domain::rules;
use crate::error::Violation;

/// What a list of segments can be narrowed by; all that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SegmentFilter {
    /// Only this vendor's.
    pub vendor: Option<Vendor>,
    /// Only of this group.
    pub group: Option<String>,
    /// Part of the name.
    pub search: Option<String>,
}

/// Which memberships are listed; all that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct MembershipFilter {
    /// Whose.
    pub of: MembershipsOf,
    /// Only in segments of these groups; empty: of any.
    pub groups: Vec<String>,
}

/// Whose memberships are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MembershipsOf {
    /// Of a customer: the segments it is in.
    #[default]
    Customer,
    /// Of a segment: its customers, each once.
    Segment,
}

/// What a segment says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// What people call it.
    pub name: String,
    /// What segments it belongs with.
    pub group: Option<String>,
    /// A picture.
    pub picture_url: Option<String>,
    /// More about it.
    pub note: Option<String>,
}

impl Description {
    /// What a row says.
    pub fn of(row: &segment::Model) -> Self {
        let segment::Model { name, group_id, picture_url, note, .. } = row.clone();
        Self { name, group: group_id, picture_url, note }
    }

    /// The rules it breaks.
    pub fn broken(&self) -> [Option<Violation>; 2] {
        [rules::filled("name", &self.name), rules::web_address("pictureUrl", self.picture_url.as_deref())]
    }
}

/// A segment to be made.
#[derive(Clone, Debug)]
pub struct NewSegment {
    /// The connection that defines it.
    pub connection: i64,
    /// The vendor's own id; absent: issued.
    pub vendor_id: Option<String>,
    /// What it says.
    pub description: Description,
}

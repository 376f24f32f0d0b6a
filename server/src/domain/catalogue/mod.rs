//! The look-up lists that a brand's connections define: stores, sources of customers, languages, sorts of points.
//!
//! Other topics name an entry by its row id; a vendor's requests name it by the vendor's own id, see [`service::find`].

pub mod graphql;
pub mod service;
pub mod store;

use entity::connection::Vendor;
use entity::lookup::{self, LookupKind};
use entity::source_record::RecordState;
use serde_json::{Value as Json, json};

/// What a list of entries can be narrowed by; all that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LookupFilter {
    /// Only this kind.
    pub kind: Option<LookupKind>,
    /// Only this vendor's.
    pub vendor: Option<Vendor>,
    /// Only in this state.
    pub state: Option<RecordState>,
    /// Part of the name.
    pub search: Option<String>,
    /// One of these codes; empty: any.
    pub text_ids: Vec<String>,
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// A stable code beside the id.
    pub text_id: Option<String>,
    /// What people call it.
    pub name: String,
    /// The rest, by the vendor's keys.
    pub data: Json,
    /// Only active entries may be named by new data.
    pub state: RecordState,
}

impl Entry {
    /// An active entry with nothing but a name.
    pub fn named(name: impl Into<String>) -> Self {
        Self { text_id: None, name: name.into(), data: json!({}), state: RecordState::Active }
    }

    /// What a row says.
    pub fn of(row: &lookup::Model) -> Self {
        let lookup::Model { text_id, name, data, state, .. } = row.clone();
        Self { text_id, name, data, state }
    }
}

/// An entry to be made.
#[derive(Clone, Debug)]
pub struct NewLookup {
    /// The connection whose list it is.
    pub connection: i64,
    /// Which list.
    pub kind: LookupKind,
    /// The vendor's own id.
    pub vendor_id: String,
    /// What it says.
    pub entry: Entry,
}

/// Where a definition made by hand belongs.
#[derive(Clone, Debug, Default)]
pub struct Home {
    /// The system that defines it; absent: Onefold itself.
    pub vendor: Option<Vendor>,
    /// Which of the brand's connections to it; absent: the oldest.
    pub connection_name: Option<String>,
}

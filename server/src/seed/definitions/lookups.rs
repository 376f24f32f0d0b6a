//! Entries of look-up lists.

use entity::lookup::{self, LookupKind};
use serde_json::{Value as Json, json};

use super::*;

/// An entry to be.
pub(super) struct Entry {
    vendor_id: String,
    text_id: Option<String>,
    name: String,
    data: Json,
}

impl Entry {
    /// An entry under an id that the vendor's own examples print.
    pub(super) fn printed(vendor_id: &str, name: &str) -> Self {
        Self { vendor_id: vendor_id.to_owned(), text_id: None, name: name.to_owned(), data: json!({}) }
    }

    /// An entry under an id made from its code.
    pub(super) fn coded(code: &str, name: &str) -> Self {
        Self { text_id: Some(code.to_owned()), ..Self::printed(&vendor_id(code), name) }
    }

    pub(super) fn with_code(mut self, code: &str) -> Self {
        self.text_id = Some(code.to_owned());
        self
    }

    pub(super) fn with_data(mut self, data: Json) -> Self {
        self.data = data;
        self
    }
}

/// Finds or makes entries of one list.
pub(super) async fn define(
    db: &impl ConnectionTrait,
    of: Scope,
    kind: LookupKind,
    entries: Vec<Entry>,
) -> Result<Vec<lookup::Model>, DbErr> {
    let row = |entry: Entry| lookup::Model {
        id: 0,
        brand_id: of.brand,
        connection_id: of.connection,
        kind,
        vendor_id: entry.vendor_id,
        text_id: entry.text_id,
        name: entry.name,
        data: entry.data,
        state: RecordState::Active,
        updated_at: long_ago(),
    };
    let list = Condition::all().add(lookup::Column::ConnectionId.eq(of.connection)).add(lookup::Column::Kind.eq(kind));
    ensure::<lookup::Entity>(db, list, lookup::Column::VendorId, entries.into_iter().map(row).collect()).await
}

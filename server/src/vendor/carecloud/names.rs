//! Look-up entries: rows name them by number, the vendor's requests and replies by the vendor's id.

use std::collections::HashMap;

use entity::lookup::{self, LookupKind};

use super::dialect::CareCloud;
use crate::domain::catalogue::service as catalogue;
use crate::vendor::contract::{Call, Refusal};

/// Entries that rows name.
pub(super) struct Names(HashMap<i64, lookup::Model>);

impl Names {
    /// Those of these rows.
    pub(super) async fn of(
        call: &Call<'_, CareCloud>,
        rows: impl IntoIterator<Item = Option<i64>>,
    ) -> Result<Self, Refusal> {
        let ids: Vec<i64> = rows.into_iter().flatten().collect();
        let brand = call.caller()?.viewer.brand();
        Ok(Self(catalogue::by_ids(call.app.store().reader(), brand, &ids).await?))
    }

    /// The vendor's id of an entry.
    pub(super) fn id(&self, row: Option<i64>) -> Option<String> {
        Some(self.entry(row?)?.vendor_id.clone())
    }

    /// An entry.
    pub(super) fn entry(&self, row: i64) -> Option<&lookup::Model> {
        self.0.get(&row)
    }
}

/// What narrows a list to what names an entry: nothing when the request names none.
///
/// `None` when it names one that the connection does not have: then the list is empty.
pub(super) async fn wanted(
    call: &Call<'_, CareCloud>,
    kind: LookupKind,
    id: Option<&str>,
) -> Result<Option<Option<i64>>, Refusal> {
    let Some(id) = id.filter(|id| !id.is_empty()) else { return Ok(Some(None)) };
    let found = catalogue::find(call.app.store().reader(), call.caller()?.connection.id, kind, id).await?;
    Ok(found.map(|entry| Some(entry.id)))
}

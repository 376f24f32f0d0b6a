//! What the real vendor lists, recorded as definitions of the account. What it does not list any more stays: there are rows that name it.

use entity::lookup::LookupKind;
use entity::source_record::RecordState;
use serde_json::{Map, Value};

use super::super::heard::state;
use crate::domain::catalogue::{Entry, service as catalogue};
use crate::error::{Result, Violation};
use crate::store::Work;

/// What an item is recorded in.
pub(super) struct On<'a> {
    pub(super) work: &'a Work<'a>,
    /// The account.
    pub(super) connection: i64,
}

/// An item of a list.
pub(super) type Item = Map<String, Value>;

/// A text that says something.
pub(super) fn text(item: &Item, name: &str) -> Option<String> {
    item.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty()).map(str::to_owned)
}

/// A text that must be there.
pub(super) fn required(item: &Item, name: &str) -> Result<String, Violation> {
    text(item, name).ok_or_else(|| Violation::required(name))
}

/// Whether a mark is set.
pub(super) fn is_set(item: &Item, name: &str) -> bool {
    item.get(name).and_then(Value::as_bool).unwrap_or_default()
}

/// The state of an item; what is listed without one can be named.
pub(super) fn state_of(item: &Item) -> RecordState {
    let number = item.get("state").and_then(Value::as_i64).and_then(|number| i32::try_from(number).ok());
    number.map_or(RecordState::Active, state)
}

/// The names under which an item says what every entry has, and which of its other fields are kept beside.
pub(super) struct Names {
    pub(super) id: &'static str,
    pub(super) text_id: &'static str,
    pub(super) is_kept: fn(&str) -> bool,
}

/// Records an entry of a look-up list.
pub(super) async fn entry(on: &On<'_>, item: Item, kind: LookupKind, names: Names) -> Result<()> {
    let (id, name) = (required(&item, names.id)?, required(&item, "name")?);
    let say = |entry: &mut Entry| {
        entry.name = name;
        entry.state = state_of(&item);
        if item.contains_key(names.text_id) {
            entry.text_id = text(&item, names.text_id);
        }
        let Value::Object(data) = &mut entry.data else { return };
        for (key, value) in item.iter().filter(|(key, _)| (names.is_kept)(key)) {
            // Of what is not known, nothing and an empty text say no more than silence.
            let is_empty = value.is_null() || value.as_str().is_some_and(str::is_empty);
            if !is_empty || data.contains_key(key) {
                data.insert(key.clone(), value.clone());
            }
        }
    };
    catalogue::hear(on.work, on.connection, kind, &id, say).await
}

//! Between rows and the vendors' ids of them.

use entity::{
    calendar_event, channel, interest_record, note, pipeline, property_value, source_membership, source_record, task,
};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::Value as Json;

use super::ROW;
use crate::error::{Error, Result};

/// The id that a connection's record has until the vendor gave it one.
const PENDING: &str = "pending-";

/// An id for a record that the vendor does not know yet.
///
/// # Errors
/// No randomness.
pub fn pending() -> Result<String> {
    Ok(format!("{PENDING}{}", crate::domain::account::secrets::random_hex::<13>()?))
}

/// Whether a record waits for its id.
pub fn is_pending(vendor_id: &str) -> bool {
    vendor_id.starts_with(PENDING)
}

macro_rules! tables {
    ($($name:literal => $table:ident),* $(,)?) => {
        /// The vendor's id of a row; nothing while it has none.
        async fn vendor_id(db: &impl ConnectionTrait, table: &str, row: i64) -> Result<Option<String>> {
            let found = match table {
                $($name => $table::Entity::find()
                    .select_only()
                    .column($table::Column::VendorId)
                    .filter($table::Column::Id.eq(row))
                    .into_tuple::<Option<String>>()
                    .one(db)
                    .await?,)*
                _ => None,
            };
            Ok(found.flatten().filter(|id| !is_pending(id)))
        }

        /// Writes down the id that the vendor gave a row.
        ///
        /// # Errors
        /// The store failed, or another row of the account has the id.
        pub async fn given(db: &impl ConnectionTrait, table: &str, row: i64, id: &str) -> Result<()> {
            match table {
                $($name => {
                    $table::Entity::update_many()
                        .col_expr($table::Column::VendorId, Expr::value(id))
                        .filter($table::Column::Id.eq(row))
                        .exec(db)
                        .await?;
                })*
                other => return Err(Error::internal(format!("no row of {other} has a vendor's id"))),
            }
            Ok(())
        }
    };
}

tables! {
    "source_record" => source_record,
    "channel" => channel,
    "note" => note,
    "task" => task,
    "calendar_event" => calendar_event,
    "pipeline" => pipeline,
    "property_value" => property_value,
    "interest_record" => interest_record,
    "source_membership" => source_membership,
}

/// Whether an id of the vendor belongs to another row, so that it cannot be this one's.
///
/// # Errors
/// The store failed.
pub async fn is_anothers(db: &impl ConnectionTrait, table: &str, row: i64, id: &str) -> Result<bool> {
    // The ids of what hangs on a record are told apart by the record, which the calls name.
    if table != "source_record" {
        return Ok(false);
    }
    let Some(own) = source_record::Entity::find_by_id(row).one(db).await? else { return Ok(false) };
    let other = source_record::Entity::find()
        .filter(source_record::Column::ConnectionId.eq(own.connection_id))
        .filter(source_record::Column::VendorId.eq(id))
        .filter(source_record::Column::Id.ne(row));
    Ok(other.one(db).await?.is_some())
}

/// A request with its references replaced; else what is missing, for staff.
///
/// # Errors
/// The store failed.
pub async fn resolved(db: &impl ConnectionTrait, request: &Json) -> Result<std::result::Result<Json, String>> {
    let mut resolved = request.clone();
    for path in references(request) {
        let Some(reference) = resolved.pointer_mut(&path) else { continue };
        let Some((table, row)) = target(reference) else { continue };
        match vendor_id(db, &table, row).await? {
            Some(id) => *reference = Json::String(id),
            None => return Ok(Err(format!("the vendor's id of {} {row} is not known", table.replace('_', " ")))),
        }
    }
    Ok(Ok(resolved))
}

fn target(reference: &Json) -> Option<(String, i64)> {
    let pair = reference.get(ROW)?.as_array()?;
    Some((pair.first()?.as_str()?.to_owned(), pair.get(1)?.as_i64()?))
}

/// Where in a request the references are, as JSON pointers.
fn references(request: &Json) -> Vec<String> {
    fn walk(value: &Json, path: &str, found: &mut Vec<String>) {
        match value {
            Json::Object(fields) if target(value).is_some() && fields.len() == 1 => found.push(path.to_owned()),
            Json::Object(fields) => {
                for (name, field) in fields {
                    walk(field, &format!("{path}/{}", name.replace('~', "~0").replace('/', "~1")), found);
                }
            }
            Json::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    walk(item, &format!("{path}/{at}"), found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(request, "", &mut found);
    found
}

/// What stands at a place of a reply: a JSON pointer whose steps may also be `[field=value]`, the first entry of a list for which that
/// holds.
pub fn at<'j>(reply: &'j Json, place: &str) -> Option<&'j Json> {
    let mut here = reply;
    for step in place.split('/').skip(1) {
        here = match step
            .strip_prefix('[')
            .and_then(|step| step.strip_suffix(']'))
            .and_then(|step| step.split_once('='))
        {
            Some((field, value)) => {
                here.as_array()?.iter().find(|entry| entry.get(field).and_then(id).as_deref() == Some(value))?
            }
            None => here.pointer(&format!("/{step}"))?,
        };
    }
    Some(here)
}

/// An id as text.
pub fn id(value: &Json) -> Option<String> {
    match value {
        Json::String(text) if !text.is_empty() => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::row;
    use super::*;

    #[test]
    fn references_are_found_wherever_they_are() {
        let request = json!({ "a": row("note", 1), "b": [{ "c/d": row("task", 2) }], "e": { "$row": "no" } });
        assert_eq!(references(&request), ["/a", "/b/0/c~1d"]);
    }

    #[test]
    fn a_place_may_name_an_entry_by_what_it_says() {
        let reply = json!({ "list": [{ "kind": "a", "id": 1 }, { "kind": 7, "id": 2 }], "item": { "id": "x" } });
        assert_eq!(at(&reply, "/list/[kind=7]/id"), Some(&json!(2)));
        assert_eq!(at(&reply, "/list/[kind=b]/id"), None);
        assert_eq!(at(&reply, "/list/0/id"), Some(&json!(1)));
        assert_eq!(at(&reply, "/item/id"), Some(&json!("x")));
        assert_eq!(at(&reply, ""), Some(&reply));
    }
}

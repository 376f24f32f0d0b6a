//! Looking entries up, and defining them.

use std::collections::HashMap;

use entity::lookup::{self, LookupKind};
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::{Entry, Home, NewLookup, store};
use crate::domain::{connection, rules};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{Work, listing};

/// The entry that a connection knows under its own id, in whichever state.
///
/// # Errors
/// The store failed.
pub async fn find(
    db: &impl ConnectionTrait,
    connection: i64,
    kind: LookupKind,
    vendor_id: &str,
) -> Result<Option<lookup::Model>> {
    store::find(db, connection, kind, vendor_id).await
}

/// The entries that a connection knows under these ids, of whichever lists, in whichever state.
///
/// # Errors
/// The store failed.
pub async fn find_many(
    db: &impl ConnectionTrait,
    connection: i64,
    named: &[(LookupKind, &str)],
) -> Result<Vec<lookup::Model>> {
    store::find_many(db, connection, named).await
}

/// One list of a connection, by name.
///
/// # Errors
/// The store failed.
pub async fn all(db: &impl ConnectionTrait, connection: i64, kind: LookupKind) -> Result<Vec<lookup::Model>> {
    store::all(db, connection, kind).await
}

/// Entries of the brand by their row ids, for answers that name them by the vendor's.
///
/// # Errors
/// The store failed.
pub async fn by_ids(db: &impl ConnectionTrait, brand: i64, ids: &[i64]) -> Result<HashMap<i64, lookup::Model>> {
    store::by_ids(db, brand, ids).await
}

/// The entry that a connection knows under this id, made when it is missing. One that is there stays as it is.
///
/// # Errors
/// The store failed.
pub async fn ensure(work: &Work<'_>, new: NewLookup) -> Result<lookup::Model> {
    let (connection, kind, vendor_id) = (new.connection, new.kind, new.vendor_id.clone());
    if let Some(found) = store::find(work.db(), connection, kind, &vendor_id).await? {
        return Ok(found);
    }
    if let Some(made) = store::insert(work.db(), work.brand(), new, work.now()).await? {
        return Ok(made);
    }
    // Somebody else was faster.
    let found = store::find(work.db(), connection, kind, &vendor_id).await?;
    found.ok_or_else(|| Error::internal("an entry just written is not there"))
}

/// Records what its vendor says of an entry: `say` changes what is known of it, which for a new one is its id alone.
///
/// # Errors
/// What it says breaks a rule, or the store failed.
pub async fn hear(
    work: &Work<'_>,
    connection: i64,
    kind: LookupKind,
    vendor_id: &str,
    say: impl FnOnce(&mut Entry),
) -> Result<()> {
    let known = store::find(work.db(), connection, kind, vendor_id).await?;
    let was = known.as_ref().map_or_else(|| Entry::named(vendor_id), Entry::of);
    let mut entry = was.clone();
    say(&mut entry);
    rules::check(broken(&entry))?;
    match known {
        None => {
            let new = NewLookup { connection, kind, vendor_id: vendor_id.to_owned(), entry };
            ensure(work, new).await?;
        }
        Some(row) if was != entry => {
            store::update(work.db(), row.id, entry, work.now()).await?;
            let data = json!({ "was": { "name": row.name, "state": row.state } });
            work.audit("lookup.update", "lookup", row.id, data).await;
        }
        Some(_) => {}
    }
    Ok(())
}

/// Defines an entry by hand.
///
/// # Errors
/// A rule is broken, or the list has an entry with this id.
pub async fn create(work: &Work<'_>, new: NewLookup) -> Result<lookup::Model> {
    rules::check(broken(&new.entry).into_iter().chain([rules::filled("vendorId", &new.vendor_id)]))?;
    let vendor_id = new.vendor_id.clone();
    let Some(row) = store::insert(work.db(), work.brand(), new, work.now()).await? else {
        let message = "the list has an entry with this id";
        return Err(Violation::new("vendorId", Rule::AlreadyExists, message).with_value(vendor_id).into());
    };
    work.audit("lookup.create", "lookup", row.id, json!({ "name": row.name })).await;
    Ok(row)
}

/// Changes what an entry says.
///
/// # Errors
/// There is no such entry in the brand, or a rule is broken.
pub async fn update(work: &Work<'_>, id: i64, change: impl FnOnce(&mut Entry)) -> Result<i64> {
    let row = listing::find::<lookup::Entity>(work.db(), work.brand(), id).await?;
    let row = row.ok_or(Error::NotFound { kind: "lookup" })?;
    let mut entry = Entry::of(&row);
    change(&mut entry);
    rules::check(broken(&entry))?;
    store::update(work.db(), row.id, entry, work.now()).await?;
    work.audit("lookup.update", "lookup", row.id, json!({ "was": { "name": row.name, "state": row.state } })).await;
    Ok(row.id)
}

fn broken(entry: &Entry) -> [Option<Violation>; 2] {
    [rules::filled("name", &entry.name), rules::object("data", &entry.data)]
}

/// The rule that an input breaks when `path` names something other than an active entry of this kind.
///
/// # Errors
/// The store failed.
pub async fn unknown(work: &Work<'_>, path: &str, kind: LookupKind, id: Option<i64>) -> Result<Option<Violation>> {
    let Some(id) = id else { return Ok(None) };
    let found = store::active(work.db(), work.brand(), kind, id).await?;
    Ok(found.is_none().then(|| Violation::new(path, Rule::NotFound, format!("{path} names no such entry"))))
}

/// Where a definition made by hand belongs: the connection that is named, else Onefold's own.
///
/// # Errors
/// The brand has no such connection.
pub async fn home(work: &Work<'_>, home: Home) -> Result<i64> {
    let Some(vendor) = home.vendor else { return connection::service::first_party(work).await };
    let found = connection::store::of_vendor(work.db(), work.brand(), vendor).await?;
    let found = match &home.connection_name {
        None => found.first(),
        Some(name) => found.iter().find(|connection| connection.name == *name),
    };
    let path = if home.connection_name.is_some() { "connectionName" } else { "vendor" };
    let found = found.map(|connection| connection.id);
    found.ok_or_else(|| Violation::new(path, Rule::NotFound, "the brand has no such connection").into())
}

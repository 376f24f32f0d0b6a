//! What a call may reach: which interface has it, and the check of `{customer_id}` that the customer and everything below it share.

use entity::lookup::{self, LookupKind};
use entity::source_record::{self, RecordState};

use super::dialect::{CareCloud, no_such, not_on, not_own};
use super::interface::Interface;
use crate::domain::account::Permission;
use crate::domain::catalogue::{Entry, NewLookup, service as catalogue};
use crate::domain::source::{service, store as sources};
use crate::error::Result;
use crate::store::Work;
use crate::vendor::contract::{Call, Refusal};
use crate::vendor::shape::Field;

/// `{customer_id}`
pub(super) fn customer_id() -> Field {
    Field::path("customer_id").doc("The unique id for the customer")
}

/// The record with the vendor's id. On the customer interface it must be the logged-in customer's.
pub(super) async fn record(call: &Call<'_, CareCloud>, customer_id: &str) -> Result<source_record::Model, Refusal> {
    let caller = call.caller()?;
    let mut found = sources::by_vendor_id(call.app.store().reader(), caller.connection.id, customer_id).await?;
    if call.takes_names() && found.is_none() {
        // The real vendor knows a customer of whom nothing was heard here yet.
        let work = call.begin(Permission::CustomerRead).await?;
        found = Some(service::named(&work, caller.connection.id, customer_id).await?);
        work.commit().await?;
    }
    let found = found.filter(|record| record.state != RecordState::Deleted);
    if caller.session.interface == Interface::Customer {
        let own = caller.session.logged_in().ok_or(Refusal::BadCredentials)?;
        // Alike for a customer who does not exist: a client must not find out who does.
        if found.as_ref().is_none_or(|record| record.id != own) {
            return Err(not_own(customer_id));
        }
    }
    found.ok_or_else(|| no_such("customer", customer_id))
}

/// The entry of a look-up list that a call names. One that the real vendor took exists there, and is known here from now on.
pub(super) async fn entry(
    call: &Call<'_, CareCloud>,
    work: &Work<'_>,
    kind: LookupKind,
    id: &str,
) -> Result<Option<lookup::Model>, Refusal> {
    let connection = call.caller()?.connection.id;
    if !call.takes_names() {
        return Ok(catalogue::find(work.db(), connection, kind, id).await?);
    }
    Ok(Some(made(work, connection, kind, id).await?))
}

/// The same for entries of several lists at once; one that does not exist is left out.
pub(super) async fn entries(
    call: &Call<'_, CareCloud>,
    work: &Work<'_>,
    named: &[(LookupKind, &str)],
) -> Result<Vec<lookup::Model>, Refusal> {
    let connection = call.caller()?.connection.id;
    if call.takes_names() {
        return Ok(all_made(work, connection, named).await?);
    }
    Ok(catalogue::find_many(work.db(), connection, named).await?)
}

/// The entries of look-up lists; those of which nothing else is known are called by their ids.
pub(super) async fn all_made(
    work: &Work<'_>,
    connection: i64,
    named: &[(LookupKind, &str)],
) -> Result<Vec<lookup::Model>> {
    let mut found = catalogue::find_many(work.db(), connection, named).await?;
    for (kind, id) in named {
        if !found.iter().any(|entry| entry.kind == *kind && entry.vendor_id == *id) {
            found.push(made(work, connection, *kind, id).await?);
        }
    }
    Ok(found)
}

/// The entry of a look-up list; one of which nothing else is known is called by its id.
pub(super) async fn made(work: &Work<'_>, connection: i64, kind: LookupKind, id: &str) -> Result<lookup::Model> {
    let new = NewLookup { connection, kind, vendor_id: id.to_owned(), entry: Entry::named(id) };
    catalogue::ensure(work, new).await
}

/// The record of the customer who is logged in on the customer interface.
pub(super) async fn own_record(call: &Call<'_, CareCloud>) -> Result<source_record::Model, Refusal> {
    let caller = call.caller()?;
    let own = caller.session.logged_in().ok_or(Refusal::BadCredentials)?;
    let found = sources::find(call.app.store().reader(), caller.viewer.brand(), own).await?;
    found.filter(|record| record.state != RecordState::Deleted).ok_or(Refusal::BadCredentials)
}

/// Refuses a call that came through the customer interface.
pub(super) fn enterprise_only(call: &Call<'_, CareCloud>, resource: &str) -> Result<(), Refusal> {
    only(call, Interface::Enterprise, resource)
}

/// Refuses a call that came through the enterprise interface.
pub(super) fn customer_only(call: &Call<'_, CareCloud>, resource: &str) -> Result<(), Refusal> {
    only(call, Interface::Customer, resource)
}

fn only(call: &Call<'_, CareCloud>, wanted: Interface, resource: &str) -> Result<(), Refusal> {
    let used = Interface::of(call.prefix);
    if used == wanted { Ok(()) } else { Err(not_on(used, resource)) }
}

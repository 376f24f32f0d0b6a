//! Recording where customers come from.

use entity::lookup::LookupKind;
use entity::source_membership;
use serde_json::json;

use super::{NewOrigin, store};
use crate::domain::account::secrets;
use crate::domain::outbox::What;
use crate::domain::{catalogue, rules};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{Work, hanging};

/// Records an origin; one that the record has already is answered as it is. The source must be one of the brand's: a vendor's dialect
/// has looked it up.
///
/// # Errors
/// The vendor id is taken by another origin of the record.
pub async fn ensure(work: &Work<'_>, mut new: NewOrigin) -> Result<source_membership::Model> {
    let (record, source, external_id) = (new.source_record, new.customer_source, new.external_id.clone());
    if new.vendor_id.is_none() {
        new.vendor_id = Some(secrets::random_hex::<13>()?);
    }
    if let Some(made) = store::insert(work.db(), new, work.now()).await? {
        work.audit("origin.add", "source_membership", made.id, json!({ "source_record": record })).await;
        return Ok(made);
    }
    let found = store::find(work.db(), record, source, external_id.as_deref()).await?;
    found.ok_or_else(|| Error::Conflict("another origin of the record has this id".to_owned()))
}

/// Records what its vendor says of an origin. One that is known gets the vendor's id.
///
/// # Errors
/// The vendor id is taken by another origin of the record.
pub async fn hear(work: &Work<'_>, new: NewOrigin) -> Result<source_membership::Model> {
    let vendor_id = new.vendor_id.clone();
    let row = ensure(work, new).await?;
    if vendor_id.is_none() || row.vendor_id == vendor_id {
        return Ok(row);
    }
    store::identify(work.db(), row, vendor_id).await
}

/// Adds an origin by hand.
///
/// # Errors
/// The source of customers is unknown, the id is blank, or the record has this origin.
pub async fn add(work: &Work<'_>, new: NewOrigin) -> Result<source_membership::Model> {
    let unknown =
        catalogue::service::unknown(work, "customerSourceId", LookupKind::CustomerSource, Some(new.customer_source));
    let blank = new.external_id.as_deref().and_then(|id| rules::filled("externalId", id));
    rules::check([unknown.await?, blank])?;
    let id = new.external_id.as_deref();
    if store::find(work.db(), new.source_record, new.customer_source, id).await?.is_some() {
        return Err(Violation::new("customerSourceId", Rule::RelationExists, "the customer has this origin").into());
    }
    let row = ensure(work, new).await?;
    work.change(row.source_record_id, What::OriginAdded(row.id)).await;
    Ok(row)
}

/// Removes an origin.
///
/// # Errors
/// There is no such origin in the brand.
pub async fn remove(work: &Work<'_>, id: i64) -> Result<i64> {
    let row = hanging::find::<source_membership::Entity>(work.db(), work.brand(), id).await?;
    let row = row.ok_or(Error::NotFound { kind: "origin" })?;
    store::delete(work.db(), row.id).await?;
    let gone = json!({ "source_record": row.source_record_id, "external_id": row.external_id });
    work.audit("origin.remove", "source_membership", row.id, gone).await;
    work.change(row.source_record_id, What::Other("origin_removed")).await;
    Ok(row.id)
}

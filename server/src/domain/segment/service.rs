//! Defining segments, and putting customers into them.

use entity::{segment, segment_membership};
use serde_json::json;

use super::store;
use super::{Description, NewSegment};
use crate::domain::account::secrets;
use crate::domain::rules;
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{TimelineDraft, Work};

/// Defines a segment.
///
/// # Errors
/// A rule is broken, or the connection has a segment with this id.
pub async fn create(work: &Work<'_>, new: NewSegment) -> Result<segment::Model> {
    let given = new.vendor_id.as_deref().and_then(|id| rules::filled("vendorId", id));
    rules::check(new.description.broken().into_iter().chain([given]))?;
    let vendor_id = new.vendor_id.map_or_else(secrets::random_hex::<13>, Ok)?;
    let row = store::insert(work.db(), work.brand(), new.connection, vendor_id.clone(), new.description, work.now());
    let Some(row) = row.await? else {
        let message = "the connection has a segment with this id";
        return Err(Violation::new("vendorId", Rule::AlreadyExists, message).with_value(vendor_id).into());
    };
    work.audit("segment.create", "segment", row.id, json!({ "name": row.name })).await;
    Ok(row)
}

/// Changes what a segment says of itself.
///
/// # Errors
/// There is no such segment in the brand, or a rule is broken.
pub async fn update(work: &Work<'_>, id: i64, change: impl FnOnce(&mut Description)) -> Result<segment::Model> {
    let row = find(work, id).await?;
    let mut description = Description::of(&row);
    change(&mut description);
    rules::check(description.broken())?;
    let was = row.name.clone();
    let row = store::update(work.db(), row, description, work.now()).await?;
    work.audit("segment.update", "segment", row.id, json!({ "name": row.name, "was": { "name": was } })).await;
    Ok(row)
}

/// Deletes a segment. Its customers are in it no more.
///
/// # Errors
/// There is no such segment in the brand, or rewards are offered to it.
pub async fn delete(work: &Work<'_>, id: i64) -> Result<segment::Model> {
    let row = find(work, id).await?;
    if store::has_rewards(work.db(), row.id).await? {
        return Err(Error::Conflict("rewards are offered to this segment; offer them to another first".to_owned()));
    }
    let records = store::size(work.db(), row.id).await?;
    store::delete(work.db(), row.id).await?;
    work.audit("segment.delete", "segment", row.id, json!({ "name": row.name, "records": records })).await;
    Ok(row)
}

/// Puts a customer's record into a segment.
///
/// # Errors
/// There is no such segment in the brand, or the record is in it.
pub async fn add(work: &Work<'_>, source_record: i64, segment: i64) -> Result<segment_membership::Model> {
    let segment = store::find(work.db(), work.brand(), segment).await?;
    let segment = segment.ok_or_else(|| Violation::new("segmentId", Rule::NotFound, "there is no such segment"))?;
    let row = store::insert_membership(work.db(), source_record, segment.id, work.now()).await?;
    let row = row.ok_or_else(|| {
        let message = format!("the customer is in the segment {}", segment.name);
        Violation::new("segmentId", Rule::RelationExists, message)
    })?;
    let entry = TimelineDraft::new("segment.joined", format!("Joined the segment {}", segment.name));
    work.timeline(source_record, entry.about("segment_membership", row.id)).await;
    audit(work, "segment.add", &row).await;
    Ok(row)
}

/// The segment that a connection knows under its own id; one of which nothing else is known is called by it.
///
/// # Errors
/// The store failed.
pub async fn ensure(work: &Work<'_>, connection: i64, vendor_id: &str) -> Result<segment::Model> {
    if let Some(known) = store::by_vendor_id(work.db(), connection, vendor_id).await? {
        return Ok(known);
    }
    let description = Description { name: vendor_id.to_owned(), group: None, picture_url: None, note: None };
    create(work, NewSegment { connection, vendor_id: Some(vendor_id.to_owned()), description }).await
}

/// Records what its vendor says of a segment.
///
/// # Errors
/// What it says breaks a rule, or the store failed.
pub async fn hear_of(work: &Work<'_>, connection: i64, vendor_id: &str, description: Description) -> Result<()> {
    match store::by_vendor_id(work.db(), connection, vendor_id).await? {
        Some(known) if Description::of(&known) == description => {}
        Some(known) => {
            update(work, known.id, |said| *said = description).await?;
        }
        None => {
            create(work, NewSegment { connection, vendor_id: Some(vendor_id.to_owned()), description }).await?;
        }
    }
    Ok(())
}

/// Records that its vendor says a record is in a segment. The id of the membership.
///
/// # Errors
/// The store failed.
pub async fn hear(work: &Work<'_>, source_record: i64, segment: &segment::Model) -> Result<i64> {
    match store::membership_in(work.db(), source_record, segment.id).await? {
        Some(known) => Ok(known.id),
        None => Ok(add(work, source_record, segment.id).await?.id),
    }
}

/// Takes a customer's record out of a segment.
///
/// # Errors
/// There is no such membership in the brand.
pub async fn remove(work: &Work<'_>, id: i64) -> Result<segment_membership::Model> {
    let row = store::membership(work.db(), work.brand(), id).await?;
    let row = row.ok_or(Error::NotFound { kind: "segment membership" })?;
    let segment = find(work, row.segment_id).await?;
    store::delete_membership(work.db(), row.id).await?;
    let entry = TimelineDraft::new("segment.left", format!("Left the segment {}", segment.name));
    work.timeline(row.source_record_id, entry).await;
    audit(work, "segment.remove", &row).await;
    Ok(row)
}

async fn find(work: &Work<'_>, id: i64) -> Result<segment::Model> {
    store::find(work.db(), work.brand(), id).await?.ok_or(Error::NotFound { kind: "segment" })
}

async fn audit(work: &Work<'_>, action: &str, row: &segment_membership::Model) {
    let data = json!({ "source_record": row.source_record_id, "segment": row.segment_id });
    work.audit(action, "segment_membership", row.id, data).await;
}

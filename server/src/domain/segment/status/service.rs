//! Defining tiers, and giving them to customers.

use entity::{status_record, status_tier};
use serde_json::json;

use super::{Heard, Level, NewStatus, NewTier, store};
use crate::domain::account::secrets;
use crate::domain::{customer, rules, source};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{TimelineDraft, Work};

/// Defines a tier.
///
/// # Errors
/// A rule is broken, or the connection has a tier with this id.
pub async fn create_tier(work: &Work<'_>, new: NewTier) -> Result<status_tier::Model> {
    let given = new.vendor_id.as_deref().and_then(|id| rules::filled("vendorId", id));
    rules::check(new.level.broken().into_iter().chain([given]))?;
    let vendor_id = new.vendor_id.map_or_else(secrets::random_hex::<13>, Ok)?;
    let (connection, now) = (new.connection, work.now());
    let row = store::insert_tier(work.db(), work.brand(), connection, vendor_id.clone(), new.level, now).await?;
    let Some(row) = row else {
        let message = "the connection has a tier with this id";
        return Err(Violation::new("vendorId", Rule::AlreadyExists, message).with_value(vendor_id).into());
    };
    work.audit("status_tier.create", "status_tier", row.id, json!({ "name": row.name, "rank": row.rank })).await;
    Ok(row)
}

/// Changes what a tier says.
///
/// # Errors
/// There is no such tier in the brand, or a rule is broken.
pub async fn update_tier(work: &Work<'_>, id: i64, change: impl FnOnce(&mut Level)) -> Result<status_tier::Model> {
    let row = store::tier(work.db(), work.brand(), id).await?.ok_or(Error::NotFound { kind: "status tier" })?;
    let was = Level::of(&row);
    let mut level = was.clone();
    change(&mut level);
    rules::check(level.broken())?;
    let row = store::update_tier(work.db(), row, level, work.now()).await?;
    let data = json!({ "name": row.name, "rank": row.rank, "was": { "name": was.name, "rank": was.rank } });
    work.audit("status_tier.update", "status_tier", row.id, data).await;
    Ok(row)
}

/// Gives a customer a tier from now on, and ends the one it holds, on whichever of its records. One that is planned stays: the new one
/// ends when it begins.
///
/// # Errors
/// There is no such tier in the brand, or a rule is broken.
pub async fn set(work: &Work<'_>, new: NewStatus) -> Result<status_record::Model> {
    let now = work.now();
    let tier = store::tier(work.db(), work.brand(), new.tier).await?;
    let unknown = tier.is_none().then(|| Violation::new("tierId", Rule::NotFound, "there is no such tier"));
    let over = new.valid_to.filter(|end| *end <= now);
    let over =
        over.map(|end| Violation::new("validTo", Rule::NotAllowed, "it would have ended already").with_value(end));
    rules::check([unknown, over, rules::object("conditions", &new.conditions)])?;
    let tier = tier.ok_or(Error::NotFound { kind: "status tier" })?;
    let record = source::store::find(work.db(), work.brand(), new.source_record).await?;
    let record = record.ok_or(Error::NotFound { kind: "source record" })?;
    // Two that set it at once would both find the same one to end.
    customer::store::hold(work.db(), work.brand(), record.customer_id).await?;
    let to_come = store::unended(work.db(), work.brand(), record.customer_id, now).await?;
    let (held, planned): (Vec<_>, Vec<_>) = to_come.into_iter().partition(|status| status.valid_from <= now);
    let next = planned.iter().map(|status| status.valid_from).min();
    let valid_to = match (new.valid_to, next) {
        (Some(end), Some(next)) => Some(end.min(next)),
        (end, next) => end.or(next),
    };
    let ended: Vec<i64> = held.iter().map(|status| status.id).collect();
    store::end(work.db(), &ended, now).await?;
    let vendor_id = secrets::random_hex::<13>()?;
    let row = store::insert(work.db(), NewStatus { valid_to, ..new }, vendor_id, now).await?;
    let entry = TimelineDraft::new("status.changed", format!("Status {} from now on", tier.name));
    work.timeline(row.source_record_id, entry.about("status_record", row.id)).await;
    let data = json!({ "source_record": row.source_record_id, "tier": tier.id, "ended": ended });
    work.audit("status.set", "status_record", row.id, data).await;
    Ok(row)
}

/// The tier that a connection knows under its own id; one of which nothing else is known is called by it, and is the lowest.
///
/// # Errors
/// The store failed.
pub async fn ensure_tier(work: &Work<'_>, connection: i64, vendor_id: &str) -> Result<status_tier::Model> {
    if let Some(known) = store::tier_by_vendor_id(work.db(), connection, vendor_id).await? {
        return Ok(known);
    }
    let level = Level { name: vendor_id.to_owned(), rank: 0 };
    create_tier(work, NewTier { connection, vendor_id: Some(vendor_id.to_owned()), level }).await
}

/// Records what its vendor calls a tier.
///
/// # Errors
/// The name is blank, or the store failed.
pub async fn hear_of(work: &Work<'_>, connection: i64, vendor_id: &str, name: String) -> Result<()> {
    let known = ensure_tier(work, connection, vendor_id).await?;
    if known.name != name {
        update_tier(work, known.id, |level| level.name = name).await?;
    }
    Ok(())
}

/// Records what its vendor says of a period in a tier. One that is known under the vendor's id says something new, or nothing.
///
/// # Errors
/// The store failed.
pub async fn hear(
    work: &Work<'_>,
    source_record: i64,
    vendor_id: String,
    tier: &status_tier::Model,
    said: Heard,
) -> Result<status_record::Model> {
    let known = store::by_vendor_id(work.db(), source_record, &vendor_id).await?;
    let was = known.as_ref().map(Heard::of);
    if let Some(known) = known.as_ref().filter(|_| was.as_ref() == Some(&said)) {
        return Ok(known.clone());
    }
    let row = store::put(work.db(), (source_record, vendor_id), known, said, work.now()).await?;
    // What it costs to stay changes with every purchase; the tier does not.
    if was.is_none_or(|was| was.tier != row.tier_id) {
        let entry = TimelineDraft::new("status.changed", format!("Status {} from now on", tier.name));
        work.timeline(source_record, entry.about("status_record", row.id).at(row.valid_from)).await;
    }
    let data = json!({ "source_record": source_record, "tier": row.tier_id });
    work.audit("status.set", "status_record", row.id, data).await;
    Ok(row)
}

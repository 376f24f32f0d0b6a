//! Recording interests.

use entity::{interest, interest_record};
use serde_json::json;

use super::store;
use crate::domain::account::secrets;
use crate::domain::outbox::What;
use crate::domain::rules;
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{TimelineDraft, Work};

/// Puts an interest on the brand's list. Without a vendor's id one is issued.
///
/// # Errors
/// The name is blank.
pub async fn define(
    work: &Work<'_>,
    connection: i64,
    vendor_id: Option<String>,
    name: String,
) -> Result<interest::Model> {
    rules::check([rules::filled("name", &name)])?;
    let vendor_id = vendor_id.map_or_else(secrets::random_hex::<13>, Ok)?;
    let row = store::insert_definition(work.db(), work.brand(), connection, vendor_id, name, work.now()).await?;
    work.audit("interest.define", "interest", row.id, json!({ "name": row.name })).await;
    Ok(row)
}

/// Renames an interest on the brand's list.
///
/// # Errors
/// There is no such interest in the brand, or the name is blank.
pub async fn rename(work: &Work<'_>, id: i64, name: String) -> Result<interest::Model> {
    let row = store::definition(work.db(), work.brand(), id).await?;
    let row = row.ok_or(Error::NotFound { kind: "interest definition" })?;
    rules::check([rules::filled("name", &name)])?;
    let row = store::rename_definition(work.db(), row, name, work.now()).await?;
    work.audit("interest.rename", "interest", row.id, json!({ "name": row.name })).await;
    Ok(row)
}

/// Corrects what somebody is interested in.
///
/// # Errors
/// There is no such record or interest in the brand, or the record has the other interest already.
pub async fn change(work: &Work<'_>, id: i64, interest: i64) -> Result<interest_record::Model> {
    let row = store::by_id(work.db(), work.brand(), id).await?.ok_or(Error::NotFound { kind: "interest" })?;
    let interest = store::definition(work.db(), work.brand(), interest).await?.ok_or_else(unknown)?;
    if row.interest_id == interest.id {
        return Ok(row);
    }
    if store::has(work.db(), row.source_record_id, interest.id).await? {
        return Err(taken(&interest).into());
    }
    let row = match store::update(work.db(), row, interest.id, work.now()).await {
        Err(error) if error.is_unique_violation() => return Err(taken(&interest).into()),
        other => other?,
    };
    let entry = TimelineDraft::new("interest.changed", format!("Interested in {}", interest.name));
    work.timeline(row.source_record_id, entry.about("interest_record", row.id)).await;
    audit(work, "interest.change", &row).await;
    work.change(row.source_record_id, What::InterestChanged(row.id)).await;
    Ok(row)
}

/// Records that somebody is interested.
///
/// # Errors
/// There is no such interest in the brand, or the record has it already.
pub async fn add(
    work: &Work<'_>,
    source_record: i64,
    interest: i64,
    vendor_id: Option<String>,
) -> Result<interest_record::Model> {
    let interest = store::definition(work.db(), work.brand(), interest).await?.ok_or_else(unknown)?;
    let row = store::insert(work.db(), source_record, interest.id, vendor_id, work.now()).await?;
    let row = row.ok_or_else(|| taken(&interest))?;
    let entry = TimelineDraft::new("interest.added", format!("Interested in {}", interest.name));
    work.timeline(source_record, entry.about("interest_record", row.id)).await;
    audit(work, "interest.add", &row).await;
    work.change(row.source_record_id, What::InterestAdded(row.id)).await;
    Ok(row)
}

/// The interest that a connection knows under its own id; one of which nothing else is known is called by it.
///
/// # Errors
/// The store failed.
pub async fn ensure(work: &Work<'_>, connection: i64, vendor_id: &str) -> Result<interest::Model> {
    match store::by_vendor_id(work.db(), connection, vendor_id).await? {
        Some(known) => Ok(known),
        None => define(work, connection, Some(vendor_id.to_owned()), vendor_id.to_owned()).await,
    }
}

/// Records what its vendor calls an interest.
///
/// # Errors
/// The name is blank, or the store failed.
pub async fn hear_of(work: &Work<'_>, connection: i64, vendor_id: &str, name: String) -> Result<()> {
    match store::by_vendor_id(work.db(), connection, vendor_id).await? {
        Some(known) if known.name == name => {}
        Some(known) => {
            rename(work, known.id, name).await?;
        }
        None => {
            define(work, connection, Some(vendor_id.to_owned()), name).await?;
        }
    }
    Ok(())
}

/// Records what its vendor says somebody is interested in. What is known, by the vendor's id or by the interest, stays.
///
/// # Errors
/// The store failed.
pub async fn hear(
    work: &Work<'_>,
    source_record: i64,
    interest: i64,
    vendor_id: Option<String>,
) -> Result<interest_record::Model> {
    let rows = store::of_record(work.db(), source_record).await?;
    let by_id = rows.iter().find(|row| vendor_id.is_some() && row.vendor_id == vendor_id);
    let same = rows.iter().find(|row| row.interest_id == interest);
    match (same, by_id) {
        (Some(row), _) if vendor_id.is_none() || row.vendor_id == vendor_id => Ok(row.clone()),
        (None, Some(row)) => change(work, row.id, interest).await,
        (Some(row), None) => store::identify(work.db(), row.clone(), vendor_id).await,
        // Two records became one.
        (Some(row), Some(other)) => {
            store::delete(work.db(), other.id).await?;
            store::identify(work.db(), row.clone(), vendor_id).await
        }
        (None, None) => add(work, source_record, interest, vendor_id).await,
    }
}

/// Records that somebody is interested no more.
///
/// # Errors
/// There is no such record in the brand.
pub async fn remove(work: &Work<'_>, id: i64) -> Result<interest_record::Model> {
    let row = store::by_id(work.db(), work.brand(), id).await?.ok_or(Error::NotFound { kind: "interest" })?;
    let interest = store::definition(work.db(), work.brand(), row.interest_id).await?;
    store::delete(work.db(), row.id).await?;
    let name = interest.map(|interest| interest.name).unwrap_or_default();
    let entry = TimelineDraft::new("interest.removed", format!("No longer interested in {name}"));
    work.timeline(row.source_record_id, entry).await;
    audit(work, "interest.remove", &row).await;
    work.change(row.source_record_id, What::InterestRemoved { vendor_id: row.vendor_id.clone() }).await;
    Ok(row)
}

fn unknown() -> Violation {
    Violation::new("definitionId", Rule::NotFound, "there is no such interest")
}

fn taken(interest: &interest::Model) -> Violation {
    let message = format!("the customer has the interest {}", interest.name);
    Violation::new("definitionId", Rule::RelationExists, message)
}

async fn audit(work: &Work<'_>, action: &str, row: &interest_record::Model) {
    let data = json!({ "source_record": row.source_record_id, "interest": row.interest_id });
    work.audit(action, "interest_record", row.id, data).await;
}

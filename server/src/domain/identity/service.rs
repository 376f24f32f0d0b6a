//! Resolving, merging, unmerging.

use std::collections::HashMap;

use entity::customer::{self, CustomerState};
use entity::merge;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Claim, Policy, Resolution, store};
use crate::app::App;
use crate::domain::account::{Permission, Viewer};
use crate::domain::{connection, customer as customers, score, source};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{TimelineDraft, Work, batch};

/// Where a brand's settings hold the policy.
const SURVIVORSHIP: &str = "survivorship";

/// A record that a merge moved, and where it came from.
#[derive(Debug, Serialize, Deserialize)]
struct Moved {
    source_record_id: i64,
    from_customer_id: i64,
}

/// Recomputes a customer's fields from its records, in the caller's transaction.
///
/// # Errors
/// The store failed.
pub async fn resolve(work: &Work<'_>, customer: i64) -> Result<Resolution> {
    let resolution = explain(work.db(), work.brand(), customer).await?;
    customers::store::write_resolved(work.db(), customer, &resolution, work.now()).await?;
    Ok(resolution)
}

/// The same for many customers in few statements; no more than one of them may name.
///
/// # Errors
/// The store failed.
pub async fn resolve_many(work: &Work<'_>, customers: &[i64]) -> Result<()> {
    if customers.is_empty() {
        return Ok(());
    }
    let resolutions = explain_many(work.db(), work.brand(), customers).await?;
    customers::store::write_resolved_many(work.db(), work.brand(), &resolutions, work.now()).await
}

/// Recomputes every customer of the brand, some hundreds in a transaction, so that other writers come in between. Called when the policy
/// has changed. Cut off halfway it can be repeated.
///
/// # Errors
/// The viewer is no administrator, or the store failed.
pub async fn resolve_brand(app: &App, viewer: &Viewer) -> Result<()> {
    let mut after = 0;
    loop {
        let work = Work::begin(app, viewer, Permission::Admin).await?;
        let customers = customers::store::ids_after(work.db(), work.brand(), after, batch::TOGETHER as u64).await?;
        let Some(last) = customers.last() else { return Ok(()) };
        after = *last;
        resolve_many(&work, &customers).await?;
        work.commit().await?;
    }
}

/// How a customer's fields follow from its records.
///
/// # Errors
/// The store failed.
pub async fn explain(db: &impl ConnectionTrait, brand: i64, customer: i64) -> Result<Resolution> {
    let policy = connection::service::policy(db, brand).await?;
    let records = source::store::of_customer(db, brand, customer).await?;
    let claims: Vec<Claim<'_>> = records.iter().map(|(record, from)| Claim { record, vendor: from.vendor }).collect();
    Ok(super::resolve(&claims, &policy))
}

/// The same for many customers in few statements; one without records is left out.
///
/// # Errors
/// The store failed.
pub async fn explain_many(
    db: &impl ConnectionTrait,
    brand: i64,
    customers: &[i64],
) -> Result<HashMap<i64, Resolution>> {
    let policy = connection::service::policy(db, brand).await?;
    let records = source::store::of_customers(db, brand, customers).await?;
    let mut claims: HashMap<i64, Vec<Claim<'_>>> = HashMap::new();
    for (record, from) in &records {
        claims.entry(record.customer_id).or_default().push(Claim { record, vendor: from.vendor });
    }
    Ok(claims.into_iter().map(|(customer, claims)| (customer, super::resolve(&claims, &policy))).collect())
}

/// Merges `merged` into `survivor`: its records are linked to the survivor, and its id resolves to the survivor from now on.
///
/// # Errors
/// One of the two does not exist in the brand, or both are the same customer.
pub async fn merge(work: &Work<'_>, survivor: i64, merged: i64) -> Result<merge::Model> {
    let survivor = living(work, survivor).await?;
    let merged = living(work, merged).await?;
    if survivor.id == merged.id {
        return Err(Violation::new("mergedId", Rule::NotAllowed, "a customer cannot be merged into itself").into());
    }
    let records = source::store::of_customer(work.db(), work.brand(), merged.id).await?;
    let moved: Vec<Moved> =
        records.iter().map(|(record, _)| Moved { source_record_id: record.id, from_customer_id: merged.id }).collect();
    let ids: Vec<i64> = moved.iter().map(|moved| moved.source_record_id).collect();
    source::store::relink(work.db(), work.brand(), &ids, survivor.id).await?;
    customers::store::set_state(work.db(), merged.id, CustomerState::Merged, Some(survivor.id), work.now()).await?;
    resolve(work, survivor.id).await?;
    score::service::follow(work, &[survivor.id, merged.id]).await?;
    let row = store::insert(
        work.db(),
        store::NewMerge {
            brand: work.brand(),
            survivor: survivor.id,
            merged: merged.id,
            moved: serde_json::to_value(&moved).map_err(Error::internal)?,
            actor: work.viewer().label().to_owned(),
            at: work.now(),
        },
    )
    .await?;
    if let Some(record) = ids.first() {
        let title = format!("{} merged into {}", merged.display_name, survivor.display_name);
        work.timeline(*record, TimelineDraft::new("customer.merged", title).about("merge", row.id)).await;
    }
    work.audit("customer.merge", "customer", survivor.id, json!({ "merged": merged.id })).await;
    Ok(row)
}

/// Undoes a merge, at any age: the records that it moved and that are still with the survivor go back.
///
/// # Errors
/// There is no such merge, it was undone, or the survivor was itself merged since (undo that first).
pub async fn unmerge(work: &Work<'_>, merge: i64) -> Result<merge::Model> {
    let row = store::find(work.db(), work.brand(), merge).await?.ok_or(Error::NotFound { kind: "merge" })?;
    let survivor = customers::store::find(work.db(), work.brand(), row.survivor_id).await?;
    if survivor.is_none_or(|survivor| survivor.state == CustomerState::Merged) {
        return Err(Error::Conflict(
            "the survivor was merged into another customer since; undo that merge first".to_owned(),
        ));
    }
    if !store::undo(work.db(), row.id, work.viewer().label(), work.now()).await? {
        return Err(Error::Conflict("this merge was undone before".to_owned()));
    }
    let moved: Vec<Moved> = serde_json::from_value(row.moved.clone()).map_err(Error::internal)?;
    let with_survivor = source::store::of_customer(work.db(), work.brand(), row.survivor_id).await?;
    let back: Vec<i64> = moved
        .iter()
        .map(|moved| moved.source_record_id)
        .filter(|id| with_survivor.iter().any(|(record, _)| record.id == *id))
        .collect();
    source::store::relink(work.db(), work.brand(), &back, row.merged_id).await?;
    customers::store::set_state(work.db(), row.merged_id, CustomerState::Active, None, work.now()).await?;
    resolve(work, row.survivor_id).await?;
    resolve(work, row.merged_id).await?;
    score::service::follow(work, &[row.survivor_id, row.merged_id]).await?;
    work.audit("customer.unmerge", "customer", row.survivor_id, json!({ "merge": row.id, "restored": row.merged_id }))
        .await;
    Ok(merge::Model { undone_at: Some(work.now()), undone_by: Some(work.viewer().label().to_owned()), ..row })
}

async fn living(work: &Work<'_>, id: i64) -> Result<customer::Model> {
    customers::store::living(work.db(), work.brand(), id).await?.ok_or(Error::NotFound { kind: "customer" })
}

/// The policy a brand's settings name, or the default.
pub fn policy_of(settings: &serde_json::Value) -> Policy {
    settings.get(SURVIVORSHIP).and_then(|policy| serde_json::from_value(policy.clone()).ok()).unwrap_or_default()
}

/// Settings that name `policy`, and are otherwise as they were.
///
/// # Errors
/// The policy cannot be written as JSON.
pub fn with_policy(settings: serde_json::Value, policy: &Policy) -> Result<serde_json::Value> {
    let mut settings = match settings {
        serde_json::Value::Object(settings) => settings,
        _ => serde_json::Map::new(),
    };
    settings.insert(SURVIVORSHIP.to_owned(), serde_json::to_value(policy).map_err(Error::internal)?);
    Ok(settings.into())
}

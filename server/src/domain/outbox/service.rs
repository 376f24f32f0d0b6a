//! Filing deliveries, and what staff decide of those that do not get through.

use std::collections::HashMap;

use entity::delivery::{self, DeliveryState};
use serde_json::{Value as Json, json};

use super::store::{self, NewDelivery};
use super::{Change, Plan};
use crate::domain::connection::READ_ONLY;
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{Work, listing};

/// What becomes of a change at a vendor.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The account it goes to.
    pub connection: entity::connection::Model,
    /// The change's name.
    pub change: String,
    /// The calls, and what they lose.
    pub plan: Plan,
}

/// Files what is to be delivered of `changes`, in the transaction that made them. Answers with all plans, also those of changes that a
/// vendor cannot carry.
///
/// # Errors
/// The store failed.
pub async fn file(work: &Work<'_>, changes: &[Change], heard_from: Option<i64>) -> Result<Vec<Planned>> {
    file_of(work, changes, heard_from, false).await
}

/// The same for a record that is going: the delivery stands for itself.
///
/// # Errors
/// The store failed.
pub async fn file_last(work: &Work<'_>, change: Change, heard_from: Option<i64>) -> Result<Vec<Planned>> {
    file_of(work, &[change], heard_from, true).await
}

async fn file_of(work: &Work<'_>, changes: &[Change], heard_from: Option<i64>, is_last: bool) -> Result<Vec<Planned>> {
    let records: Vec<i64> = changes.iter().map(|change| change.source_record).collect();
    let proxied: HashMap<i64, _> = store::proxied(work.db(), &records)
        .await?
        .into_iter()
        .filter(|(_, connection)| Some(connection.id) != heard_from && goes_back(connection))
        .map(|(record, connection)| (record.id, (record, connection)))
        .collect();
    let (mut planned, mut new) = (Vec::new(), Vec::new());
    for change in changes {
        let Some((record, connection)) = proxied.get(&change.source_record) else { continue };
        let plan = work.app().plan(work, connection, record, &change.what).await?;
        if !plan.calls.is_empty() {
            new.push(NewDelivery {
                connection: connection.id,
                source_record: Some(record.id).filter(|_| !is_last),
                change: change.what.name(),
                subject: change.what.subject(),
                plan: plan.clone(),
                actor: work.viewer().label().to_owned(),
            });
        }
        planned.push(Planned { connection: connection.clone(), change: change.what.name(), plan });
    }
    store::insert(work.db(), work.brand(), new, work.now()).await?;
    Ok(planned)
}

fn goes_back(connection: &entity::connection::Model) -> bool {
    !connection.settings.get(READ_ONLY).and_then(serde_json::Value::as_bool).unwrap_or_default()
}

/// Tries a delivery again, from the call at which it stopped.
///
/// # Errors
/// There is none in the brand, it has ended, or somebody is at it.
pub async fn replay(work: &Work<'_>, id: i64) -> Result<i64> {
    decide(work, id, "delivery.replay", DeliveryState::Pending, None).await
}

/// Gives calls of a delivery, counted from 0, other requests, and tries it again.
///
/// # Errors
/// As [`replay`]; or a call is done or does not exist, or a request is no object.
pub async fn edit(work: &Work<'_>, id: i64, requests: Vec<(i32, Json)>) -> Result<i64> {
    let row = listing::find::<delivery::Entity>(work.db(), work.brand(), id).await?;
    let row = row.ok_or(Error::NotFound { kind: "delivery" })?;
    let mut plan: Plan = serde_json::from_value(row.plan).map_err(Error::internal)?;
    for (at, (step, request)) in requests.into_iter().enumerate() {
        let path = |field: &str| format!("calls[{at}].{field}");
        let call = usize::try_from(step).ok().filter(|_| step >= row.step).and_then(|step| plan.calls.get_mut(step));
        let Some(call) = call else {
            let message = "there is no such call that is not done yet";
            return Err(Violation::new(path("step"), Rule::NotFound, message).with_value(step).into());
        };
        if !request.is_object() {
            return Err(Violation::new(path("request"), Rule::Format, "a request must be an object").into());
        }
        call.request = request;
    }
    decide(work, id, "delivery.edit", DeliveryState::Pending, Some(plan)).await
}

/// Gives a delivery up.
///
/// # Errors
/// As [`replay`].
pub async fn drop(work: &Work<'_>, id: i64) -> Result<i64> {
    decide(work, id, "delivery.drop", DeliveryState::Dropped, None).await
}

async fn decide(work: &Work<'_>, id: i64, action: &str, state: DeliveryState, plan: Option<Plan>) -> Result<i64> {
    let row = listing::find::<delivery::Entity>(work.db(), work.brand(), id).await?;
    let row = row.ok_or(Error::NotFound { kind: "delivery" })?;
    let was = json!({ "state": row.state, "step": row.step, "attempts": row.attempts });
    if !store::decide(work.db(), id, (state, plan), work.now()).await? {
        return Err(Error::Conflict("the delivery has ended, or is under way at this moment".to_owned()));
    }
    work.audit(action, "delivery", id, json!({ "was": was })).await;
    work.wakes_outbox();
    Ok(id)
}

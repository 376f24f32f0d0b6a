//! Offering rewards.

use entity::lookup::LookupKind;
use entity::reward;
use entity::source_record::RecordState;
use serde_json::json;

use super::{NewReward, Offer, store};
use crate::domain::account::secrets;
use crate::domain::{catalogue, rules, segment};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;

/// Puts a reward on offer.
///
/// # Errors
/// A rule is broken, something it names does not exist, or the connection has a reward with this id.
pub async fn create(work: &Work<'_>, new: NewReward) -> Result<reward::Model> {
    let given = new.vendor_id.as_deref().and_then(|id| rules::filled("vendorId", id));
    check(work, &new.offer, None, given).await?;
    let vendor_id = new.vendor_id.map_or_else(secrets::random_hex::<13>, Ok)?;
    let (connection, now) = (new.connection, work.now());
    let row = store::insert(work.db(), work.brand(), connection, vendor_id.clone(), new.offer, now).await?;
    let Some(row) = row else {
        let message = "the connection has a reward with this id";
        return Err(Violation::new("vendorId", Rule::AlreadyExists, message).with_value(vendor_id).into());
    };
    work.audit("reward.create", "reward", row.id, json!({ "code": row.code, "name": row.name })).await;
    Ok(row)
}

/// Changes what a reward says. Vouchers for it stay as they are.
///
/// # Errors
/// There is no such reward in the brand, a rule is broken, or something it names does not exist.
pub async fn update(work: &Work<'_>, id: i64, change: impl FnOnce(&mut Offer)) -> Result<reward::Model> {
    let row = find(work, id).await?;
    let was = Offer::of(&row);
    let mut offer = was.clone();
    change(&mut offer);
    check(work, &offer, Some(&was), None).await?;
    let row = store::update(work.db(), row, offer, work.now()).await?;
    let data = json!({ "name": row.name, "state": row.state, "was": { "name": was.name, "state": was.state } });
    work.audit("reward.update", "reward", row.id, data).await;
    Ok(row)
}

/// Takes a reward off offer for good. Vouchers for it stay good.
///
/// # Errors
/// There is no such reward in the brand.
pub async fn delete(work: &Work<'_>, id: i64) -> Result<reward::Model> {
    let row = find(work, id).await?;
    let offer = Offer { state: RecordState::Deleted, ..Offer::of(&row) };
    let row = store::update(work.db(), row, offer, work.now()).await?;
    work.audit("reward.delete", "reward", row.id, json!({ "code": row.code, "name": row.name })).await;
    Ok(row)
}

/// Records what its vendor says of a reward, given what is known of it.
///
/// # Errors
/// The store failed.
pub async fn hear(
    work: &Work<'_>,
    connection: i64,
    vendor_id: String,
    say: impl FnOnce(Option<Offer>) -> Offer,
) -> Result<reward::Model> {
    let known = store::by_vendor_id(work.db(), connection, &vendor_id).await?;
    let was = known.as_ref().map(Offer::of);
    let offer = say(was.clone());
    match known {
        Some(row) if was.as_ref() == Some(&offer) => Ok(row),
        Some(row) => {
            let row = store::update(work.db(), row, offer, work.now()).await?;
            work.audit("reward.update", "reward", row.id, json!({ "name": row.name, "state": row.state })).await;
            Ok(row)
        }
        None => {
            let made = store::insert(work.db(), work.brand(), connection, vendor_id, offer, work.now()).await?;
            let row = made.ok_or_else(|| Error::Conflict("the reward was recorded at the same moment".to_owned()))?;
            work.audit("reward.create", "reward", row.id, json!({ "code": row.code, "name": row.name })).await;
            Ok(row)
        }
    }
}

async fn find(work: &Work<'_>, id: i64) -> Result<reward::Model> {
    store::find(work.db(), work.brand(), id).await?.ok_or(Error::NotFound { kind: "reward" })
}

async fn check(work: &Work<'_>, offer: &Offer, was: Option<&Offer>, given: Option<Violation>) -> Result<()> {
    let mut broken = offer.broken();
    broken.push(given);
    // What it named before may have gone out of use meanwhile.
    let kind = offer.kind.filter(|kind| was.and_then(|was| was.kind) != Some(*kind));
    broken.push(catalogue::service::unknown(work, "typeId", LookupKind::RewardType, kind).await?);
    if let Some(segment) = offer.segment
        && segment::store::find(work.db(), work.brand(), segment).await?.is_none()
    {
        broken.push(Some(Violation::new("segmentId", Rule::NotFound, "there is no such segment")));
    }
    let known = catalogue::service::by_ids(work.db(), work.brand(), &offer.stores).await?;
    for (n, id) in offer.stores.iter().enumerate() {
        let before = was.is_some_and(|was| was.stores.contains(id));
        let fits = known
            .get(id)
            .is_some_and(|entry| entry.kind == LookupKind::Store && (before || entry.state == RecordState::Active));
        let path = format!("storeIds[{n}]");
        broken.push((!fits).then(|| Violation::new(path, Rule::NotFound, "there is no such store in use")));
    }
    rules::check(broken)
}

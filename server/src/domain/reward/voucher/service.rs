//! Issuing, applying and revoking vouchers.

use entity::lookup::LookupKind;
use entity::source_record::RecordState;
use entity::{Timestamp, reward, voucher};
use serde_json::json;

use super::store::{self, Settled};
use super::{Heard, NewVoucher, refusal};
use crate::domain::account::secrets;
use crate::domain::purchase::service::is_currency;
use crate::domain::reward::{self as rewards, Validity};
use crate::domain::{catalogue, connection, rules, segment};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{TimelineDraft, Work};

/// Gives a customer a voucher, on one of its records. It costs no points.
///
/// # Errors
/// A rule is broken, the reward is not on offer to the customer, or the code is taken.
pub async fn issue(work: &Work<'_>, new: NewVoucher) -> Result<voucher::Model> {
    let mut broken: Vec<_> = new.broken(work.now()).into();
    let reward = match new.reward {
        Some(id) => rewards::store::find(work.db(), work.brand(), id).await?,
        None => None,
    };
    if new.reward.is_some() {
        broken.push(unavailable(work, reward.as_ref(), new.source_record).await?);
    }
    let currency = currency(work, &new).await?;
    let unknown = currency.as_deref().filter(|currency| !is_currency(currency));
    broken.push(unknown.map(|currency| {
        Violation::new("currency", Rule::Format, "a currency is three capital letters, as in ISO 4217")
            .with_value(currency)
    }));
    if let Some(code) = &new.code {
        broken.push(taken(work, code).await?);
    }
    rules::check(broken)?;
    let settled = Settled {
        vendor_id: secrets::random_hex::<13>()?,
        // 60 bits: nobody guesses one, and nobody minds typing it.
        code: new.code.clone().map_or_else(|| secrets::random_hex::<8>().map(|code| code.to_uppercase()), Ok)?,
        currency,
        group: reward.as_ref().map(|reward| reward.reward_group.to_string()),
    };
    let row = store::insert(work.db(), work.brand(), new, settled, work.now()).await?;
    let title = format!("Voucher {} issued", named(&row, reward.as_ref()));
    trace(work, "voucher.issued", &row, title).await;
    Ok(row)
}

/// The reward must be on offer to the customer now.
async fn unavailable(work: &Work<'_>, reward: Option<&reward::Model>, source_record: i64) -> Result<Option<Violation>> {
    let refused = |rule, message: &str| Ok(Some(Violation::new("rewardId", rule, message)));
    let Some(reward) = reward.filter(|reward| reward.state != RecordState::Deleted) else {
        return refused(Rule::NotFound, "there is no such reward");
    };
    if reward.state != RecordState::Active || !Validity::within(work.now(), reward.valid_from, reward.valid_to) {
        return refused(Rule::NotAllowed, "the reward is not on offer now");
    }
    match reward.segment_id {
        Some(segment) if !segment::store::is_member(work.db(), source_record, segment).await? => {
            refused(Rule::NotAllowed, "the reward is offered to members of its segment only")
        }
        _ => Ok(None),
    }
}

async fn currency(work: &Work<'_>, new: &NewVoucher) -> Result<Option<String>> {
    match (new.value, &new.currency) {
        (None, _) => Ok(None),
        (Some(_), Some(given)) => Ok(Some(given.clone())),
        (Some(_), None) => {
            let brand = connection::store::brand(work.db(), work.brand()).await?;
            Ok(brand.map(|brand| brand.currency))
        }
    }
}

/// Codes that people choose are unique; what other systems send may not be. Two that choose the same at once follow one another.
async fn taken(work: &Work<'_>, code: &str) -> Result<Option<Violation>> {
    let own = connection::service::first_party(work).await?;
    connection::service::hold(work, own).await?;
    let found = store::with_code(work.db(), work.brand(), code).await?;
    Ok(found.map(|_| Violation::new("code", Rule::AlreadyExists, "there is a voucher with this code").with_value(code)))
}

/// Applies a voucher, once.
///
/// # Errors
/// There is no such voucher in the brand; it was applied before, was revoked, or is not within its period; its reward is not honoured
/// at the store.
pub async fn apply(work: &Work<'_>, id: i64, store: Option<i64>) -> Result<voucher::Model> {
    let row = find(work, id).await?;
    let reward = match row.reward_id {
        Some(reward) => rewards::store::find(work.db(), work.brand(), reward).await?,
        None => None,
    };
    if row.applied_at.is_some() {
        return Err(used());
    }
    let refused = refusal(&row, work.now());
    let refused = refused.map(|message| Violation::new("voucherId", Rule::NotAllowed, message));
    let unknown = catalogue::service::unknown(work, "storeId", LookupKind::Store, store).await?;
    rules::check([refused, unknown, elsewhere(reward.as_ref(), store)])?;
    // Whoever is faster applies it; the other finds it applied.
    if !store::apply(work.db(), row.id, store, work.now()).await? {
        return Err(used());
    }
    let row = find(work, id).await?;
    let title = format!("Voucher {} redeemed", named(&row, reward.as_ref()));
    trace(work, "voucher.redeemed", &row, title).await;
    Ok(row)
}

fn used() -> Error {
    Error::Conflict("the voucher was applied before".to_owned())
}

fn elsewhere(reward: Option<&reward::Model>, store: Option<i64>) -> Option<Violation> {
    let stores = rewards::stores(reward?);
    match store {
        _ if stores.is_empty() => None,
        None => Some(Violation::new("storeId", Rule::Required, "the reward is honoured at some stores; say at which")),
        Some(store) if stores.contains(&store) => None,
        Some(_) => Some(Violation::new("storeId", Rule::NotAllowed, "the reward is not honoured at this store")),
    }
}

/// Takes a voucher back that was not applied. It is kept as deleted.
///
/// # Errors
/// There is no such voucher in the brand, or it was applied or revoked before.
pub async fn revoke(work: &Work<'_>, id: i64) -> Result<voucher::Model> {
    let row = find(work, id).await?;
    if !store::revoke(work.db(), row.id, work.now()).await? {
        let now = find(work, id).await?;
        let why = if now.applied_at.is_some() { "applied" } else { "revoked" };
        return Err(Error::Conflict(format!("the voucher was {why} before")));
    }
    let reward = match row.reward_id {
        Some(reward) => rewards::store::find(work.db(), work.brand(), reward).await?,
        None => None,
    };
    let title = format!("Voucher {} revoked", named(&row, reward.as_ref()));
    trace(work, "voucher.revoked", &row, title).await;
    Ok(row)
}

/// Records what its vendor says of a voucher. One that is known under the vendor's id says something new, or nothing.
///
/// # Errors
/// The store failed.
pub async fn hear(
    work: &Work<'_>,
    source_record: i64,
    vendor_id: String,
    issued_at: Timestamp,
    said: Heard,
) -> Result<voucher::Model> {
    let known = store::by_vendor_id(work.db(), source_record, &vendor_id).await?;
    let was = known.as_ref().map(Heard::of);
    if let Some(known) = known.as_ref().filter(|_| was.as_ref() == Some(&said)) {
        return Ok(known.clone());
    }
    let currency = match (said.value, known.as_ref().and_then(|row| row.currency.clone())) {
        (None, _) => None,
        (Some(_), Some(currency)) => Some(currency),
        (Some(_), None) => connection::store::brand(work.db(), work.brand()).await?.map(|brand| brand.currency),
    };
    let row =
        store::put(work.db(), work.brand(), (source_record, vendor_id), known, (said, currency, issued_at), work.now());
    let row = row.await?;
    let reward = match row.reward_id {
        Some(reward) => rewards::store::find(work.db(), work.brand(), reward).await?,
        None => None,
    };
    let named = named(&row, reward.as_ref());
    let (was_applied, was_revoked) =
        was.as_ref().map_or((false, false), |was| (was.applied_at.is_some(), was.state == RecordState::Deleted));
    if was.is_none() {
        trace_at(work, "voucher.issued", &row, format!("Voucher {named} issued"), row.created_at).await;
    }
    if let Some(at) = row.applied_at.filter(|_| !was_applied) {
        trace_at(work, "voucher.redeemed", &row, format!("Voucher {named} redeemed"), at).await;
    }
    if row.state == RecordState::Deleted && !was_revoked {
        trace_at(work, "voucher.revoked", &row, format!("Voucher {named} revoked"), work.now()).await;
    }
    Ok(row)
}

async fn find(work: &Work<'_>, id: i64) -> Result<voucher::Model> {
    store::find(work.db(), work.brand(), id).await?.ok_or(Error::NotFound { kind: "voucher" })
}

/// For people: `for Coffee`, `of 100 CZK`.
fn named(row: &voucher::Model, reward: Option<&reward::Model>) -> String {
    match (reward, row.value, &row.currency) {
        (Some(reward), _, _) => format!("for {}", reward.name),
        (None, Some(value), Some(currency)) => format!("of {value} {currency}"),
        _ => row.code.clone(),
    }
}

async fn trace(work: &Work<'_>, kind: &'static str, row: &voucher::Model, title: String) {
    trace_at(work, kind, row, title, work.now()).await;
}

async fn trace_at(work: &Work<'_>, kind: &'static str, row: &voucher::Model, title: String, at: Timestamp) {
    work.timeline(row.source_record_id, TimelineDraft::new(kind, title).about("voucher", row.id).at(at)).await;
    work.audit(kind, "voucher", row.id, json!({ "source_record": row.source_record_id, "code": row.code })).await;
}

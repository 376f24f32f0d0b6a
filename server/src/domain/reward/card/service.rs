//! Issuing and blocking cards.

use entity::card::{self, CardState};
use entity::lookup::LookupKind;
use serde_json::json;

use super::{Details, NewCard, store};
use crate::domain::account::secrets;
use crate::domain::{catalogue, connection, rules};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{TimelineDraft, Work};

/// Digits of a number that is issued here, as barcodes have.
const DIGITS: usize = 13;
/// Digits of it at the least that nobody can foresee.
const RANDOM_DIGITS: usize = 6;

/// Gives a customer a card, on one of its records.
///
/// # Errors
/// A rule is broken, something it names does not exist, or an active card has the number.
pub async fn issue(work: &Work<'_>, new: NewCard) -> Result<card::Model> {
    let mut broken: Vec<_> = check(work, &new.details, &Details::default()).await?;
    broken.push(new.number.as_deref().and_then(|number| rules::filled("number", number)));
    if let Some(number) = &new.number {
        broken.push(taken(work, number).await?);
    }
    rules::check(broken)?;
    let number = match new.number {
        Some(number) => number,
        None => free_number(work, new.details.kind).await?,
    };
    let vendor_id = secrets::random_hex::<13>()?;
    let (record, now) = (new.source_record, work.now());
    let row = store::insert(work.db(), work.brand(), record, vendor_id, number, new.details, now).await?;
    trace(work, "card.issued", &row, "issued").await;
    Ok(row)
}

/// Changes what a card says beside its number.
///
/// # Errors
/// There is no such card in the brand, a rule is broken, or something it names does not exist.
pub async fn update(work: &Work<'_>, id: i64, change: impl FnOnce(&mut Details)) -> Result<card::Model> {
    let row = find(work, id).await?;
    let was = Details::of(&row);
    let mut details = was.clone();
    change(&mut details);
    rules::check(check(work, &details, &was).await?)?;
    let row = store::update(work.db(), row, details, work.now()).await?;
    trace(work, "card.changed", &row, "changed").await;
    Ok(row)
}

/// Blocks a card; one that is blocked stays so.
///
/// # Errors
/// There is no such card in the brand.
pub async fn block(work: &Work<'_>, id: i64) -> Result<card::Model> {
    let row = find(work, id).await?;
    if row.state == CardState::Blocked {
        return Ok(row);
    }
    let row = store::set_state(work.db(), row, CardState::Blocked, work.now()).await?;
    trace(work, "card.blocked", &row, "blocked").await;
    Ok(row)
}

/// Makes a blocked card active again; one that is active stays so.
///
/// # Errors
/// There is no such card in the brand, or another active card got its number meanwhile.
pub async fn unblock(work: &Work<'_>, id: i64) -> Result<card::Model> {
    let row = find(work, id).await?;
    if row.state == CardState::Active {
        return Ok(row);
    }
    rules::check([taken(work, &row.number).await?])?;
    let row = store::set_state(work.db(), row, CardState::Active, work.now()).await?;
    trace(work, "card.unblocked", &row, "unblocked").await;
    Ok(row)
}

/// Records what its vendor says of a card. One that is known under the vendor's id says something new, or nothing.
///
/// # Errors
/// The store failed.
pub async fn hear(
    work: &Work<'_>,
    source_record: i64,
    vendor_id: String,
    (number, details, state): (String, Details, CardState),
) -> Result<card::Model> {
    let (db, now) = (work.db(), work.now());
    let Some(row) = store::by_vendor_id(db, source_record, &vendor_id).await? else {
        let row = store::insert(db, work.brand(), source_record, vendor_id, number, details, now).await?;
        trace(work, "card.issued", &row, "issued").await;
        return if state == row.state { Ok(row) } else { store::set_state(db, row, state, now).await };
    };
    let (was_number, was_state) = (row.number.clone(), row.state);
    if (was_number.as_str(), Details::of(&row), was_state) == (number.as_str(), details.clone(), state) {
        return Ok(row);
    }
    let row = store::rewrite(db, row, number, details, now).await?;
    let row = if state == was_state { row } else { store::set_state(db, row, state, now).await? };
    match (was_state, state) {
        (CardState::Active, CardState::Blocked) => trace(work, "card.blocked", &row, "blocked").await,
        (CardState::Blocked, CardState::Active) => trace(work, "card.unblocked", &row, "unblocked").await,
        _ => trace(work, "card.changed", &row, "changed").await,
    }
    Ok(row)
}

/// An active card's number is one's login, so that two cannot share it. Two that take the same at once follow one another.
async fn taken(work: &Work<'_>, number: &str) -> Result<Option<Violation>> {
    let own = connection::service::first_party(work).await?;
    connection::service::hold(work, own).await?;
    let is_taken = store::is_active(work.db(), work.brand(), number).await?;
    let message = "an active card has this number";
    Ok(is_taken.then(|| Violation::new("number", Rule::AlreadyExists, message).with_value(number)))
}

/// A number that no active card has, beginning with what the sort's numbers begin with.
async fn free_number(work: &Work<'_>, kind: Option<i64>) -> Result<String> {
    const TRIES: usize = 8;
    let entries = catalogue::service::by_ids(work.db(), work.brand(), kind.as_slice()).await?;
    let prefix = entries.values().next().and_then(|entry| entry.data.get("prefix")?.as_str()).unwrap_or_default();
    let open = DIGITS.saturating_sub(prefix.len()).max(RANDOM_DIGITS);
    for _ in 0..TRIES {
        let number = format!("{prefix}{}", random_digits(open)?);
        if taken(work, &number).await?.is_none() {
            return Ok(number);
        }
    }
    Err(Error::Conflict("there are hardly any free numbers of this sort; give one".to_owned()))
}

fn random_digits(count: usize) -> Result<String> {
    let mut digits = String::with_capacity(count);
    while digits.len() < count {
        // Above 249 some digits would come more often than others.
        let bytes = secrets::random_bytes::<32>()?.into_iter().filter(|byte| *byte < 250);
        digits.extend(bytes.take(count - digits.len()).map(|byte| char::from(b'0' + byte % 10)));
    }
    Ok(digits)
}

async fn check(work: &Work<'_>, details: &Details, was: &Details) -> Result<Vec<Option<Violation>>> {
    let mut broken: Vec<_> = details.broken().into();
    // What it named before may have gone out of use meanwhile.
    let kind = details.kind.filter(|kind| was.kind != Some(*kind));
    let store = details.store.filter(|store| was.store != Some(*store));
    broken.push(catalogue::service::unknown(work, "typeId", LookupKind::CardType, kind).await?);
    broken.push(catalogue::service::unknown(work, "storeId", LookupKind::Store, store).await?);
    Ok(broken)
}

async fn find(work: &Work<'_>, id: i64) -> Result<card::Model> {
    store::find(work.db(), work.brand(), id).await?.ok_or(Error::NotFound { kind: "card" })
}

async fn trace(work: &Work<'_>, kind: &'static str, row: &card::Model, done: &str) {
    let entry = TimelineDraft::new(kind, format!("Card {} {done}", row.number));
    work.timeline(row.source_record_id, entry.about("card", row.id)).await;
    work.audit(kind, "card", row.id, json!({ "source_record": row.source_record_id })).await;
}

//! Earning.

use entity::lookup::LookupKind;
use entity::source_record::RecordState;
use entity::{Amount, Timestamp, ledger_lot};
use serde_json::json;

use super::{Event, type_in_use};
use crate::domain::account::secrets;
use crate::domain::ledger::Sort;
use crate::domain::ledger::store::{self, lots::NewLot};
use crate::domain::purchase;
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{TimelineDraft, Work};

/// Something earned.
#[derive(Clone, Debug)]
pub struct Earning {
    /// The record it hangs on, of the brand.
    pub source_record: i64,
    /// Of which sort.
    pub sort: Sort,
    /// How much.
    pub amount: Amount,
    /// When; absent: now.
    pub earned_at: Option<Timestamp>,
    /// When what is left of it expires; absent: never.
    pub expires_at: Option<Timestamp>,
    /// Why.
    pub note: Option<String>,
    /// The look-up entry of the partner who funds it.
    pub partner: Option<i64>,
    /// The purchase that earned it.
    pub purchase: Option<i64>,
    /// The vendor's own id of it; absent: issued here.
    pub vendor_id: Option<String>,
}

/// Adds a lot to the record's account of the sort, which is made when it has none.
///
/// # Errors
/// The amount is not positive, it would have expired already, or something it names does not exist.
pub async fn earn(work: &Work<'_>, earning: Earning) -> Result<ledger_lot::Model> {
    add(work, earning, Event::Earned).await
}

pub(super) async fn add(work: &Work<'_>, earning: Earning, event: Event) -> Result<ledger_lot::Model> {
    check(work, &earning).await?;
    let (sort, amount, record) = (earning.sort, earning.amount, earning.source_record);
    let account = store::accounts::open(work.db(), work.brand(), record, &sort, work.now()).await?;
    if account.currency != sort.currency {
        let message =
            format!("the record's account is kept in {}", account.currency.as_deref().unwrap_or("no currency"));
        return Err(Violation::new("currency", Rule::NotAllowed, message).into());
    }
    if account.balance.checked_add(amount).is_err() {
        return Err(Violation::new("amount", Rule::TooLong, "the balance would be too large")
            .with_value(amount)
            .into());
    }
    let vendor_id = match earning.vendor_id {
        Some(id) => id,
        None => secrets::random_hex::<13>()?,
    };
    let lot = NewLot {
        account: account.id,
        source_record: record,
        vendor_id,
        partner: earning.partner,
        amount,
        earned_at: earning.earned_at.unwrap_or(work.now()),
        expires_at: earning.expires_at,
        note: earning.note,
        purchase: earning.purchase,
    };
    let lot = store::lots::insert(work.db(), lot).await?;
    store::accounts::raise(work.db(), account.id, amount, work.now()).await?;
    let title = match event {
        Event::Adjusted => format!("{} added by hand", sort.show(amount)),
        _ => format!("{} earned", sort.show(amount)),
    };
    let mut entry = TimelineDraft::new(event.kind(sort.unit), title).about("ledger_lot", lot.id).at(lot.earned_at);
    entry.body = lot.note.clone();
    work.timeline(record, entry).await;
    let data = json!({ "account": account.id, "amount": amount });
    work.audit("ledger.earn", "ledger_lot", lot.id, data).await;
    Ok(lot)
}

async fn check(work: &Work<'_>, earning: &Earning) -> Result<()> {
    let mut violations = Vec::new();
    if earning.amount <= Amount::ZERO {
        violations.push(not_positive(earning.amount));
    }
    if let Some(at) = earning.earned_at.filter(|at| *at > work.now()) {
        let message = "nothing can be earned in the future";
        violations.push(Violation::new("earnedAt", Rule::NotAllowed, message).with_value(at));
    }
    if let Some(at) = earning.expires_at.filter(|at| *at <= work.now()) {
        let message = "it would have expired already";
        violations.push(Violation::new("expiresAt", Rule::NotAllowed, message).with_value(at));
    }
    if let Some(id) = earning.sort.type_id {
        collect(&mut violations, type_in_use(work, earning.sort.unit, id).await)?;
    }
    if let Some(id) = earning.partner {
        let found = purchase::store::lookups(work.db(), work.brand(), LookupKind::Partner, &[id]).await?;
        if !found.iter().any(|partner| partner.state == RecordState::Active) {
            violations.push(Violation::new("partnerId", Rule::NotFound, "there is no such partner in use"));
        }
    }
    if let Some(id) = earning.purchase
        && purchase::store::find(work.db(), work.brand(), id).await?.is_none()
    {
        violations.push(Violation::new("purchaseId", Rule::NotFound, "there is no such purchase"));
    }
    if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
}

fn collect(violations: &mut Vec<Violation>, checked: Result<()>) -> Result<()> {
    match checked {
        Err(Error::Invalid(found)) => violations.extend(found),
        other => other?,
    }
    Ok(())
}

pub(super) fn not_positive(amount: Amount) -> Violation {
    Violation::new("amount", Rule::NotAllowed, "the amount must be positive").with_value(amount)
}

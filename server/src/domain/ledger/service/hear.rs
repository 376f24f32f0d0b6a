//! What a vendor says of something earned there.
//!
//! It tells what is left and not what was taken, nor when. So that a lot's sums stay true, what is missing is written as a debit, and
//! what is there again takes such a debit back.

use entity::ledger_account;
use entity::ledger_debit::DebitKind;
use entity::source_record::RecordState;
use entity::{Amount, ledger_lot};
use serde_json::json;

use super::Event;
use crate::domain::ledger::store::debits::{self, Move, NewDebit};
use crate::domain::ledger::store::lots::NewLot;
use crate::domain::ledger::{HeardLot, Share, store};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{TimelineDraft, Work};

/// Records what a vendor says of a lot. One that is known under the vendor's id says something new, or nothing.
///
/// # Errors
/// More is left than was earned; it is of another sort than before; the vendor gives back what others took here; or the store failed.
pub async fn hear(work: &Work<'_>, said: HeardLot) -> Result<ledger_lot::Model> {
    if said.available.is_negative() || said.available > said.assigned {
        let message = "what is left lies between nothing and what was earned";
        return Err(Violation::new("available", Rule::NotAllowed, message).with_value(said.available).into());
    }
    let account = store::accounts::open(work.db(), work.brand(), said.source_record, &said.sort, work.now()).await?;
    if account.currency != said.sort.currency {
        let kept_in = account.currency.as_deref().unwrap_or("no currency");
        let message = format!("the record's account is kept in {kept_in}");
        return Err(Violation::new("currency", Rule::NotAllowed, message).into());
    }
    let known = store::lots::by_vendor_id(work.db(), said.source_record, &said.vendor_id).await?;
    match known {
        None => first_heard(work, &account, said).await,
        Some(lot) if lot.account_id != account.id => {
            Err(Violation::new("type", Rule::NotAllowed, "it was of another type before").into())
        }
        Some(lot) => heard_again(work, &account, lot, said).await,
    }
}

async fn first_heard(work: &Work<'_>, account: &ledger_account::Model, said: HeardLot) -> Result<ledger_lot::Model> {
    let new = NewLot {
        account: account.id,
        source_record: said.source_record,
        vendor_id: said.vendor_id.clone(),
        partner: said.partner,
        amount: said.assigned,
        earned_at: said.earned_at.unwrap_or(work.now()),
        expires_at: said.expires_at,
        note: said.note.clone(),
        purchase: None,
    };
    let mut lot = store::lots::insert(work.db(), new).await?;
    if said.state != RecordState::Active {
        lot = store::lots::rewrite(work.db(), lot, &said, said.assigned).await?;
    }
    raise(work, account, Amount::ZERO, counted(&lot)).await?;
    take(work, account, &lot, taken(said.assigned, said.available)?, &said).await?;
    let title = format!("{} earned", said.sort.show(said.assigned));
    let entry = TimelineDraft::new(Event::Earned.kind(said.sort.unit), title).about("ledger_lot", lot.id);
    work.timeline(said.source_record, entry.at(lot.earned_at).with_body(lot.note.clone())).await;
    work.audit("ledger.earn", "ledger_lot", lot.id, json!({ "account": account.id, "amount": said.assigned })).await;
    reread(work, lot).await
}

async fn heard_again(
    work: &Work<'_>,
    account: &ledger_account::Model,
    mut lot: ledger_lot::Model,
    said: HeardLot,
) -> Result<ledger_lot::Model> {
    let target = taken(said.assigned, said.available)?;
    let was = taken(lot.assigned, lot.available)?;
    if target < was {
        give_back(work, &lot, taken(was, target)?).await?;
        lot = reread(work, lot).await?;
    }
    let took = taken(lot.assigned, lot.available)?;
    let available = taken(said.assigned, took)?;
    if store::lots::says_other(&lot, &said, available) {
        let before = counted(&lot);
        lot = store::lots::rewrite(work.db(), lot, &said, available).await?;
        raise(work, account, before, counted(&lot)).await?;
    }
    take(work, account, &lot, taken(target, took)?, &said).await?;
    let lot = reread(work, lot).await?;
    let now = taken(lot.assigned, lot.available)?;
    let (event, amount, done) = if now > was {
        (Event::Spent, taken(now, was)?, "spent")
    } else {
        (Event::Reversed, taken(was, now)?, "given back")
    };
    if amount > Amount::ZERO {
        let title = format!("{} {done}", said.sort.show(amount));
        let entry = TimelineDraft::new(event.kind(said.sort.unit), title).about("ledger_lot", lot.id);
        work.timeline(said.source_record, entry).await;
    }
    Ok(lot)
}

fn taken(whole: Amount, left: Amount) -> Result<Amount> {
    whole.checked_sub(left).map_err(Error::internal)
}

/// What a lot counts for in its account's balance.
fn counted(lot: &ledger_lot::Model) -> Amount {
    if lot.state == RecordState::Active { lot.available } else { Amount::ZERO }
}

async fn raise(work: &Work<'_>, account: &ledger_account::Model, before: Amount, after: Amount) -> Result<()> {
    store::accounts::raise(work.db(), account.id, taken(after, before)?, work.now()).await
}

/// Writes that so much of a lot was taken there.
async fn take(
    work: &Work<'_>,
    account: &ledger_account::Model,
    lot: &ledger_lot::Model,
    amount: Amount,
    said: &HeardLot,
) -> Result<()> {
    if amount <= Amount::ZERO {
        return Ok(());
    }
    let is_due = said.expires_at.is_some_and(|end| end <= work.now());
    let kind = if is_due { DebitKind::Expiry } else { DebitKind::Spend };
    let share = Share { lot: lot.id, account: account.id, amount };
    let new = NewDebit { account, spend: None, kind, amount, note: None };
    let debit = debits::insert(work.db(), new, &[share], work.now()).await?;
    debits::apply(work.db(), &[debit.id], Move::Take, work.now()).await?;
    work.audit("ledger.spend", "ledger_debit", debit.id, json!({ "account": account.id, "amount": amount })).await;
    Ok(())
}

/// Takes debits of this lot alone back, the newest first, until as much is given back; it may be more.
async fn give_back(work: &Work<'_>, lot: &ledger_lot::Model, amount: Amount) -> Result<()> {
    let mut open = amount;
    for debit in debits::of_lot_alone(work.db(), lot.id).await? {
        if open <= Amount::ZERO {
            return Ok(());
        }
        debits::mark_reversed(work.db(), &[debit.id], work.now()).await?;
        debits::apply(work.db(), &[debit.id], Move::GiveBack, work.now()).await?;
        work.audit("ledger.reverse", "ledger_debit", debit.id, json!({ "amount": debit.amount })).await;
        open = taken(open, debit.amount)?;
    }
    if open <= Amount::ZERO {
        return Ok(());
    }
    let message = "the vendor gives back what was taken together with other points";
    Err(Violation::new("available", Rule::NotAllowed, message).into())
}

async fn reread(work: &Work<'_>, lot: ledger_lot::Model) -> Result<ledger_lot::Model> {
    let found = store::lots::by_id(work.db(), lot.id).await?;
    found.ok_or_else(|| Error::internal("a lot just written is not there"))
}

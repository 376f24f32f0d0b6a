//! Spending.

use std::collections::BTreeMap;

use entity::ledger_debit::{self, DebitKind};
use entity::{Amount, ledger_account};
use serde_json::json;

use super::earn::not_positive;
use super::{Event, expire, living};
use crate::domain::ledger::store::debits::{self, Move, NewDebit};
use crate::domain::ledger::{Share, Sort, Stock, allocate, store};
use crate::domain::source;
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{TimelineDraft, Work};

/// Something to be spent.
#[derive(Clone, Debug)]
pub struct Spending {
    /// Whose.
    pub customer: i64,
    /// Only of this record; absent: of all the customer's records alike.
    pub source_record: Option<i64>,
    /// Of which sort.
    pub sort: Sort,
    /// How much.
    pub amount: Amount,
    /// What for.
    pub note: Option<String>,
}

/// Spends what expires first, over all the records of the customer; answers with a debit for each account drawn on.
///
/// # Errors
/// There is no such customer, the record is not the customer's, or the balance is too small; then nothing is spent.
pub async fn spend(work: &Work<'_>, spending: Spending) -> Result<Vec<ledger_debit::Model>> {
    take(work, spending, DebitKind::Spend).await
}

pub(super) async fn take(work: &Work<'_>, spending: Spending, kind: DebitKind) -> Result<Vec<ledger_debit::Model>> {
    let (amount, sort) = (spending.amount, &spending.sort);
    if amount <= Amount::ZERO {
        return Err(not_positive(amount).into());
    }
    let customer = living(work, spending.customer).await?;
    if let Some(record) = spending.source_record {
        source::service::named_or_first_party(work, customer, Some(record)).await?;
    }
    let accounts =
        store::accounts::lock_of_customer(work.db(), work.brand(), customer, spending.source_record, sort).await?;
    expire(work, &accounts).await?;
    let ids: Vec<i64> = accounts.iter().map(|account| account.id).collect();
    let lots = store::lots::spendable(work.db(), &ids, amount, work.now()).await?;
    let balance = held(&lots);
    let shares = allocate(lots, amount).ok_or_else(|| too_small(sort, balance, amount))?;
    let debits = write(work, &accounts, shares, kind, spending.note.as_ref()).await?;
    for debit in &debits {
        trace(work, sort, debit).await;
    }
    Ok(debits)
}

/// The sum of what was read, which is the whole balance whenever it is too small.
fn held(lots: &[Stock]) -> Amount {
    Amount(lots.iter().fold(0, |sum, lot| sum.saturating_add(lot.available.0)))
}

fn too_small(sort: &Sort, balance: Amount, amount: Amount) -> Error {
    let message = format!("the balance is too small: {}", sort.show(balance));
    Violation::new("amount", Rule::NotAllowed, message).with_value(amount).into()
}

/// A debit for each account, in the order of their ids; lots and balances follow.
async fn write(
    work: &Work<'_>,
    accounts: &[ledger_account::Model],
    shares: Vec<Share>,
    kind: DebitKind,
    note: Option<&String>,
) -> Result<Vec<ledger_debit::Model>> {
    let mut by_account: BTreeMap<i64, Vec<Share>> = BTreeMap::new();
    for share in shares {
        by_account.entry(share.account).or_default().push(share);
    }
    let mut written: Vec<ledger_debit::Model> = Vec::new();
    for account in accounts {
        let Some(shares) = by_account.remove(&account.id) else { continue };
        let amount = Amount(shares.iter().map(|share| share.amount.0).sum());
        let spend = written.first().map(|first| first.id);
        let debit = NewDebit { account, spend, kind, amount, note: note.cloned() };
        written.push(debits::insert(work.db(), debit, &shares, work.now()).await?);
    }
    let ids: Vec<i64> = written.iter().map(|debit| debit.id).collect();
    debits::apply(work.db(), &ids, Move::Take, work.now()).await?;
    Ok(written)
}

async fn trace(work: &Work<'_>, sort: &Sort, debit: &ledger_debit::Model) {
    let (event, done) = match debit.kind {
        DebitKind::Adjustment => (Event::Adjusted, "taken by hand"),
        _ => (Event::Spent, "spent"),
    };
    let title = format!("{} {done}", sort.show(debit.amount));
    let mut entry = TimelineDraft::new(event.kind(sort.unit), title).about("ledger_debit", debit.id);
    entry.body = debit.note.clone();
    work.timeline(debit.source_record_id, entry).await;
    let data = json!({ "account": debit.account_id, "amount": debit.amount });
    work.audit("ledger.spend", "ledger_debit", debit.id, data).await;
}

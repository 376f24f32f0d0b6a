//! Taking a spend back.

use entity::ledger_account;
use entity::ledger_debit::{self, DebitKind};
use serde_json::json;

use super::{Event, expire};
use crate::domain::ledger::store::debits::{self, Move};
use crate::domain::ledger::{Sort, store};
use crate::error::{Error, Result};
use crate::store::{TimelineDraft, Work};

/// Reverses the spend that a debit belongs to, in all the accounts it drew on: everything goes back into the lots it came from, and
/// what is due among them expires at once. Answers with the spend's debits.
///
/// # Errors
/// There is no such debit in the brand, it is no spend, or it was reversed before.
pub async fn reverse(work: &Work<'_>, debit: i64) -> Result<Vec<ledger_debit::Model>> {
    let found = store::rows::<ledger_debit::Entity>(work.db(), work.brand(), &[debit]).await?;
    let named = found.into_iter().next().ok_or(Error::NotFound { kind: "debit" })?;
    if named.kind != DebitKind::Spend {
        return Err(Error::Conflict("only a spend can be reversed".to_owned()));
    }
    let first = named.spend_id.unwrap_or(named.id);
    let touched: Vec<i64> = debits::of_spend(work.db(), first).await?.iter().map(|debit| debit.account_id).collect();
    let accounts = store::accounts::lock(work.db(), &touched).await?;
    // Read again under the locks: another reversal may have been faster.
    let spend = debits::of_spend(work.db(), first).await?;
    if spend.iter().any(|debit| debit.reversed_at.is_some()) {
        return Err(Error::Conflict("this spend was reversed before".to_owned()));
    }
    check_room(&accounts, &spend)?;
    let ids: Vec<i64> = spend.iter().map(|debit| debit.id).collect();
    debits::mark_reversed(work.db(), &ids, work.now()).await?;
    debits::apply(work.db(), &ids, Move::GiveBack, work.now()).await?;
    for debit in &spend {
        trace(work, &accounts, debit).await;
    }
    expire(work, &accounts).await?;
    debits::of_spend(work.db(), first).await
}

fn check_room(accounts: &[ledger_account::Model], spend: &[ledger_debit::Model]) -> Result<()> {
    let fits = |account: &ledger_account::Model| {
        spend
            .iter()
            .filter(|debit| debit.account_id == account.id)
            .try_fold(account.balance, |sum, debit| sum.checked_add(debit.amount))
            .is_ok()
    };
    match accounts.iter().all(fits) {
        true => Ok(()),
        false => Err(Error::Conflict("the balance would be too large".to_owned())),
    }
}

async fn trace(work: &Work<'_>, accounts: &[ledger_account::Model], debit: &ledger_debit::Model) {
    if let Some(account) = accounts.iter().find(|account| account.id == debit.account_id) {
        let sort = Sort::of(account);
        let title = format!("{} given back", sort.show(debit.amount));
        let entry = TimelineDraft::new(Event::Reversed.kind(sort.unit), title).about("ledger_debit", debit.id);
        work.timeline(debit.source_record_id, entry).await;
    }
    let data = json!({ "account": debit.account_id, "amount": debit.amount });
    work.audit("ledger.reverse", "ledger_debit", debit.id, data).await;
}

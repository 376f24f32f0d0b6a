//! Expiring.

use std::collections::{BTreeMap, BTreeSet};

use entity::ledger_account;
use serde_json::json;

use super::Event;
use crate::app::App;
use crate::domain::account::{Permission, Viewer};
use crate::domain::ledger::store::debits::{self, Move};
use crate::domain::ledger::{Sort, store};
use crate::error::Result;
use crate::store::{TimelineDraft, Work};

/// Accounts in one transaction of the job. On SQLite others wait for it to end, so it is short.
const ACCOUNTS_AT_ONCE: usize = 100;

/// Takes what is left in the due lots of these accounts, which the caller has locked; answers with how many lots expired.
///
/// # Errors
/// The store failed.
pub async fn expire(work: &Work<'_>, accounts: &[ledger_account::Model]) -> Result<u64> {
    if accounts.is_empty() {
        return Ok(0);
    }
    let ids: Vec<i64> = accounts.iter().map(|account| account.id).collect();
    let taken = debits::insert_expiries(work.db(), &ids, work.now()).await?;
    if !taken.is_empty() {
        let debits: Vec<i64> = taken.iter().map(|debit| debit.id).collect();
        debits::apply(work.db(), &debits, Move::Take, work.now()).await?;
    }
    for debit in &taken {
        if let Some(account) = accounts.iter().find(|account| account.id == debit.account_id) {
            let sort = Sort::of(account);
            let title = format!("{} expired", sort.show(debit.amount));
            let entry = TimelineDraft::new(Event::Expired.kind(sort.unit), title).about("ledger_debit", debit.id);
            work.timeline(debit.source_record_id, entry).await;
        }
        let data = json!({ "account": debit.account_id, "amount": debit.amount });
        work.audit("ledger.expire", "ledger_debit", debit.id, data).await;
    }
    store::lots::mark_expired(work.db(), &ids, work.now()).await
}

/// Expires what is due in all brands, in at most `limit` accounts; answers with how many lots expired. Several servers may run it at
/// once: an account that another holds is left to the next run.
///
/// # Errors
/// The store failed; what was expired before stays so.
pub async fn expire_due(app: &App, limit: u64) -> Result<u64> {
    let mut brands: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for (brand, account) in store::accounts::due(app.store().reader(), app.clock().now(), limit).await? {
        brands.entry(brand).or_default().insert(account);
    }
    let mut expired = 0;
    for (brand, accounts) in brands {
        let viewer = Viewer::system(brand);
        let accounts: Vec<i64> = accounts.into_iter().collect();
        for some in accounts.chunks(ACCOUNTS_AT_ONCE) {
            let work = Work::begin(app, &viewer, Permission::CustomerCud).await?;
            let locked = store::accounts::lock_free(work.db(), some).await?;
            expired += expire(&work, &locked).await?;
            work.commit().await?;
        }
    }
    Ok(expired)
}

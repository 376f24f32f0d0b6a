//! What points and credits share: both are lots of a ledger.

use std::collections::HashMap;

use entity::ledger_account::{self, LedgerUnit};
use entity::ledger_lot::{self, Column};
use entity::{Amount, Timestamp, source_record};

use super::dialect::CareCloud;
use super::names::Names;
use crate::domain::ledger::store::{self, lots};
use crate::store::slice::Slice;
use crate::vendor::contract::{Call, Refusal};

/// Part of a record's lots, and what replies about them draw on.
pub(super) struct Lots {
    pub(super) rows: Vec<ledger_lot::Model>,
    pub(super) total: u64,
    pub(super) names: Names,
    accounts: HashMap<i64, ledger_account::Model>,
    now: Timestamp,
}

impl Lots {
    /// Reads them.
    pub(super) async fn read(
        call: &Call<'_, CareCloud>,
        record: &source_record::Model,
        (unit, type_id): (LedgerUnit, Option<i64>),
        slice: Slice<Column>,
    ) -> Result<Self, Refusal> {
        let db = call.app.store().reader();
        let found = lots::of_record(db, record.id, unit, type_id, slice).await?;
        let accounts: Vec<i64> = found.rows.iter().map(|lot| lot.account_id).collect();
        let accounts = store::rows::<ledger_account::Entity>(db, record.brand_id, &accounts).await?;
        let partners = found.rows.iter().map(|lot| lot.partner_id);
        let names = Names::of(call, accounts.iter().map(|account| account.type_id).chain(partners)).await?;
        let accounts = accounts.into_iter().map(|account| (account.id, account)).collect();
        Ok(Self { rows: found.rows, total: found.total, names, accounts, now: call.app.clock().now() })
    }

    /// The account that counts a lot.
    pub(super) fn account(&self, lot: &ledger_lot::Model) -> Option<&ledger_account::Model> {
        self.accounts.get(&lot.account_id)
    }

    /// The vendor's id of its type.
    pub(super) fn type_id(&self, lot: &ledger_lot::Model) -> Option<String> {
        self.names.id(self.account(lot)?.type_id)
    }

    /// What can be spent of it: nothing once it is due, however late the job is that takes it.
    pub(super) fn available(&self, lot: &ledger_lot::Model) -> Amount {
        let is_due = lot.expires_at.is_some_and(|end| end <= self.now);
        if is_due { Amount::ZERO } else { lot.available }
    }
}

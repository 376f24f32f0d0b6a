//! The ledger of points and credits.
//!
//! ```text
//!  source record ─► account (one a sort) ─► lots      what was earned together, with one expiry
//!                          └──────────────► debits ─► allocations: from which lots
//! ```
//!
//! What always holds, because every change locks the account, moves lots and balance in one transaction, and reads nothing it did
//! not lock:
//!
//! * the sum of what is available in an account's active lots is its balance, and neither is negative;
//! * a lot's assigned amount is what is available in it and what debits that were not reversed took from it;
//! * a debit's allocations sum to its amount.
//!
//! **Expiry.** A lot is due at its `expires_at`. A job takes the rest of due lots with an expiry debit; a spend does so first for the
//! accounts it draws on, and a balance that is shown leaves out what is due. So nobody sees or spends expired points however late the
//! job is.
//!
//! **Reversal.** A spend is reversed whole, into the lots it came from. What goes back into a lot that is due is taken again by an
//! expiry debit at once: a reversal returns what the customer would have without the spend, and without it the points had expired.
//!
//! **Merged customers.** A spend draws on the accounts of all the customer's records alike, each with a debit of its own, so that an
//! unmerge leaves every record with its own history.

pub mod graphql;
pub mod service;
pub mod store;

use entity::ledger_account::{self, LedgerUnit};
use entity::ledger_debit::DebitKind;
use entity::source_record::RecordState;
use entity::{Amount, Timestamp};

/// What is counted and spent together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    /// Points or credits.
    pub unit: LedgerUnit,
    /// The look-up entry of the type; absent: the sort without a type.
    pub type_id: Option<i64>,
    /// ISO 4217; of credits only.
    pub currency: Option<String>,
}

impl Sort {
    /// The sort that an account counts.
    pub fn of(account: &ledger_account::Model) -> Self {
        Self { unit: account.unit, type_id: account.type_id, currency: account.currency.clone() }
    }

    /// An amount of it, for people: `12.5 points`, `30 CZK of credits`.
    pub fn show(&self, amount: Amount) -> String {
        match (self.unit, &self.currency) {
            (LedgerUnit::Points, _) => format!("{amount} points"),
            (LedgerUnit::Credits, Some(currency)) => format!("{amount} {currency} of credits"),
            (LedgerUnit::Credits, None) => format!("{amount} credits"),
        }
    }
}

/// What one customer has of one sort, over all its records.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pool {
    /// The customer.
    pub customer: i64,
    /// The sort.
    pub sort: Sort,
}

/// A pool and what can be spent of it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    /// The pool.
    pub pool: Pool,
    /// What its lots hold that is not due.
    pub amount: Amount,
}

/// What a pool loses next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expiring {
    /// How much.
    pub amount: Amount,
    /// When.
    pub at: Timestamp,
}

/// What a list of lots can be narrowed by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct LotFilter {
    /// Only lots with (or without) something left in them.
    pub available: Option<bool>,
}

/// What a list of debits can be narrowed by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct DebitFilter {
    /// Only this kind.
    pub kind: Option<DebitKind>,
}

/// Whose allocations are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AllocationsOf {
    /// Of a debit: the lots it took from.
    #[default]
    Debit,
    /// Of a lot: the debits that took from it.
    Lot,
}

/// What a lot can give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stock {
    /// The lot.
    pub lot: i64,
    /// Its account.
    pub account: i64,
    /// What is left in it.
    pub available: Amount,
    /// When the rest expires.
    pub expires_at: Option<Timestamp>,
    /// When it was earned.
    pub earned_at: Timestamp,
}

/// Part of a debit: what one lot gives to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The lot.
    pub lot: i64,
    /// Its account.
    pub account: i64,
    /// How much.
    pub amount: Amount,
}

/// Something earned, as its vendor knows it.
#[derive(Clone, Debug)]
pub struct HeardLot {
    /// The record it hangs on, of the brand.
    pub source_record: i64,
    /// Of which sort.
    pub sort: Sort,
    /// The vendor's own id of it.
    pub vendor_id: String,
    /// How much was earned.
    pub assigned: Amount,
    /// How much is left.
    pub available: Amount,
    /// The look-up entry of the partner who funds it.
    pub partner: Option<i64>,
    /// When it was earned; absent: the vendor does not say.
    pub earned_at: Option<Timestamp>,
    /// When what is left of it expires.
    pub expires_at: Option<Timestamp>,
    /// Why.
    pub note: Option<String>,
    /// Whether it counts.
    pub state: RecordState,
}

/// Divides a debit over lots: what expires first is used first, what never expires last; of two alike the older one.
/// `None` when the lots do not hold as much.
pub fn allocate(mut lots: Vec<Stock>, amount: Amount) -> Option<Vec<Share>> {
    lots.sort_by_key(|lot| (lot.expires_at.is_none(), lot.expires_at, lot.earned_at, lot.lot));
    let mut open = amount.0;
    let mut shares = Vec::new();
    for lot in lots {
        let part = open.min(lot.available.0);
        if part > 0 {
            shares.push(Share { lot: lot.lot, account: lot.account, amount: Amount(part) });
            open -= part;
        }
    }
    (open == 0).then_some(shares)
}

#[cfg(test)]
mod tests;

//! Vouchers: rewards that customers hold and show at the cash desk. One is applied once.

pub mod graphql;
pub mod service;
pub mod store;

use entity::source_record::RecordState;
use entity::{Amount, Timestamp, voucher};

use super::Validity;
use crate::domain::rules;
use crate::error::{Rule, Violation};

/// What a list of vouchers can be narrowed by; all that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct VoucherFilter {
    /// Active and within its period, or not.
    pub validity: Option<Validity>,
    /// Used, or not.
    pub applied: Option<bool>,
    /// Exactly this code.
    pub code: Option<String>,
    /// For any of these rewards; empty: for any.
    pub rewards: Vec<i64>,
    /// Applied at this store, a look-up entry.
    pub store: Option<i64>,
    /// Only in this state; absent: all but revoked ones.
    pub state: Option<RecordState>,
}

/// A voucher to be issued.
#[derive(Clone, Debug)]
pub struct NewVoucher {
    /// The record it hangs on.
    pub source_record: i64,
    /// What it is good for; absent: its value.
    pub reward: Option<i64>,
    /// What is shown at the cash desk; absent: issued.
    pub code: Option<String>,
    /// Its worth.
    pub value: Option<Amount>,
    /// ISO 4217 of the value; absent: the brand's.
    pub currency: Option<String>,
    /// Why.
    pub note: Option<String>,
    /// First moment it can be applied; absent: at once.
    pub valid_from: Option<Timestamp>,
    /// Last moment it can be applied; absent: unlimited.
    pub valid_to: Option<Timestamp>,
}

impl NewVoucher {
    /// The rules it breaks by itself at `now`.
    pub fn broken(&self, now: Timestamp) -> [Option<Violation>; 6] {
        let worthless = self.reward.is_none() && self.value.is_none();
        let negative = self.value.filter(|value| *value <= Amount::ZERO);
        let over = self.valid_to.filter(|end| *end < now);
        let bare = self.currency.is_some() && self.value.is_none();
        [
            self.code.as_deref().and_then(|code| rules::filled("code", code)),
            worthless.then(|| Violation::new("rewardId", Rule::Required, "a voucher is for a reward or has a value")),
            negative
                .map(|value| Violation::new("value", Rule::NotAllowed, "the value must be positive").with_value(value)),
            bare.then(|| Violation::new("currency", Rule::NotAllowed, "without a value there is no currency")),
            rules::in_order("validTo", self.valid_from, self.valid_to),
            over.map(|end| Violation::new("validTo", Rule::NotAllowed, "it would have ended already").with_value(end)),
        ]
    }
}

/// What its vendor says of a voucher.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// What it is good for.
    pub reward: Option<i64>,
    /// What is shown at the cash desk.
    pub code: String,
    /// Its worth, in the brand's currency.
    pub value: Option<Amount>,
    /// The vendor's group of its reward.
    pub group: Option<String>,
    /// Why.
    pub note: Option<String>,
    /// First moment it can be applied.
    pub valid_from: Option<Timestamp>,
    /// Last moment it can be applied.
    pub valid_to: Option<Timestamp>,
    /// When it was applied.
    pub applied_at: Option<Timestamp>,
    /// The look-up entry of the store where it was applied.
    pub store: Option<i64>,
    /// Whether it is in use.
    pub state: RecordState,
}

impl Heard {
    /// What a row says.
    pub fn of(row: &voucher::Model) -> Self {
        Self {
            reward: row.reward_id,
            code: row.code.clone(),
            value: row.value,
            group: row.reward_group.clone(),
            note: row.note.clone(),
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            applied_at: row.applied_at,
            store: row.store_id,
            state: row.state,
        }
    }
}

/// Why a voucher cannot be applied at `now`; nothing when it can.
pub fn refusal(voucher: &voucher::Model, now: Timestamp) -> Option<String> {
    match voucher.state {
        RecordState::Deleted => return Some("the voucher was revoked".to_owned()),
        RecordState::Inactive => return Some("the voucher is not in use".to_owned()),
        RecordState::Active => {}
    }
    if let Some(from) = voucher.valid_from.filter(|from| now < *from) {
        return Some(format!("the voucher is good from {from} on"));
    }
    let end = voucher.valid_to.filter(|end| *end < now);
    end.map(|end| format!("the voucher was good until {end}"))
}

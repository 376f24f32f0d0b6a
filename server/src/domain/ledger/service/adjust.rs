//! Correcting a balance by hand.

use entity::Amount;
use entity::ledger_debit::DebitKind;

use super::earn::{self, Earning};
use super::spend::{self, Spending};
use super::{Event, living};
use crate::domain::ledger::Sort;
use crate::domain::source;
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;

/// A correction.
#[derive(Clone, Debug)]
pub struct Adjustment {
    /// Whose balance.
    pub customer: i64,
    /// The record whose account it is; absent: what is added goes to the first-party one, what is taken comes from all alike.
    pub source_record: Option<i64>,
    /// Of which sort.
    pub sort: Sort,
    /// What to add; negative: what to take.
    pub amount: Amount,
    /// Why.
    pub reason: String,
}

/// Corrects a balance: adds a lot that does not expire, or takes from lots as a spend does. Answers with the customer.
///
/// # Errors
/// Nothing is to be changed, no reason is given, or the balance is too small.
pub async fn adjust(work: &Work<'_>, adjustment: Adjustment) -> Result<i64> {
    let customer = living(work, adjustment.customer).await?;
    check(&adjustment)?;
    let Adjustment { source_record, sort, amount, reason, .. } = adjustment;
    if amount.is_negative() {
        let amount = Amount::ZERO.checked_sub(amount).map_err(Error::internal)?;
        let spending = Spending { customer, source_record, sort, amount, note: Some(reason) };
        spend::take(work, spending, DebitKind::Adjustment).await?;
    } else {
        let record = source::service::named_or_first_party(work, customer, source_record).await?;
        let earning = Earning {
            source_record: record.id,
            sort,
            amount,
            earned_at: None,
            expires_at: None,
            note: Some(reason),
            partner: None,
            purchase: None,
            vendor_id: None,
        };
        earn::add(work, earning, Event::Adjusted).await?;
    }
    Ok(customer)
}

fn check(adjustment: &Adjustment) -> Result<()> {
    let mut violations = Vec::new();
    if adjustment.amount == Amount::ZERO {
        violations.push(Violation::new("amount", Rule::NotAllowed, "a change of nothing is none"));
    }
    if adjustment.reason.trim().is_empty() {
        violations.push(Violation::new("reason", Rule::Empty, "a reason is needed"));
    }
    if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
}

//! What can be done with points and credits. Everything here locks the accounts it changes, in the order of their ids.

mod adjust;
mod earn;
mod expire;
mod hear;
mod reverse;
mod spend;

use entity::ledger_account::LedgerUnit;
use entity::lookup::{self, LookupKind};
use entity::source_record::RecordState;

pub use adjust::{Adjustment, adjust};
pub use earn::{Earning, earn};
pub use expire::{expire, expire_due};
pub use hear::hear;
pub use reverse::reverse;
pub use spend::{Spending, spend};

use super::{Sort, store};
use crate::domain::purchase::service::is_currency;
use crate::domain::{connection, customer, purchase};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;

/// How a caller names a sort, which may leave open what the customer's accounts make plain.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Points or credits.
    pub unit: LedgerUnit,
    /// The look-up entry of the type, `Some(None)` for the sort without a type; absent: the only one the customer has.
    pub type_id: Option<Option<i64>>,
    /// ISO 4217; of credits only; absent: as the customer's, else the brand's.
    pub currency: Option<String>,
}

/// The sort that `wanted` means for a customer.
///
/// # Errors
/// There is no such customer; the type is unknown; the currency is none or has no place here; the customer has several sorts that fit.
pub async fn sort(work: &Work<'_>, customer: i64, wanted: Wanted) -> Result<Sort> {
    let customer = living(work, customer).await?;
    check_currency(&wanted)?;
    if let Some(Some(id)) = wanted.type_id {
        type_in_list(work, wanted.unit, id).await?;
    }
    let held = store::accounts::sorts(work.db(), work.brand(), customer, wanted.unit).await?;
    let mut fitting = held.into_iter().filter(|sort| {
        wanted.type_id.is_none_or(|id| sort.type_id == id)
            && wanted.currency.as_ref().is_none_or(|currency| sort.currency.as_ref() == Some(currency))
    });
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Ok(only),
        (None, _) => new_sort(work, wanted).await,
        (Some(_), Some(_)) => Err(several(&wanted)),
    }
}

async fn new_sort(work: &Work<'_>, wanted: Wanted) -> Result<Sort> {
    let currency = match (wanted.unit, wanted.currency) {
        (LedgerUnit::Points, _) => None,
        (LedgerUnit::Credits, Some(currency)) => Some(currency),
        (LedgerUnit::Credits, None) => {
            connection::store::brand(work.db(), work.brand()).await?.map(|brand| brand.currency)
        }
    };
    Ok(Sort { unit: wanted.unit, type_id: wanted.type_id.flatten(), currency })
}

fn several(wanted: &Wanted) -> Error {
    let path = if wanted.type_id.is_none() { "typeId" } else { "currency" };
    Violation::new(path, Rule::Required, "the customer has several sorts; say which is meant").into()
}

fn check_currency(wanted: &Wanted) -> Result<()> {
    let Some(currency) = &wanted.currency else { return Ok(()) };
    let violation = match wanted.unit {
        LedgerUnit::Points => Violation::new("currency", Rule::NotAllowed, "points have no currency"),
        LedgerUnit::Credits if is_currency(currency) => return Ok(()),
        LedgerUnit::Credits => {
            Violation::new("currency", Rule::Format, "a currency is three capital letters, as in ISO 4217")
        }
    };
    Err(violation.with_value(currency).into())
}

/// The entry of the list of point or credit types.
async fn type_in_list(work: &Work<'_>, unit: LedgerUnit, id: i64) -> Result<lookup::Model> {
    let kind = match unit {
        LedgerUnit::Points => LookupKind::PointType,
        LedgerUnit::Credits => LookupKind::CreditType,
    };
    let found = purchase::store::lookups(work.db(), work.brand(), kind, &[id]).await?.into_iter().next();
    found.ok_or_else(|| Violation::new("typeId", Rule::NotFound, "there is no such type").into())
}

/// The same, for something new.
async fn type_in_use(work: &Work<'_>, unit: LedgerUnit, id: i64) -> Result<()> {
    match type_in_list(work, unit, id).await?.state {
        RecordState::Active => Ok(()),
        _ => Err(Violation::new("typeId", Rule::NotAllowed, "this type is out of use").into()),
    }
}

async fn living(work: &Work<'_>, customer: i64) -> Result<i64> {
    let found = customer::store::living(work.db(), work.brand(), customer).await?;
    found.map(|customer| customer.id).ok_or(Error::NotFound { kind: "customer" })
}

/// What happened, as a timeline names it.
#[derive(Clone, Copy, Debug)]
enum Event {
    Earned,
    Spent,
    Reversed,
    Expired,
    Adjusted,
}

impl Event {
    fn kind(self, unit: LedgerUnit) -> &'static str {
        use LedgerUnit::{Credits, Points};
        match (unit, self) {
            (Points, Self::Earned) => "points.earned",
            (Points, Self::Spent) => "points.spent",
            (Points, Self::Reversed) => "points.reversed",
            (Points, Self::Expired) => "points.expired",
            (Points, Self::Adjusted) => "points.adjusted",
            (Credits, Self::Earned) => "credits.earned",
            (Credits, Self::Spent) => "credits.spent",
            (Credits, Self::Reversed) => "credits.reversed",
            (Credits, Self::Expired) => "credits.expired",
            (Credits, Self::Adjusted) => "credits.adjusted",
        }
    }
}

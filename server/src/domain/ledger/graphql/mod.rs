//! Points and credits in the graph.

mod inputs;
mod loader;
mod types;

use async_graphql::{Context, Object, Result, SimpleObject};
use entity::ledger_account::LedgerUnit;
use entity::{Amount, ledger_debit};

pub use inputs::{AdjustBalanceInput, EarnPointsInput, SpendPointsInput};
pub use types::{DebitKindName, ExpiringNext, LedgerAllocation, LedgerBalance, LedgerDebit, LedgerLot, LedgerUnitName};

use super::service::{self, Adjustment, Earning, Spending};
use super::{Balance, store};
use crate::domain::account::Permission;
use crate::domain::customer::graphql::{self as customer, Customer};
use crate::domain::source;
use crate::graphql::error::{Problem, fault};
use crate::graphql::id::Gid;
use crate::graphql::loaders::loaders;
use crate::graphql::mutation::{self, Outcome};
use crate::graphql::scalar::Decimal;
use crate::{kinds, payload};

kinds! {
    /// Ids of lots.
    LedgerLotIdKind => "LedgerLot",
    /// Ids of debits.
    LedgerDebitIdKind => "LedgerDebit",
}

/// The id of a lot.
pub type LedgerLotId = Gid<LedgerLotIdKind>;
/// The id of a debit.
pub type LedgerDebitId = Gid<LedgerDebitIdKind>;

/// The lot with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load_lot(ctx: &Context<'_>, id: i64) -> Result<Option<LedgerLot>> {
    let row = loaders(ctx)?.load_one(loader::Lot(id)).await.map_err(|error| fault(error.into()))?;
    Ok(row.map(LedgerLot::from))
}

/// The debit with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load_debit(ctx: &Context<'_>, id: i64) -> Result<Option<LedgerDebit>> {
    let row = loaders(ctx)?.load_one(loader::Debit(id)).await.map_err(|error| fault(error.into()))?;
    Ok(row.map(LedgerDebit::from))
}

/// A customer's points and credits.
pub struct CustomerLedger(pub i64);

#[Object]
impl CustomerLedger {
    /// Loyalty points, a balance for each type.
    async fn points(&self, ctx: &Context<'_>) -> Result<Vec<LedgerBalance>> {
        of_unit(ctx, self.0, LedgerUnit::Points).await
    }

    /// Credits, a balance for each type and currency.
    async fn credits(&self, ctx: &Context<'_>) -> Result<Vec<LedgerBalance>> {
        of_unit(ctx, self.0, LedgerUnit::Credits).await
    }

    /// All loyalty points that can be spent now, whatever their type.
    async fn points_balance(&self, ctx: &Context<'_>) -> Result<Decimal> {
        let points = balances(ctx, self.0).await?;
        let points = points.iter().filter(|balance| balance.pool.sort.unit == LedgerUnit::Points);
        let sum = points.map(|balance| balance.amount).try_fold(Amount::ZERO, Amount::checked_add);
        Ok(Decimal(sum?))
    }
}

async fn balances(ctx: &Context<'_>, customer: i64) -> Result<Vec<Balance>> {
    let found = loaders(ctx)?.load_one(loader::BalancesOf(customer)).await.map_err(|error| fault(error.into()))?;
    Ok(found.unwrap_or_default())
}

async fn of_unit(ctx: &Context<'_>, customer: i64, unit: LedgerUnit) -> Result<Vec<LedgerBalance>> {
    let found = balances(ctx, customer).await?;
    Ok(found.into_iter().filter(|balance| balance.pool.sort.unit == unit).map(LedgerBalance).collect())
}

payload! {
    /// The outcome of giving points or credits.
    EarnPointsPayload { lot: LedgerLot }
}
payload! {
    /// The outcome of correcting a balance.
    AdjustBalancePayload { customer: Customer }
}

/// The outcome of spending points or credits.
#[derive(Debug, SimpleObject)]
pub struct SpendPointsPayload {
    /// What was taken, a debit for each record drawn on; null when the input broke a rule.
    pub debits: Option<Vec<LedgerDebit>>,
    /// The rules that the input broke; empty when it was carried out.
    pub problems: Vec<Problem>,
}

/// The outcome of reversing a spend.
#[derive(Debug, SimpleObject)]
pub struct ReverseSpendPayload {
    /// The debits of the spend, now reversed; null when it could not be.
    pub debits: Option<Vec<LedgerDebit>>,
    /// Why it could not be reversed; empty when it was.
    pub problems: Vec<Problem>,
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct LedgerMutation;

#[Object]
impl LedgerMutation {
    /// Gives points or credits to a customer.
    async fn earn_points(
        &self,
        ctx: &Context<'_>,
        input: EarnPointsInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<EarnPointsPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let (customer, record) = (new.customer_id.row(), new.source_record_id.map(Gid::row));
                let sort = service::sort(work, customer, inputs::wanted(new.unit, new.type_id, new.currency)).await?;
                let record = source::service::named_or_first_party(work, customer, record).await?;
                let earning = Earning {
                    source_record: record.id,
                    sort,
                    amount: new.amount.0,
                    earned_at: new.earned_at.map(|instant| instant.0),
                    expires_at: new.expires_at.map(|instant| instant.0),
                    note: new.note,
                    partner: new.partner_id.map(Gid::row),
                    purchase: new.purchase_id.map(Gid::row),
                    vendor_id: None,
                };
                Ok(service::earn(work, earning).await?.id)
            })
        });
        let outcome = outcome.await?;
        let lot = match outcome.row {
            Some(row) => load_lot(ctx, row).await?,
            None => None,
        };
        Ok(EarnPointsPayload { lot, problems: outcome.problems })
    }

    /// Spends points or credits of a customer: what expires first, over all its source records. Refused when the balance is too small.
    async fn spend_points(
        &self,
        ctx: &Context<'_>,
        input: SpendPointsInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<SpendPointsPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let customer = new.customer_id.row();
                let sort = service::sort(work, customer, inputs::wanted(new.unit, new.type_id, new.currency)).await?;
                let spending = Spending {
                    customer,
                    source_record: new.source_record_id.map(Gid::row),
                    sort,
                    amount: new.amount.0,
                    note: new.note,
                };
                first(service::spend(work, spending).await?)
            })
        });
        let outcome = outcome.await?;
        Ok(SpendPointsPayload { debits: spend_of(ctx, &outcome).await?, problems: outcome.problems })
    }

    /// Reverses a spend, also where it drew on several records: everything goes back into the lots it came from, and expires at once
    /// where their date has passed.
    async fn reverse_spend(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Any of the spend's debits.")] debit_id: LedgerDebitId,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<ReverseSpendPayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &debit_id, move |work| {
            Box::pin(async move { first(service::reverse(work, debit_id.row()).await?) })
        });
        let outcome = outcome.await?;
        Ok(ReverseSpendPayload { debits: spend_of(ctx, &outcome).await?, problems: outcome.problems })
    }

    /// Corrects a balance by hand: adds points or credits that do not expire, or takes some as a spend does.
    async fn adjust_balance(
        &self,
        ctx: &Context<'_>,
        input: AdjustBalanceInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<AdjustBalancePayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let customer = new.customer_id.row();
                let sort = service::sort(work, customer, inputs::wanted(new.unit, new.type_id, new.currency)).await?;
                let source_record = new.source_record_id.map(Gid::row);
                let adjustment = Adjustment { customer, source_record, sort, amount: new.amount.0, reason: new.reason };
                service::adjust(work, adjustment).await
            })
        });
        let outcome = outcome.await?;
        Ok(AdjustBalancePayload { customer: customer::reload(ctx, outcome.row).await?, problems: outcome.problems })
    }
}

/// The row that stands for a spend: its first debit.
fn first(debits: Vec<ledger_debit::Model>) -> crate::error::Result<i64> {
    let first = debits.first().map(|debit| debit.id);
    first.ok_or_else(|| crate::error::Error::internal("a spend without debits"))
}

async fn spend_of(ctx: &Context<'_>, outcome: &Outcome) -> Result<Option<Vec<LedgerDebit>>> {
    let Some(first) = outcome.row else { return Ok(None) };
    let debits = store::debits::of_spend(loaders(ctx)?.loader().db(), first).await.map_err(fault)?;
    Ok(Some(debits.into_iter().map(LedgerDebit::from).collect()))
}

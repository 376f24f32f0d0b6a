//! Balances, lots, debits and their allocations.

use async_graphql::{ComplexObject, Context, Enum, Object, Result, SimpleObject};
use entity::ledger_account::{self, LedgerUnit};
use entity::ledger_debit::{self, DebitKind};
use entity::{ledger_allocation, ledger_lot};

use super::loader::{self, NextExpiry};
use super::{LedgerDebitId, LedgerLotId, load_debit, load_lot};
use crate::domain::catalogue;
use crate::domain::catalogue::graphql::LookupId;
use crate::domain::ledger::{AllocationsOf, Balance, DebitFilter, LotFilter};
use crate::domain::purchase::graphql::Purchase;
use crate::domain::source::graphql::SourceRecord;
use crate::domain::{purchase, source};
use crate::graphql::error::fault;
use crate::graphql::loaders::{Branded, children, loaders, row};
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::{DateTime, Decimal};

impl Branded for ledger_account::Entity {
    fn brand_column() -> ledger_account::Column {
        ledger_account::Column::BrandId
    }
}

/// What a balance counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "LedgerUnit", remote = "LedgerUnit")]
pub enum LedgerUnitName {
    /// Loyalty points.
    Points,
    /// Credits, prepaid or granted, in a currency.
    Credits,
}

/// Why something was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "LedgerDebitKind", remote = "DebitKind")]
pub enum DebitKindName {
    /// The customer used it.
    Spend,
    /// It passed its date.
    Expiry,
    /// What earned it was cancelled.
    Reversal,
    /// Staff corrected the balance.
    Adjustment,
}

/// What a customer has of one sort of points or credits, over all its source records.
#[derive(Clone, Debug)]
pub struct LedgerBalance(pub(super) Balance);

#[Object]
impl LedgerBalance {
    /// Points or credits.
    async fn unit(&self) -> LedgerUnitName {
        self.0.pool.sort.unit.into()
    }

    /// The id of its type; null for the sort without one.
    async fn type_id(&self) -> Option<LookupId> {
        self.0.pool.sort.type_id.map(LookupId::new)
    }

    /// The name of its type; null for the sort without one.
    async fn type_name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        name(ctx, self.0.pool.sort.type_id).await
    }

    /// The currency of credits, ISO 4217; null for points.
    async fn currency(&self) -> Option<&str> {
        self.0.pool.sort.currency.as_deref()
    }

    /// What can be spent now; what has passed its date is left out.
    async fn balance(&self) -> Decimal {
        Decimal(self.0.amount)
    }

    /// What expires next; null when nothing does.
    async fn expiring_next(&self, ctx: &Context<'_>) -> Result<Option<ExpiringNext>> {
        let next = loaders(ctx)?.load_one(NextExpiry(self.0.pool.clone())).await;
        let next = next.map_err(|error| fault(error.into()))?;
        Ok(next.map(|next| ExpiringNext { amount: Decimal(next.amount), at: DateTime(next.at) }))
    }

    /// What was earned, newest first.
    async fn lots(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only lots with something left in them, or only those without.")] available: Option<bool>,
    ) -> Result<Connection<LedgerLot>> {
        let paging = Paging::new(first, after, last, before);
        loader::entries(ctx, &self.0.pool, paging, LotFilter { available }).await
    }

    /// What was taken, newest first.
    async fn debits(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only this kind.")] kind: Option<DebitKindName>,
    ) -> Result<Connection<LedgerDebit>> {
        let paging = Paging::new(first, after, last, before);
        let filter = DebitFilter { kind: kind.map(Into::into) };
        loader::entries(ctx, &self.0.pool, paging, filter).await
    }
}

async fn name(ctx: &Context<'_>, id: Option<i64>) -> Result<Option<String>> {
    Ok(catalogue::graphql::load_named(ctx, id).await?.map(|entry| entry.name))
}

/// What a balance loses next.
#[derive(Clone, Debug, SimpleObject)]
pub struct ExpiringNext {
    /// How much.
    pub amount: Decimal,
    /// When.
    pub at: DateTime,
}

/// Points or credits earned together, with one expiry.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct LedgerLot {
    /// Opaque id.
    pub id: LedgerLotId,
    /// The vendor's own id of it.
    pub vendor_id: Option<String>,
    /// What was earned.
    pub assigned: Decimal,
    /// What is left.
    pub available: Decimal,
    /// When it was earned.
    pub earned_at: DateTime,
    /// When what is left expires; null when it does not.
    pub expires_at: Option<DateTime>,
    /// When it was found to have expired; null before.
    pub expired_at: Option<DateTime>,
    /// Why it was earned.
    pub note: Option<String>,
    #[graphql(skip)]
    account: i64,
    #[graphql(skip)]
    source_record: i64,
    #[graphql(skip)]
    partner: Option<i64>,
    #[graphql(skip)]
    purchase: Option<i64>,
}

impl From<ledger_lot::Model> for LedgerLot {
    fn from(row: ledger_lot::Model) -> Self {
        Self {
            id: LedgerLotId::new(row.id),
            vendor_id: row.vendor_id,
            assigned: Decimal(row.assigned),
            available: Decimal(row.available),
            earned_at: DateTime(row.earned_at),
            expires_at: row.expires_at.map(DateTime),
            expired_at: row.expired_at.map(DateTime),
            note: row.note,
            account: row.account_id,
            source_record: row.source_record_id,
            partner: row.partner_id,
            purchase: row.purchase_id,
        }
    }
}

#[ComplexObject]
impl LedgerLot {
    /// Points or credits.
    async fn unit(&self, ctx: &Context<'_>) -> Result<LedgerUnitName> {
        Ok(account(ctx, self.account).await?.unit.into())
    }

    /// The name of its type; null for the sort without one.
    async fn type_name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        name(ctx, account(ctx, self.account).await?.type_id).await
    }

    /// The currency of credits, ISO 4217; null for points.
    async fn currency(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(account(ctx, self.account).await?.currency)
    }

    /// The name of the partner who funds it.
    async fn partner_name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        name(ctx, self.partner).await
    }

    /// The purchase that earned it; null when it was granted otherwise.
    async fn purchase(&self, ctx: &Context<'_>) -> Result<Option<Purchase>> {
        match self.purchase {
            Some(id) => purchase::graphql::load(ctx, id).await,
            None => Ok(None),
        }
    }

    /// What was taken from it, oldest first.
    async fn allocations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<LedgerAllocation>> {
        allocations(ctx, self.id.row(), Paging::new(first, after, last, before), AllocationsOf::Lot).await
    }

    /// The record it hangs on.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::graphql::load(ctx, self.source_record).await
    }
}

/// Points or credits taken.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct LedgerDebit {
    /// Opaque id; what reversing a spend asks for.
    pub id: LedgerDebitId,
    /// Why it was taken.
    pub kind: DebitKindName,
    /// How much.
    pub amount: Decimal,
    /// What for.
    pub note: Option<String>,
    /// When.
    pub created_at: DateTime,
    /// When it was given back; null while it holds.
    pub reversed_at: Option<DateTime>,
    #[graphql(skip)]
    account: i64,
    #[graphql(skip)]
    source_record: i64,
}

impl From<ledger_debit::Model> for LedgerDebit {
    fn from(row: ledger_debit::Model) -> Self {
        Self {
            id: LedgerDebitId::new(row.id),
            kind: row.kind.into(),
            amount: Decimal(row.amount),
            note: row.note,
            created_at: DateTime(row.created_at),
            reversed_at: row.reversed_at.map(DateTime),
            account: row.account_id,
            source_record: row.source_record_id,
        }
    }
}

#[ComplexObject]
impl LedgerDebit {
    /// Points or credits.
    async fn unit(&self, ctx: &Context<'_>) -> Result<LedgerUnitName> {
        Ok(account(ctx, self.account).await?.unit.into())
    }

    /// The lots it was taken from.
    async fn allocations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<LedgerAllocation>> {
        allocations(ctx, self.id.row(), Paging::new(first, after, last, before), AllocationsOf::Debit).await
    }

    /// The record it hangs on.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::graphql::load(ctx, self.source_record).await
    }
}

async fn account(ctx: &Context<'_>, id: i64) -> Result<ledger_account::Model> {
    row::<ledger_account::Entity>(ctx, id).await?.ok_or_else(|| "the account is gone".into())
}

async fn allocations(
    ctx: &Context<'_>,
    owner: i64,
    paging: Paging,
    of: AllocationsOf,
) -> Result<Connection<LedgerAllocation>> {
    children::<ledger_allocation::Entity, _>(ctx, owner, paging, Some(of)).await
}

/// Part of a debit: what it took from one lot.
#[derive(Clone, Debug)]
pub struct LedgerAllocation(ledger_allocation::Model);

impl From<ledger_allocation::Model> for LedgerAllocation {
    fn from(row: ledger_allocation::Model) -> Self {
        Self(row)
    }
}

#[Object]
impl LedgerAllocation {
    /// How much.
    async fn amount(&self) -> Decimal {
        Decimal(self.0.amount)
    }

    /// The lot it was taken from.
    async fn lot(&self, ctx: &Context<'_>) -> Result<Option<LedgerLot>> {
        load_lot(ctx, self.0.lot_id).await
    }

    /// The debit that took it.
    async fn debit(&self, ctx: &Context<'_>) -> Result<Option<LedgerDebit>> {
        load_debit(ctx, self.0.debit_id).await
    }
}

//! Vouchers in the graph.

pub mod mutations;

use async_graphql::{ComplexObject, Context, InputObject, Object, Result, SimpleObject};
use entity::source_record::RecordState;
use entity::{Timestamp, voucher};

use super::VoucherFilter;
use crate::domain::catalogue::graphql::{self as catalogue, Lookup};
use crate::domain::customer::graphql::Customer;
use crate::domain::reward::Validity;
use crate::domain::reward::graphql::{self as rewards, Reward, RewardId, inputs::validity};
use crate::domain::source::graphql::{self as source, RecordStateName, SourceRecord};
use crate::graphql::id::Gid;
use crate::graphql::listing::listing;
use crate::graphql::loaders::{children, loaders, row};
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::{DateTime, Money};
use crate::kinds;

pub use mutations::VoucherMutation;

kinds! {
    /// Ids of vouchers.
    VoucherKind => "Voucher",
}

/// The id of a voucher.
pub type VoucherId = Gid<VoucherKind>;

/// A reward that a customer holds.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Voucher {
    /// Opaque id.
    pub id: VoucherId,
    /// The vendor's own id of it.
    pub vendor_id: Option<String>,
    /// What is shown at the cash desk.
    pub code: String,
    /// Its worth; null where the reward decides.
    pub value: Option<Money>,
    /// The vendor's text for the group of its reward.
    pub reward_group: Option<String>,
    /// Why it was issued.
    pub note: Option<String>,
    /// First moment it can be applied; null when unlimited.
    pub valid_from: Option<DateTime>,
    /// Last moment it can be applied; null when unlimited.
    pub valid_to: Option<DateTime>,
    /// When it was applied; null while it was not.
    pub applied_at: Option<DateTime>,
    /// Whether it is in use; a revoked one is deleted.
    pub state: RecordStateName,
    /// When it was issued.
    pub created_at: DateTime,
    /// When it was last changed.
    pub updated_at: DateTime,
    #[graphql(skip)]
    reward: Option<i64>,
    #[graphql(skip)]
    store: Option<i64>,
    #[graphql(skip)]
    source_record: i64,
}

impl From<voucher::Model> for Voucher {
    fn from(row: voucher::Model) -> Self {
        Self {
            id: VoucherId::new(row.id),
            vendor_id: row.vendor_id,
            code: row.code,
            value: row.value.zip(row.currency).map(|(value, currency)| Money::new(value, currency)),
            reward_group: row.reward_group,
            note: row.note,
            valid_from: row.valid_from.map(DateTime),
            valid_to: row.valid_to.map(DateTime),
            applied_at: row.applied_at.map(DateTime),
            state: row.state.into(),
            created_at: DateTime(row.created_at),
            updated_at: DateTime(row.updated_at),
            reward: row.reward_id,
            store: row.store_id,
            source_record: row.source_record_id,
        }
    }
}

#[ComplexObject]
impl Voucher {
    /// Whether it is active and within its period now, used or not.
    async fn valid(&self, ctx: &Context<'_>) -> Result<bool> {
        let now = loaders(ctx)?.loader().now();
        let instant = |end: Option<DateTime>| end.map(|end| end.0);
        let is_active = RecordState::from(self.state) == RecordState::Active;
        Ok(is_active && Validity::within(now, instant(self.valid_from), instant(self.valid_to)))
    }

    /// What it is good for; null when it has a value of its own.
    async fn reward(&self, ctx: &Context<'_>) -> Result<Option<Reward>> {
        match self.reward {
            Some(id) => rewards::load(ctx, id).await,
            None => Ok(None),
        }
    }

    /// The store where it was applied.
    async fn store(&self, ctx: &Context<'_>) -> Result<Option<Lookup>> {
        catalogue::load_named(ctx, self.store).await
    }

    /// Who holds it.
    async fn customer(&self, ctx: &Context<'_>) -> Result<Option<Customer>> {
        source::customer(ctx, self.source_record).await
    }

    /// The record it hangs on.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::load(ctx, self.source_record).await
    }
}

/// The voucher with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<Voucher>> {
    Ok(row::<voucher::Entity>(ctx, id).await?.map(Voucher::from))
}

/// What a list of vouchers can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct VoucherFilterInput {
    /// Active and within its period at `validAt`, used or not; false: not.
    pub valid: Option<bool>,
    /// The instant that `valid` means; now unless given. Given without `valid`: valid then.
    pub valid_at: Option<DateTime>,
    /// Used, or not.
    pub applied: Option<bool>,
    /// Exactly this code.
    pub code: Option<String>,
    /// For this reward.
    pub reward_id: Option<RewardId>,
    /// In this state; all but revoked ones unless given.
    pub state: Option<RecordStateName>,
}

impl VoucherFilterInput {
    fn read(self, now: Timestamp) -> VoucherFilter {
        VoucherFilter {
            validity: validity(self.valid, self.valid_at, now),
            applied: self.applied,
            code: self.code,
            rewards: self.reward_id.map(Gid::row).into_iter().collect(),
            store: None,
            state: self.state.map(Into::into),
        }
    }
}

/// A customer's vouchers.
pub struct CustomerVouchers(pub i64);

#[Object]
impl CustomerVouchers {
    /// The customer's vouchers, newest first.
    async fn vouchers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only vouchers for which all of this holds.")] filter: Option<VoucherFilterInput>,
    ) -> Result<Connection<Voucher>> {
        let now = loaders(ctx)?.loader().now();
        let paging = Paging::new(first, after, last, before);
        children::<voucher::Entity, _>(ctx, self.0, paging, filter.map(|filter| filter.read(now))).await
    }
}

/// The topic's queries.
#[derive(Debug, Default)]
pub struct VoucherQuery;

#[Object]
impl VoucherQuery {
    /// One voucher; null when there is none in the brand.
    async fn voucher(&self, ctx: &Context<'_>, id: VoucherId) -> Result<Option<Voucher>> {
        load(ctx, id.row()).await
    }

    /// The brand's vouchers, newest first. A cash desk finds what it is shown by the filter's `code`.
    async fn vouchers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only vouchers for which all of this holds.")] filter: Option<VoucherFilterInput>,
    ) -> Result<Connection<Voucher>> {
        let now = loaders(ctx)?.loader().now();
        let paging = Paging::new(first, after, last, before);
        listing::<voucher::Entity, _>(ctx, paging, filter.unwrap_or_default().read(now)).await
    }
}

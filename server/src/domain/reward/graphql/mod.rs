//! Rewards in the graph.

pub mod inputs;
pub mod mutations;

use async_graphql::{ComplexObject, Context, Enum, Object, Result, SimpleObject};
use entity::reward;
use futures_util::future::try_join_all;

use super::{Group, Offer, Validity, store};
use crate::domain::catalogue::graphql::{self as catalogue, Lookup};
use crate::domain::segment::graphql::{self as segment, Segment};
use crate::domain::source::graphql::{self as source, RecordStateName, VendorName};
use crate::graphql::error::fault;
use crate::graphql::id::Gid;
use crate::graphql::loaders::{children, loaders, row};
use crate::graphql::page::{Connection, Paging, SortDirection, Totals, connection};
use crate::graphql::scalar::{DateTime, Decimal, Json};
use crate::kinds;

pub use inputs::{RewardFilterInput, RewardOrder, RewardSortField};
pub use mutations::RewardMutation;

kinds! {
    /// Ids of rewards.
    RewardKind => "Reward",
}

/// The id of a reward.
pub type RewardId = Gid<RewardKind>;

/// What a reward is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "RewardGroup", remote = "Group")]
pub enum GroupName {
    /// At the cash desk.
    CashDesk,
    /// In the catalogue, for points.
    Catalogue,
    /// In a campaign.
    Campaign,
    /// Simple.
    Simple,
    /// A gift.
    Gift,
}

/// Something that customers can get.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Reward {
    /// Opaque id.
    pub id: RewardId,
    /// Its id at the system that offers it.
    pub vendor_id: String,
    /// Used at the cash desk.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// Second line.
    pub subtitle: Option<String>,
    /// More about it.
    pub note: Option<String>,
    /// Points that a voucher for it costs; null when it is not bought with points.
    pub points_cost: Option<Decimal>,
    /// First moment of the offer; null when unlimited.
    pub valid_from: Option<DateTime>,
    /// Last moment of the offer; null when unlimited.
    pub valid_to: Option<DateTime>,
    /// From this time of day, `HH:MM:SS` in the zone of the system that offers it; null for all day.
    pub daily_from: Option<String>,
    /// To this time of day, `HH:MM:SS` in the zone of the system that offers it; null for all day.
    pub daily_to: Option<String>,
    /// What it is for; null for a group that the vendor does not document.
    pub group: Option<GroupName>,
    /// 1 to 9, 1 first; null when it is not ranked.
    pub priority: Option<i32>,
    /// Whether it is applied at the cash desk without being asked for.
    pub automated: bool,
    /// Pictures.
    pub image_urls: Vec<String>,
    /// A page about it.
    pub external_url: Option<String>,
    /// Conditions, bonuses, tags and properties, by the vendor's keys.
    pub data: Json,
    /// Whether it is on offer.
    pub state: RecordStateName,
    /// When it came to be known.
    pub created_at: DateTime,
    /// When it was last changed.
    pub updated_at: DateTime,
    #[graphql(skip)]
    connection: i64,
    #[graphql(skip)]
    row: reward::Model,
}

impl From<reward::Model> for Reward {
    fn from(row: reward::Model) -> Self {
        let offer = Offer::of(&row);
        Self {
            id: RewardId::new(row.id),
            vendor_id: row.vendor_id.clone(),
            code: offer.code,
            name: offer.name,
            subtitle: offer.subtitle,
            note: offer.note,
            points_cost: offer.points_cost.map(Decimal),
            valid_from: offer.valid_from.map(DateTime),
            valid_to: offer.valid_to.map(DateTime),
            daily_from: offer.daily_from,
            daily_to: offer.daily_to,
            group: Group::of(offer.group).map(Into::into),
            priority: offer.priority,
            automated: offer.is_automated,
            image_urls: offer.image_urls,
            external_url: offer.external_url,
            data: Json(offer.data),
            state: offer.state.into(),
            created_at: DateTime(row.created_at),
            updated_at: DateTime(row.updated_at),
            connection: row.connection_id,
            row,
        }
    }
}

#[ComplexObject]
impl Reward {
    /// Whether it is on offer now: active, and within its period.
    async fn valid(&self, ctx: &Context<'_>) -> Result<bool> {
        let now = loaders(ctx)?.loader().now();
        let is_active = self.row.state == entity::source_record::RecordState::Active;
        Ok(is_active && Validity::within(now, self.row.valid_from, self.row.valid_to))
    }

    /// Its sort.
    async fn kind(&self, ctx: &Context<'_>) -> Result<Option<Lookup>> {
        catalogue::load_named(ctx, self.row.type_id).await
    }

    /// The segment to whose members alone it is offered; null: it is offered to everybody.
    async fn segment(&self, ctx: &Context<'_>) -> Result<Option<Segment>> {
        match self.row.segment_id {
            Some(id) => segment::load(ctx, id).await,
            None => Ok(None),
        }
    }

    /// The stores that honour it; empty: all of them.
    async fn stores(&self, ctx: &Context<'_>) -> Result<Vec<Lookup>> {
        let stores = try_join_all(super::stores(&self.row).into_iter().map(|id| catalogue::load(ctx, id))).await?;
        Ok(stores.into_iter().flatten().collect())
    }

    /// The system that offers it.
    async fn vendor(&self, ctx: &Context<'_>) -> Result<VendorName> {
        source::vendor(ctx, self.connection).await
    }

    /// The name of the connection that offers it.
    async fn connection_name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        source::connection_name(ctx, self.connection).await
    }
}

/// The reward with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<Reward>> {
    Ok(row::<reward::Entity>(ctx, id).await?.map(Reward::from))
}

/// What is offered to a customer.
pub struct CustomerRewards(pub i64);

#[Object]
impl CustomerRewards {
    /// What is offered to the customer, by name: the active rewards for everybody and for the segments that the customer is in,
    /// whatever their period. `valid: true` narrows it to what can be had now.
    async fn rewards(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only rewards for which all of this holds.")] filter: Option<RewardFilterInput>,
    ) -> Result<Connection<Reward>> {
        let now = loaders(ctx)?.loader().now();
        let paging = Paging::new(first, after, last, before);
        children::<reward::Entity, _>(ctx, self.0, paging, filter.map(|filter| filter.read(now))).await
    }
}

/// The topic's queries.
#[derive(Debug, Default)]
pub struct RewardQuery;

#[Object]
impl RewardQuery {
    /// One reward; null when there is none in the brand.
    async fn reward(&self, ctx: &Context<'_>, id: RewardId) -> Result<Option<Reward>> {
        load(ctx, id.row()).await
    }

    /// The brand's rewards.
    #[expect(clippy::too_many_arguments, reason = "Relay's four, a filter and an order")]
    async fn rewards(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only rewards for which all of this holds.")] filter: Option<RewardFilterInput>,
        #[graphql(desc = "By name unless given.")] order_by: Option<RewardOrder>,
    ) -> Result<Connection<Reward>> {
        let loader = loaders(ctx)?.loader().clone();
        let args = Paging::new(first, after, last, before).read(ctx)?;
        let filter = filter.unwrap_or_default().read(loader.now());
        let order = order_by.unwrap_or(RewardOrder { field: RewardSortField::Name, direction: SortDirection::Asc });
        let (sort, direction) = (order.field.into(), order.direction.into());
        let page = store::page(loader.db(), loader.brand(), &filter, sort, direction, &args).await.map_err(fault)?;
        let totals = Totals::new(move || {
            let (loader, filter) = (loader.clone(), filter.clone());
            async move { store::count(loader.db(), loader.brand(), &filter).await }
        });
        Ok(connection(page, totals, Reward::from))
    }
}

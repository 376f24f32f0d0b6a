//! Cards in the graph.

pub mod mutations;

use async_graphql::{ComplexObject, Context, Enum, InputObject, Object, Result, SimpleObject};
use entity::Timestamp;
use entity::card::{self, CardState};

use super::CardFilter;
use crate::domain::catalogue::graphql::{self as catalogue, Lookup, LookupId};
use crate::domain::customer::graphql::Customer;
use crate::domain::reward::Validity;
use crate::domain::reward::graphql::inputs::validity;
use crate::domain::source::graphql::{self as source, SourceRecord};
use crate::graphql::id::Gid;
use crate::graphql::loaders::{children, loaders, row};
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::DateTime;
use crate::kinds;

pub use mutations::CardMutation;

kinds! {
    /// Ids of cards.
    CardKind => "Card",
}

/// The id of a card.
pub type CardId = Gid<CardKind>;

/// Whether a card is honoured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "CardState", remote = "CardState")]
pub enum CardStateName {
    /// It is.
    Active,
    /// It is not, and nobody can log in with it.
    Blocked,
}

/// A loyalty card.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Card {
    /// Opaque id.
    pub id: CardId,
    /// The vendor's own id of it.
    pub vendor_id: Option<String>,
    /// Its number.
    pub number: String,
    /// A second number.
    pub secondary_number: Option<String>,
    /// First moment; null when it was valid from issue on.
    pub valid_from: Option<DateTime>,
    /// Last moment; null when it does not run out.
    pub valid_to: Option<DateTime>,
    /// Whether it is honoured.
    pub state: CardStateName,
    /// When it came to be known.
    pub created_at: DateTime,
    /// When it was last changed.
    pub updated_at: DateTime,
    #[graphql(skip)]
    kind: Option<i64>,
    #[graphql(skip)]
    store: Option<i64>,
    #[graphql(skip)]
    source_record: i64,
}

impl From<card::Model> for Card {
    fn from(row: card::Model) -> Self {
        Self {
            id: CardId::new(row.id),
            vendor_id: row.vendor_id,
            number: row.number,
            secondary_number: row.secondary_number,
            valid_from: row.valid_from.map(DateTime),
            valid_to: row.valid_to.map(DateTime),
            state: row.state.into(),
            created_at: DateTime(row.created_at),
            updated_at: DateTime(row.updated_at),
            kind: row.type_id,
            store: row.store_id,
            source_record: row.source_record_id,
        }
    }
}

#[ComplexObject]
impl Card {
    /// Whether it is active and within its period now.
    async fn valid(&self, ctx: &Context<'_>) -> Result<bool> {
        let now = loaders(ctx)?.loader().now();
        let instant = |end: Option<DateTime>| end.map(|end| end.0);
        let is_active = self.state == CardStateName::Active;
        Ok(is_active && Validity::within(now, instant(self.valid_from), instant(self.valid_to)))
    }

    /// Its sort.
    async fn kind(&self, ctx: &Context<'_>) -> Result<Option<Lookup>> {
        catalogue::load_named(ctx, self.kind).await
    }

    /// The store that issued it.
    async fn store(&self, ctx: &Context<'_>) -> Result<Option<Lookup>> {
        catalogue::load_named(ctx, self.store).await
    }

    /// Whose it is.
    async fn customer(&self, ctx: &Context<'_>) -> Result<Option<Customer>> {
        source::customer(ctx, self.source_record).await
    }

    /// The record it hangs on.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::load(ctx, self.source_record).await
    }
}

/// The card with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<Card>> {
    Ok(row::<card::Entity>(ctx, id).await?.map(Card::from))
}

/// What a list of cards can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CardFilterInput {
    /// Active and within its period at `validAt`; false: not.
    pub valid: Option<bool>,
    /// The instant that `valid` means; now unless given. Given without `valid`: valid then.
    pub valid_at: Option<DateTime>,
    /// Exactly this number.
    pub number: Option<String>,
    /// Of this sort.
    pub type_id: Option<LookupId>,
    /// In this state.
    pub state: Option<CardStateName>,
}

impl CardFilterInput {
    fn read(self, now: Timestamp) -> CardFilter {
        CardFilter {
            validity: validity(self.valid, self.valid_at, now),
            number: self.number,
            numbers: Vec::new(),
            kind: self.type_id.map(Gid::row),
            state: self.state.map(Into::into),
        }
    }
}

/// A customer's cards.
pub struct CustomerCards(pub i64);

#[Object]
impl CustomerCards {
    /// The customer's loyalty cards, newest first.
    async fn cards(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only cards for which all of this holds.")] filter: Option<CardFilterInput>,
    ) -> Result<Connection<Card>> {
        let now = loaders(ctx)?.loader().now();
        let paging = Paging::new(first, after, last, before);
        children::<card::Entity, _>(ctx, self.0, paging, filter.map(|filter| filter.read(now))).await
    }
}

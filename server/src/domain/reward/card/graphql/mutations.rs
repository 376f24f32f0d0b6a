//! Changing cards.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result};

use super::{Card, CardId, load};
use crate::domain::account::Permission;
use crate::domain::catalogue::graphql::LookupId;
use crate::domain::customer::graphql::CustomerId;
use crate::domain::reward::card::{Details, NewCard, service};
use crate::domain::source::graphql::{self as source, SourceRecordId};
use crate::graphql::id::Gid;
use crate::graphql::mutation::{self, patch};
use crate::graphql::scalar::DateTime;
use crate::payload;

/// A card to be issued.
#[derive(Clone, Debug, InputObject)]
pub struct IssueCardInput {
    /// To whom.
    pub customer_id: CustomerId,
    /// The record it shall hang on; absent: Onefold's own.
    pub source_record_id: Option<SourceRecordId>,
    /// Its number, which no other active card has; issued unless given, beginning with the prefix of its sort.
    pub number: Option<String>,
    /// A second number.
    pub secondary_number: Option<String>,
    /// Its sort.
    pub type_id: Option<LookupId>,
    /// The store that issues it.
    pub store_id: Option<LookupId>,
    /// First moment; absent: at once.
    pub valid_from: Option<DateTime>,
    /// Last moment; absent: it does not run out.
    pub valid_to: Option<DateTime>,
}

impl IssueCardInput {
    fn on(self, source_record: i64) -> NewCard {
        let details = Details {
            secondary_number: self.secondary_number,
            kind: self.type_id.map(Gid::row),
            store: self.store_id.map(Gid::row),
            valid_from: self.valid_from.map(|instant| instant.0),
            valid_to: self.valid_to.map(|instant| instant.0),
        };
        NewCard { source_record, number: self.number, details }
    }
}

/// A change of a card, whose number stays. What is left out stays; what is null is cleared.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateCardInput {
    /// A second number.
    pub secondary_number: MaybeUndefined<String>,
    /// Its sort.
    pub type_id: MaybeUndefined<LookupId>,
    /// The store that issued it.
    pub store_id: MaybeUndefined<LookupId>,
    /// First moment.
    pub valid_from: MaybeUndefined<DateTime>,
    /// Last moment.
    pub valid_to: MaybeUndefined<DateTime>,
}

impl UpdateCardInput {
    fn apply(self, details: &mut Details) {
        patch(&mut details.secondary_number, self.secondary_number);
        patch(&mut details.kind, self.type_id.map_value(Gid::row));
        patch(&mut details.store, self.store_id.map_value(Gid::row));
        patch(&mut details.valid_from, self.valid_from.map_value(|instant| instant.0));
        patch(&mut details.valid_to, self.valid_to.map_value(|instant| instant.0));
    }
}

payload! {
    /// The outcome of issuing a card.
    IssueCardPayload { card: Card }
}
payload! {
    /// The outcome of changing a card.
    UpdateCardPayload { card: Card }
}
payload! {
    /// The outcome of blocking a card.
    BlockCardPayload { card: Card }
}
payload! {
    /// The outcome of unblocking a card.
    UnblockCardPayload { card: Card }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct CardMutation;

#[Object]
impl CardMutation {
    /// Gives a customer a loyalty card.
    async fn issue_card(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The card.")] input: IssueCardInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<IssueCardPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let record = source::named(work, new.customer_id, new.source_record_id).await?;
                Ok(service::issue(work, new.on(record)).await?.id)
            })
        });
        let outcome = outcome.await?;
        let card = outcome.node(|row| load(ctx, row)).await?;
        Ok(IssueCardPayload { card, problems: outcome.problems })
    }

    /// Changes what a card says beside its number.
    async fn update_card(
        &self,
        ctx: &Context<'_>,
        id: CardId,
        #[graphql(desc = "The change.")] input: UpdateCardInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UpdateCardPayload> {
        let change = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let row = service::update(work, id.row(), move |details| change.apply(details));
                Ok(row.await?.id)
            })
        });
        let outcome = outcome.await?;
        let card = outcome.node(|row| load(ctx, row)).await?;
        Ok(UpdateCardPayload { card, problems: outcome.problems })
    }

    /// Blocks a card; one that is blocked stays so.
    async fn block_card(
        &self,
        ctx: &Context<'_>,
        id: CardId,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<BlockCardPayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &id, move |work| {
            Box::pin(async move { Ok(service::block(work, id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        let card = outcome.node(|row| load(ctx, row)).await?;
        Ok(BlockCardPayload { card, problems: outcome.problems })
    }

    /// Makes a blocked card active again; one that is active stays so.
    async fn unblock_card(
        &self,
        ctx: &Context<'_>,
        id: CardId,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UnblockCardPayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &id, move |work| {
            Box::pin(async move { Ok(service::unblock(work, id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        let card = outcome.node(|row| load(ctx, row)).await?;
        Ok(UnblockCardPayload { card, problems: outcome.problems })
    }
}

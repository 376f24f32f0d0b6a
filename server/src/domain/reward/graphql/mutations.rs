//! Changing rewards.

use async_graphql::{Context, Object, Result};

use super::inputs::{CreateRewardInput, UpdateRewardInput};
use super::{Reward, RewardId, load};
use crate::domain::account::Permission;
use crate::domain::catalogue;
use crate::domain::reward::service;
use crate::graphql::mutation;
use crate::payload;

payload! {
    /// The outcome of putting a reward on offer.
    CreateRewardPayload { reward: Reward }
}
payload! {
    /// The outcome of changing a reward.
    UpdateRewardPayload { reward: Reward }
}
payload! {
    /// The outcome of deleting a reward.
    DeleteRewardPayload { deleted_id: RewardId }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct RewardMutation;

#[Object]
impl RewardMutation {
    /// Puts a reward on offer. Needs `ADMIN`.
    async fn create_reward(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The reward.")] input: CreateRewardInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<CreateRewardPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let connection = catalogue::service::home(work, new.home.clone().into()).await?;
                Ok(service::create(work, new.read(connection)).await?.id)
            })
        });
        let outcome = outcome.await?;
        let reward = outcome.node(|row| load(ctx, row)).await?;
        Ok(CreateRewardPayload { reward, problems: outcome.problems })
    }

    /// Changes a reward; vouchers for it stay as they are. Needs `ADMIN`.
    async fn update_reward(
        &self,
        ctx: &Context<'_>,
        id: RewardId,
        #[graphql(desc = "The change.")] input: UpdateRewardInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UpdateRewardPayload> {
        let change = input.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(async move { Ok(service::update(work, id.row(), move |offer| change.apply(offer)).await?.id) })
        });
        let outcome = outcome.await?;
        let reward = outcome.node(|row| load(ctx, row)).await?;
        Ok(UpdateRewardPayload { reward, problems: outcome.problems })
    }

    /// Takes a reward off offer for good; it is kept as deleted, and vouchers for it stay good. Needs `ADMIN`.
    async fn delete_reward(
        &self,
        ctx: &Context<'_>,
        id: RewardId,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<DeleteRewardPayload> {
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &id, move |work| {
            Box::pin(async move { Ok(service::delete(work, id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        Ok(DeleteRewardPayload { deleted_id: outcome.row.map(RewardId::new), problems: outcome.problems })
    }
}

//! Changing tiers and who holds them.

use async_graphql::{Context, InputObject, Object, Result};
use serde_json::json;

use super::{StatusRecord, StatusTier, StatusTierId, load, load_tier};
use crate::domain::account::Permission;
use crate::domain::catalogue;
use crate::domain::catalogue::graphql::HomeInput;
use crate::domain::customer::graphql::CustomerId;
use crate::domain::segment::status::{Level, NewStatus, NewTier, service};
use crate::domain::source::graphql::{self as source, SourceRecordId};
use crate::graphql::mutation::{self, replace};
use crate::graphql::scalar::{DateTime, Json};
use crate::payload;

/// A tier to be defined.
#[derive(Clone, Debug, InputObject)]
pub struct CreateStatusTierInput {
    /// Where it belongs.
    #[graphql(flatten)]
    pub home: HomeInput,
    /// The vendor's own id; issued unless given.
    pub vendor_id: Option<String>,
    /// What people call it.
    pub name: String,
    /// Position from the lowest tier upwards.
    pub rank: i32,
}

/// A change of a tier; what is left out stays.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateStatusTierInput {
    /// What people call it.
    pub name: Option<String>,
    /// Position from the lowest tier upwards.
    pub rank: Option<i32>,
}

/// A tier that a customer shall hold from now on.
#[derive(Clone, Debug, InputObject)]
pub struct SetStatusInput {
    /// The customer.
    pub customer_id: CustomerId,
    /// The record it shall hang on; absent: Onefold's own.
    pub source_record_id: Option<SourceRecordId>,
    /// The tier.
    pub tier_id: StatusTierId,
    /// When it ends; absent: it stays until another is set.
    pub valid_to: Option<DateTime>,
    /// What keeps the tier or reaches the next: an object.
    pub conditions: Option<Json>,
}

payload! {
    /// The outcome of defining a tier.
    CreateStatusTierPayload { tier: StatusTier }
}
payload! {
    /// The outcome of changing a tier.
    UpdateStatusTierPayload { tier: StatusTier }
}
payload! {
    /// The outcome of giving a customer a tier.
    SetStatusPayload { status: StatusRecord }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct StatusMutation;

#[Object]
impl StatusMutation {
    /// Defines a tier of a loyalty programme. Needs `ADMIN`.
    async fn create_status_tier(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The tier.")] input: CreateStatusTierInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<CreateStatusTierPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let connection = catalogue::service::home(work, new.home.into()).await?;
                let level = Level { name: new.name, rank: new.rank };
                Ok(service::create_tier(work, NewTier { connection, vendor_id: new.vendor_id, level }).await?.id)
            })
        });
        let outcome = outcome.await?;
        let tier = outcome.node(|row| load_tier(ctx, row)).await?;
        Ok(CreateStatusTierPayload { tier, problems: outcome.problems })
    }

    /// Changes a tier of a loyalty programme. Needs `ADMIN`.
    async fn update_status_tier(
        &self,
        ctx: &Context<'_>,
        id: StatusTierId,
        #[graphql(desc = "The change.")] input: UpdateStatusTierInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UpdateStatusTierPayload> {
        let new = input.clone();
        let change = move |level: &mut Level| {
            replace(&mut level.name, new.name);
            replace(&mut level.rank, new.rank);
        };
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(async move { Ok(service::update_tier(work, id.row(), change).await?.id) })
        });
        let outcome = outcome.await?;
        let tier = outcome.node(|row| load_tier(ctx, row)).await?;
        Ok(UpdateStatusTierPayload { tier, problems: outcome.problems })
    }

    /// Gives a customer a tier from now on; the one it holds ends. It ends by itself where another is planned to begin.
    async fn set_status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and which tier.")] input: SetStatusInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<SetStatusPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let new = NewStatus {
                    source_record: source::named(work, new.customer_id, new.source_record_id).await?,
                    tier: new.tier_id.row(),
                    valid_to: new.valid_to.map(|instant| instant.0),
                    conditions: new.conditions.map_or_else(|| json!({}), |conditions| conditions.0),
                };
                Ok(service::set(work, new).await?.id)
            })
        });
        let outcome = outcome.await?;
        let status = outcome.node(|row| load(ctx, row)).await?;
        Ok(SetStatusPayload { status, problems: outcome.problems })
    }
}

//! Changing interests.

use async_graphql::{Context, InputObject, Object, Result};

use super::{Interest, InterestDefinition, InterestDefinitionId, InterestId, load, load_definition};
use crate::domain::account::Permission;
use crate::domain::customer::graphql::CustomerId;
use crate::domain::interest::service;
use crate::domain::source::graphql::SourceRecordId;
use crate::domain::{connection, source};
use crate::graphql::mutation;
use crate::payload;

/// An interest to be put on the brand's list.
#[derive(Clone, Debug, InputObject)]
pub struct CreateInterestDefinitionInput {
    /// As people see it.
    pub name: String,
}

/// A change of an interest on the brand's list.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateInterestDefinitionInput {
    /// The interest.
    pub id: InterestDefinitionId,
    /// As people see it.
    pub name: String,
}

/// An interest that a customer has.
#[derive(Clone, Debug, InputObject)]
pub struct AddInterestInput {
    /// The customer.
    pub customer_id: CustomerId,
    /// The record it shall hang on; absent: Onefold's own.
    pub source_record_id: Option<SourceRecordId>,
    /// What the customer is interested in.
    pub definition_id: InterestDefinitionId,
}

payload! {
    /// The outcome of putting an interest on the brand's list.
    CreateInterestDefinitionPayload { definition: InterestDefinition }
}
payload! {
    /// The outcome of changing what a customer is interested in.
    ChangeInterestPayload { interest: Interest }
}
payload! {
    /// The outcome of changing an interest on the brand's list.
    UpdateInterestDefinitionPayload { definition: InterestDefinition }
}
payload! {
    /// The outcome of recording an interest.
    AddInterestPayload { interest: Interest }
}
payload! {
    /// The outcome of removing an interest.
    RemoveInterestPayload { removed_id: InterestId }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct InterestMutation;

#[Object]
impl InterestMutation {
    /// Puts an interest on the brand's list. Needs `ADMIN`.
    async fn create_interest_definition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The interest.")] input: CreateInterestDefinitionInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<CreateInterestDefinitionPayload> {
        let name = input.name.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let connection = connection::service::first_party(work).await?;
                Ok(service::define(work, connection, None, name).await?.id)
            })
        });
        let outcome = outcome.await?;
        let definition = outcome.node(|row| load_definition(ctx, row)).await?;
        Ok(CreateInterestDefinitionPayload { definition, problems: outcome.problems })
    }

    /// Renames an interest on the brand's list. Needs `ADMIN`.
    async fn update_interest_definition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateInterestDefinitionInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UpdateInterestDefinitionPayload> {
        let change = input.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(async move { Ok(service::rename(work, change.id.row(), change.name).await?.id) })
        });
        let outcome = outcome.await?;
        let definition = outcome.node(|row| load_definition(ctx, row)).await?;
        Ok(UpdateInterestDefinitionPayload { definition, problems: outcome.problems })
    }

    /// Records that a customer is interested in something.
    async fn add_interest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The interest.")] input: AddInterestInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<AddInterestPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let record = source::graphql::named(work, new.customer_id, new.source_record_id).await?;
                Ok(service::add(work, record, new.definition_id.row(), None).await?.id)
            })
        });
        let outcome = outcome.await?;
        let interest = outcome.node(|row| load(ctx, row)).await?;
        Ok(AddInterestPayload { interest, problems: outcome.problems })
    }

    /// Makes what a customer is interested in another thing.
    async fn change_interest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The interest that the customer has.")] id: InterestId,
        #[graphql(desc = "What the customer is interested in instead.")] definition_id: InterestDefinitionId,
    ) -> Result<ChangeInterestPayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, None, &definition_id, move |work| {
            Box::pin(async move { Ok(service::change(work, id.row(), definition_id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        let interest = outcome.node(|row| load(ctx, row)).await?;
        Ok(ChangeInterestPayload { interest, problems: outcome.problems })
    }

    /// Records that a customer is interested no more.
    async fn remove_interest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The interest that the customer has.")] id: InterestId,
    ) -> Result<RemoveInterestPayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, None, &id, move |work| {
            Box::pin(async move { Ok(service::remove(work, id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        Ok(RemoveInterestPayload { removed_id: outcome.row.map(InterestId::new), problems: outcome.problems })
    }
}

//! Changing pipelines.

use async_graphql::{Context, Object, Result};

use super::{CreatePipelineInput, MovePipelineInput, Pipeline, PipelineId, UpdatePipelineInput, load};
use crate::domain::account::Permission;
use crate::domain::pipeline::service;
use crate::domain::source;
use crate::graphql::mutation;
use crate::payload;

payload! {
    /// The outcome of opening a pipeline.
    CreatePipelinePayload { pipeline: Pipeline }
}
payload! {
    /// The outcome of changing a pipeline.
    UpdatePipelinePayload { pipeline: Pipeline }
}
payload! {
    /// The outcome of moving a pipeline.
    MovePipelinePayload { pipeline: Pipeline }
}
payload! {
    /// The outcome of deleting a pipeline.
    DeletePipelinePayload { deleted_id: PipelineId }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct PipelineMutation;

#[Object]
impl PipelineMutation {
    /// Opens a pipeline for a customer.
    async fn create_pipeline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The pipeline.")] input: CreatePipelineInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<CreatePipelinePayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let record = source::graphql::named(work, new.customer_id, new.source_record_id).await?;
                Ok(service::create(work, new.on(record)).await?.id)
            })
        });
        let outcome = outcome.await?;
        let pipeline = outcome.node(|row| load(ctx, row)).await?;
        Ok(CreatePipelinePayload { pipeline, problems: outcome.problems })
    }

    /// Changes what is said of a pipeline; where it stands stays.
    async fn update_pipeline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdatePipelineInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UpdatePipelinePayload> {
        let change = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let row = service::update(work, change.id.row(), |fields| change.apply(fields));
                Ok(row.await?.id)
            })
        });
        let outcome = outcome.await?;
        let pipeline = outcome.node(|row| load(ctx, row)).await?;
        Ok(UpdatePipelinePayload { pipeline, problems: outcome.problems })
    }

    /// Moves a pipeline to another stage of its type. A final stage closes it, any other opens it again.
    async fn move_pipeline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The step.")] input: MovePipelineInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<MovePipelinePayload> {
        let step = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move { Ok(service::advance(work, step.id.row(), step.stage_id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        let pipeline = outcome.node(|row| load(ctx, row)).await?;
        Ok(MovePipelinePayload { pipeline, problems: outcome.problems })
    }

    /// Deletes a pipeline; its notes and tasks stay with the customer.
    async fn delete_pipeline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The pipeline.")] id: PipelineId,
    ) -> Result<DeletePipelinePayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, None, &id, move |work| {
            Box::pin(async move { Ok(service::delete(work, id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        Ok(DeletePipelinePayload { deleted_id: outcome.row.map(PipelineId::new), problems: outcome.problems })
    }
}

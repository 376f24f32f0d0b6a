//! Changing pipeline types and stages.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result};

use super::{OutcomeName, PipelineStage, PipelineStageId, PipelineType, PipelineTypeId, load_stage, load_type};
use crate::domain::account::Permission;
use crate::domain::connection;
use crate::domain::pipeline::definition::service::{self, StageChange};
use crate::domain::pipeline::definition::{NewStage, NewType};
use crate::graphql::mutation;
use crate::payload;

/// A stage of a new pipeline type.
#[derive(Clone, Debug, InputObject)]
pub struct PipelineStageInput {
    /// As staff see it.
    pub name: String,
    /// What reaching it means; absent: it is not final.
    pub outcome: Option<OutcomeName>,
}

/// A pipeline type to be made.
#[derive(Clone, Debug, InputObject)]
pub struct CreatePipelineTypeInput {
    /// As staff see it.
    pub name: String,
    /// Its stages in order, at least one; a pipeline begins at the first.
    pub stages: Vec<PipelineStageInput>,
}

/// A change of a pipeline type; what is left out stays.
#[derive(Clone, Debug, InputObject)]
pub struct UpdatePipelineTypeInput {
    /// The pipeline type.
    pub id: PipelineTypeId,
    /// As staff see it.
    pub name: Option<String>,
    /// Its place among the brand's types, from 0; the others make room.
    pub position: Option<i32>,
}

/// A stage to be added to a pipeline type.
#[derive(Clone, Debug, InputObject)]
pub struct AddPipelineStageInput {
    /// The pipeline type.
    pub type_id: PipelineTypeId,
    /// As staff see it.
    pub name: String,
    /// What reaching it means; absent: it is not final.
    pub outcome: Option<OutcomeName>,
    /// Its place among the type's stages, from 0; absent: behind the others.
    pub position: Option<i32>,
}

/// A change of a stage; what is left out stays.
#[derive(Clone, Debug, InputObject)]
pub struct UpdatePipelineStageInput {
    /// The stage.
    pub id: PipelineStageId,
    /// As staff see it.
    pub name: Option<String>,
    /// What reaching it means; null: it is not final. Refused while pipelines stand at it.
    pub outcome: MaybeUndefined<OutcomeName>,
    /// Its place among the type's stages, from 0; the others make room.
    pub position: Option<i32>,
}

impl UpdatePipelineStageInput {
    fn change(self) -> StageChange {
        let outcome = match self.outcome {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => Some(None),
            MaybeUndefined::Value(outcome) => Some(Some(outcome.into())),
        };
        StageChange { name: self.name, position: self.position, outcome }
    }
}

payload! {
    /// The outcome of making a pipeline type.
    CreatePipelineTypePayload { pipeline_type: PipelineType }
}
payload! {
    /// The outcome of changing a pipeline type.
    UpdatePipelineTypePayload { pipeline_type: PipelineType }
}
payload! {
    /// The outcome of adding a stage.
    AddPipelineStagePayload { stage: PipelineStage }
}
payload! {
    /// The outcome of changing a stage.
    UpdatePipelineStagePayload { stage: PipelineStage }
}
payload! {
    /// The outcome of removing a stage.
    RemovePipelineStagePayload { removed_id: PipelineStageId }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct PipelineTypeMutation;

#[Object]
impl PipelineTypeMutation {
    /// Makes a pipeline type of the brand's own, behind the others. Needs `ADMIN`.
    async fn create_pipeline_type(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The pipeline type.")] input: CreatePipelineTypeInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<CreatePipelineTypePayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let connection = connection::service::first_party(work).await?;
                let stages = new.stages.into_iter().map(stage).collect();
                let new = NewType { connection, vendor_id: None, name: new.name, stages };
                Ok(service::create_type(work, new).await?.id)
            })
        });
        let outcome = outcome.await?;
        let pipeline_type = outcome.node(|row| load_type(ctx, row)).await?;
        Ok(CreatePipelineTypePayload { pipeline_type, problems: outcome.problems })
    }

    /// Renames a pipeline type or moves it among the others. Needs `ADMIN`.
    async fn update_pipeline_type(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdatePipelineTypeInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UpdatePipelineTypePayload> {
        let change = input.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let row = service::update_type(work, change.id.row(), change.name, change.position);
                Ok(row.await?.id)
            })
        });
        let outcome = outcome.await?;
        let pipeline_type = outcome.node(|row| load_type(ctx, row)).await?;
        Ok(UpdatePipelineTypePayload { pipeline_type, problems: outcome.problems })
    }

    /// Adds a stage to a pipeline type. Needs `ADMIN`.
    async fn add_pipeline_stage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The stage.")] input: AddPipelineStageInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<AddPipelineStagePayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let (of, position) = (new.type_id.row(), new.position);
                let new = stage(PipelineStageInput { name: new.name, outcome: new.outcome });
                Ok(service::add_stage(work, of, new, position).await?.id)
            })
        });
        let outcome = outcome.await?;
        let stage = outcome.node(|row| load_stage(ctx, row)).await?;
        Ok(AddPipelineStagePayload { stage, problems: outcome.problems })
    }

    /// Changes a stage or moves it among the others of its type. Needs `ADMIN`.
    async fn update_pipeline_stage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdatePipelineStageInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UpdatePipelineStagePayload> {
        let change = input.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(async move { Ok(service::update_stage(work, change.id.row(), change.change()).await?.id) })
        });
        let outcome = outcome.await?;
        let stage = outcome.node(|row| load_stage(ctx, row)).await?;
        Ok(UpdatePipelineStagePayload { stage, problems: outcome.problems })
    }

    /// Removes a stage at which no pipeline stands. Needs `ADMIN`.
    async fn remove_pipeline_stage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The stage.")] id: PipelineStageId,
    ) -> Result<RemovePipelineStagePayload> {
        let outcome = mutation::run(ctx, Permission::Admin, None, &id, move |work| {
            Box::pin(async move { Ok(service::remove_stage(work, id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        let removed_id = outcome.row.map(PipelineStageId::new);
        Ok(RemovePipelineStagePayload { removed_id, problems: outcome.problems })
    }
}

fn stage(input: PipelineStageInput) -> NewStage {
    NewStage { vendor_id: None, name: input.name, outcome: input.outcome.map(Into::into) }
}

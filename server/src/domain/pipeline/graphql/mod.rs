//! Pipelines in the graph.

pub mod inputs;
pub mod mutations;

use async_graphql::{ComplexObject, Context, Enum, Object, Result, SimpleObject};
use entity::{note, pipeline, task};

use super::definition::graphql::{PipelineStage, PipelineType, load_stage, load_type};
use super::{PipelineFilter, PipelineState};
use crate::domain::activity::Under;
use crate::domain::activity::note::NoteFilter;
use crate::domain::activity::note::graphql::Note;
use crate::domain::activity::task::TaskFilter;
use crate::domain::activity::task::graphql::{Task, TaskFilterInput};
use crate::domain::customer::graphql::Customer;
use crate::domain::source;
use crate::domain::source::graphql::SourceRecord;
use crate::graphql::id::Gid;
use crate::graphql::listing::listing;
use crate::graphql::loaders::{children, row};
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::{DateTime, Json, Money};
use crate::kinds;

pub use inputs::{CreatePipelineInput, MovePipelineInput, PipelineFilterInput, UpdatePipelineInput};
pub use mutations::PipelineMutation;

kinds! {
    /// Ids of pipelines.
    PipelineKind => "Pipeline",
}

/// The id of a pipeline.
pub type PipelineId = Gid<PipelineKind>;

/// Whether a pipeline has come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "PipelineState", remote = "PipelineState")]
pub enum PipelineStateName {
    /// Under way.
    Open,
    /// Won or lost.
    Closed,
}

/// An opportunity of a customer, running through the stages of its type.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Pipeline {
    /// Opaque id.
    pub id: PipelineId,
    /// The title staff gave.
    pub reference: String,
    /// Expected worth.
    pub value: Option<Money>,
    /// The colleague in charge, under their system's own id.
    pub owner_id: Option<String>,
    /// Fields of the company's own, an object.
    pub custom: Json,
    /// Whether it has come to its end.
    pub state: PipelineStateName,
    /// When it reached a final stage; null while open.
    pub closed_at: Option<DateTime>,
    /// When it was opened.
    pub created_at: DateTime,
    /// When it last changed.
    pub updated_at: DateTime,
    #[graphql(skip)]
    row: i64,
    #[graphql(skip)]
    type_id: i64,
    #[graphql(skip)]
    stage: i64,
    #[graphql(skip)]
    source_record: i64,
}

impl From<pipeline::Model> for Pipeline {
    fn from(row: pipeline::Model) -> Self {
        let currency = row.currency.unwrap_or_default();
        Self {
            id: PipelineId::new(row.id),
            reference: row.reference,
            value: row.value.map(|value| Money::new(value, currency)),
            owner_id: row.owner_id,
            custom: Json(row.custom),
            state: row.closed_at.map_or(PipelineStateName::Open, |_| PipelineStateName::Closed),
            closed_at: row.closed_at.map(DateTime),
            created_at: DateTime(row.created_at),
            updated_at: DateTime(row.updated_at),
            row: row.id,
            type_id: row.type_id,
            stage: row.stage_id,
            source_record: row.source_record_id,
        }
    }
}

#[ComplexObject]
impl Pipeline {
    /// What it runs through.
    #[graphql(name = "type")]
    async fn pipeline_type(&self, ctx: &Context<'_>) -> Result<Option<PipelineType>> {
        load_type(ctx, self.type_id).await
    }

    /// Where it stands.
    async fn stage(&self, ctx: &Context<'_>) -> Result<Option<PipelineStage>> {
        load_stage(ctx, self.stage).await
    }

    /// Remarks on it, newest first.
    async fn notes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Note>> {
        let filter = NoteFilter { under: Under::Pipeline };
        children::<note::Entity, _>(ctx, self.row, Paging::new(first, after, last, before), Some(filter)).await
    }

    /// What is to be done for it, by due date; asked for done ones alone, the last done first.
    async fn tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only tasks for which all of this holds.")] filter: Option<TaskFilterInput>,
    ) -> Result<Connection<Task>> {
        let filter = TaskFilter { under: Under::Pipeline, ..filter.unwrap_or_default().into() };
        children::<task::Entity, _>(ctx, self.row, Paging::new(first, after, last, before), Some(filter)).await
    }

    /// Whose opportunity it is.
    async fn customer(&self, ctx: &Context<'_>) -> Result<Option<Customer>> {
        source::graphql::customer(ctx, self.source_record).await
    }

    /// The record it hangs on.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::graphql::load(ctx, self.source_record).await
    }
}

/// The pipeline with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<Pipeline>> {
    Ok(row::<pipeline::Entity>(ctx, id).await?.map(Pipeline::from))
}

/// The pipeline with this id, if there is an id.
///
/// # Errors
/// As [`load`].
pub async fn load_some(ctx: &Context<'_>, id: Option<i64>) -> Result<Option<Pipeline>> {
    match id {
        Some(id) => load(ctx, id).await,
        None => Ok(None),
    }
}

/// A customer's pipelines.
pub struct CustomerPipelines(pub i64);

#[Object]
impl CustomerPipelines {
    /// The customer's opportunities, the last changed first.
    async fn pipelines(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only pipelines for which all of this holds.")] filter: Option<PipelineFilterInput>,
    ) -> Result<Connection<Pipeline>> {
        let paging = Paging::new(first, after, last, before);
        children::<pipeline::Entity, _>(ctx, self.0, paging, filter.map(Into::into)).await
    }
}

/// The topic's queries.
#[derive(Debug, Default)]
pub struct PipelineQuery;

#[Object]
impl PipelineQuery {
    /// The brand's pipelines, for a board; the last changed first.
    async fn pipelines(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only pipelines for which all of this holds.")] filter: Option<PipelineFilterInput>,
    ) -> Result<Connection<Pipeline>> {
        let filter = PipelineFilter::from(filter.unwrap_or_default());
        listing::<pipeline::Entity, _>(ctx, Paging::new(first, after, last, before), filter).await
    }
}

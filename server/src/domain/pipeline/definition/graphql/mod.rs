//! Pipeline types and stages in the graph.

pub mod mutations;

use std::collections::HashMap;

use async_graphql::dataloader;
use async_graphql::{ComplexObject, Context, Enum, Object, Result, SimpleObject};
use entity::connection;
use entity::pipeline_stage::{self, Outcome};
use entity::pipeline_type;

use super::store;
use crate::domain::source::graphql::VendorName;
use crate::graphql::error::fault;
use crate::graphql::id::Gid;
use crate::graphql::listing::listing;
use crate::graphql::loaders::{BatchError, Loader, children, loaders, row};
use crate::graphql::page::{Connection, Paging};
use crate::kinds;

pub use mutations::PipelineTypeMutation;

kinds! {
    /// Ids of pipeline types.
    PipelineTypeKind => "PipelineType",
    /// Ids of pipeline stages.
    PipelineStageKind => "PipelineStage",
}

/// The id of a pipeline type.
pub type PipelineTypeId = Gid<PipelineTypeKind>;
/// The id of a pipeline stage.
pub type PipelineStageId = Gid<PipelineStageKind>;

/// What reaching a stage means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "PipelineOutcome", remote = "Outcome")]
pub enum OutcomeName {
    /// The pipeline ends in success.
    Won,
    /// The pipeline ends without.
    Lost,
}

/// A process with its own stages, which pipelines run through.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct PipelineType {
    /// Opaque id.
    pub id: PipelineTypeId,
    /// Its id at the system that defines it.
    pub vendor_id: String,
    /// As staff see it.
    pub name: String,
    /// Its place among the brand's types, from 0.
    pub position: i32,
    #[graphql(skip)]
    row: i64,
    #[graphql(skip)]
    connection: i64,
}

impl From<pipeline_type::Model> for PipelineType {
    fn from(row: pipeline_type::Model) -> Self {
        Self {
            id: PipelineTypeId::new(row.id),
            vendor_id: row.vendor_id,
            name: row.name,
            position: row.position,
            row: row.id,
            connection: row.connection_id,
        }
    }
}

#[ComplexObject]
impl PipelineType {
    /// The system that defines it.
    async fn vendor(&self, ctx: &Context<'_>) -> Result<Option<VendorName>> {
        Ok(row::<connection::Entity>(ctx, self.connection).await?.map(|connection| connection.vendor.into()))
    }

    /// Its stages in order; a pipeline begins at the first.
    async fn stages(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<PipelineStage>> {
        children::<pipeline_stage::Entity, _>(ctx, self.row, Paging::new(first, after, last, before), None).await
    }
}

/// The pipeline type with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load_type(ctx: &Context<'_>, id: i64) -> Result<Option<PipelineType>> {
    Ok(row::<pipeline_type::Entity>(ctx, id).await?.map(PipelineType::from))
}

/// One step of a pipeline type.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct PipelineStage {
    /// Opaque id.
    pub id: PipelineStageId,
    /// Its id at the system that defines it.
    pub vendor_id: String,
    /// As staff see it.
    pub name: String,
    /// Its place among the type's stages, from 0.
    pub position: i32,
    /// What reaching it means; null for a stage that is not final.
    pub outcome: Option<OutcomeName>,
    #[graphql(skip)]
    type_id: i64,
}

impl From<pipeline_stage::Model> for PipelineStage {
    fn from(row: pipeline_stage::Model) -> Self {
        Self {
            id: PipelineStageId::new(row.id),
            vendor_id: row.vendor_id,
            name: row.name,
            position: row.position,
            outcome: row.outcome.map(Into::into),
            type_id: row.type_id,
        }
    }
}

#[ComplexObject]
impl PipelineStage {
    /// The type it is a step of.
    #[graphql(name = "type")]
    async fn pipeline_type(&self, ctx: &Context<'_>) -> Result<Option<PipelineType>> {
        load_type(ctx, self.type_id).await
    }
}

/// Key: the stage with this id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StageKey(i64);

impl dataloader::Loader<StageKey> for Loader {
    type Value = pipeline_stage::Model;
    type Error = BatchError;

    async fn load(&self, keys: &[StageKey]) -> Result<HashMap<StageKey, pipeline_stage::Model>, BatchError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let rows = store::stages(self.db(), self.brand(), &ids).await?;
        Ok(rows.into_iter().map(|row| (StageKey(row.id), row)).collect())
    }
}

/// The stage with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load_stage(ctx: &Context<'_>, id: i64) -> Result<Option<PipelineStage>> {
    let found = loaders(ctx)?.load_one(StageKey(id)).await.map_err(|error| fault(error.into()))?;
    Ok(found.map(PipelineStage::from))
}

/// The topic's queries.
#[derive(Debug, Default)]
pub struct PipelineTypeQuery;

#[Object]
impl PipelineTypeQuery {
    /// The brand's pipeline types in order.
    async fn pipeline_types(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<PipelineType>> {
        listing::<pipeline_type::Entity, _>(ctx, Paging::new(first, after, last, before), ()).await
    }
}

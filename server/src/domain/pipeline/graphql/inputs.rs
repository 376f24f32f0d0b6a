//! What is said of pipelines in arguments.

use async_graphql::{InputObject, MaybeUndefined};
use serde_json::json;

use super::{PipelineId, PipelineStateName};
use crate::domain::customer::graphql::CustomerId;
use crate::domain::pipeline::definition::graphql::{PipelineStageId, PipelineTypeId};
use crate::domain::pipeline::store::NewPipeline;
use crate::domain::pipeline::{PipelineFields, PipelineFilter};
use crate::domain::source::graphql::SourceRecordId;
use crate::graphql::id::Gid;
use crate::graphql::mutation::{patch, replace};
use crate::graphql::scalar::{Json, MoneyInput};

/// What a list of pipelines can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct PipelineFilterInput {
    /// Only this type.
    pub type_id: Option<PipelineTypeId>,
    /// Only at this stage.
    pub stage_id: Option<PipelineStageId>,
    /// Only open or only closed ones.
    pub state: Option<PipelineStateName>,
    /// Only with this colleague in charge, under their system's own id.
    pub owner_id: Option<String>,
}

impl From<PipelineFilterInput> for PipelineFilter {
    fn from(input: PipelineFilterInput) -> Self {
        Self {
            type_id: input.type_id.map(Gid::row),
            stage: input.stage_id.map(Gid::row),
            state: input.state.map(Into::into),
            owner: input.owner_id,
        }
    }
}

/// A pipeline to be opened.
#[derive(Clone, Debug, InputObject)]
pub struct CreatePipelineInput {
    /// The customer.
    pub customer_id: CustomerId,
    /// The record it shall hang on; absent: Onefold's own.
    pub source_record_id: Option<SourceRecordId>,
    /// What it runs through.
    pub type_id: PipelineTypeId,
    /// Where it begins; absent: at the type's first stage.
    pub stage_id: Option<PipelineStageId>,
    /// The title.
    pub reference: String,
    /// Expected worth.
    pub value: Option<MoneyInput>,
    /// The colleague in charge, under their system's own id.
    pub owner_id: Option<String>,
    /// Fields of the company's own, an object.
    pub custom: Option<Json>,
}

impl CreatePipelineInput {
    pub(super) fn on(self, source_record: i64) -> NewPipeline {
        let (value, currency) = self.value.map(|money| (money.amount.0, money.currency)).unzip();
        NewPipeline {
            source_record,
            vendor_id: None,
            type_id: self.type_id.row(),
            stage: self.stage_id.map(Gid::row),
            fields: PipelineFields {
                reference: self.reference,
                owner_id: self.owner_id,
                value,
                currency: currency.flatten(),
                custom: self.custom.map_or_else(|| json!({}), |custom| custom.0),
            },
        }
    }
}

/// A change of a pipeline. What is left out stays; what is null is cleared, where it may be empty.
#[derive(Clone, Debug, InputObject)]
pub struct UpdatePipelineInput {
    /// The pipeline.
    pub id: PipelineId,
    /// The title.
    pub reference: Option<String>,
    /// Expected worth.
    pub value: MaybeUndefined<MoneyInput>,
    /// The colleague in charge, under their system's own id.
    pub owner_id: MaybeUndefined<String>,
    /// Fields of the company's own, an object; it replaces the present one as a whole.
    pub custom: Option<Json>,
}

impl UpdatePipelineInput {
    pub(super) fn apply(self, fields: &mut PipelineFields) {
        replace(&mut fields.reference, self.reference);
        if let MaybeUndefined::Value(money) = &self.value {
            fields.currency = money.currency.clone();
        }
        patch(&mut fields.value, self.value.map_value(|money| money.amount.0));
        patch(&mut fields.owner_id, self.owner_id);
        replace(&mut fields.custom, self.custom.map(|custom| custom.0));
    }
}

/// A step of a pipeline.
#[derive(Clone, Debug, InputObject)]
pub struct MovePipelineInput {
    /// The pipeline.
    pub id: PipelineId,
    /// The stage to move it to, one of its type.
    pub stage_id: PipelineStageId,
}

//! Opening pipelines and moving them through their stages.

use entity::pipeline;
use entity::pipeline_stage::{self, Outcome};
use serde_json::json;

use super::store::{self, NewPipeline, Standing};
use super::{PipelineFields, definition};
use crate::domain::outbox::What;
use crate::domain::{connection, rules};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{TimelineDraft, Work};

/// Opens a pipeline on a record.
///
/// # Errors
/// There is no such type or stage in the brand, the stage is another type's, or the fields break a rule.
pub async fn create(work: &Work<'_>, mut new: NewPipeline) -> Result<pipeline::Model> {
    let stage = beginning(work, new.type_id, new.stage).await?;
    rules::check(new.fields.broken().into_iter().chain([stage.as_ref().err().cloned()]))?;
    let stage = stage?;
    settle_currency(work, &mut new.fields).await?;
    let row = store::insert(work.db(), work.brand(), new, standing(work, &stage), work.now()).await?;
    let entry = TimelineDraft::new("pipeline.created", format!("Pipeline {} opened", row.reference));
    let entry = entry.with_data(json!({ "stage": stage.name }));
    work.timeline(row.source_record_id, entry.about("pipeline", row.id)).await;
    audit(work, "pipeline.create", &row).await;
    work.change(row.source_record_id, What::PipelineCreated(row.id)).await;
    Ok(row)
}

/// Changes what is said of a pipeline; where it stands stays.
///
/// # Errors
/// There is no such pipeline in the brand, or it would break a rule.
pub async fn update(work: &Work<'_>, id: i64, change: impl FnOnce(&mut PipelineFields)) -> Result<pipeline::Model> {
    let row = find(work, id).await?;
    let mut fields = store::fields(&row);
    change(&mut fields);
    rules::check(fields.broken())?;
    settle_currency(work, &mut fields).await?;
    let row = store::update(work.db(), row, fields, work.now()).await?;
    audit(work, "pipeline.update", &row).await;
    work.change(row.source_record_id, What::Other("pipeline_updated")).await;
    Ok(row)
}

/// Moves a pipeline to another stage of its type: a final one closes it, any other opens it again.
///
/// # Errors
/// There is no such pipeline or stage in the brand, or the stage is another type's.
pub async fn advance(work: &Work<'_>, id: i64, stage: i64) -> Result<pipeline::Model> {
    let row = find(work, id).await?;
    let stage = stage_of(work, row.type_id, stage).await??;
    if stage.id == row.stage_id {
        return Ok(row);
    }
    let from = row.stage_id;
    let row = store::place(work.db(), row, standing(work, &stage), work.now()).await?;
    let entry = match stage.outcome {
        Some(Outcome::Won) => TimelineDraft::new("pipeline.won", format!("Pipeline {} won", row.reference)),
        Some(Outcome::Lost) => TimelineDraft::new("pipeline.lost", format!("Pipeline {} lost", row.reference)),
        None => {
            let title = format!("Pipeline {} moved to {}", row.reference, stage.name);
            TimelineDraft::new("pipeline.moved", title)
        }
    };
    let entry = entry.with_data(json!({ "stage": stage.name }));
    work.timeline(row.source_record_id, entry.about("pipeline", row.id)).await;
    work.audit("pipeline.move", "pipeline", row.id, json!({ "from": from, "to": stage.id })).await;
    work.change(row.source_record_id, What::Other("pipeline_moved")).await;
    Ok(row)
}

/// Removes a pipeline; its notes and tasks stay with the customer.
///
/// # Errors
/// There is no such pipeline in the brand.
pub async fn delete(work: &Work<'_>, id: i64) -> Result<pipeline::Model> {
    let row = find(work, id).await?;
    store::delete(work.db(), row.id).await?;
    let entry = TimelineDraft::new("pipeline.deleted", format!("Pipeline {} deleted", row.reference));
    work.timeline(row.source_record_id, entry).await;
    audit(work, "pipeline.delete", &row).await;
    work.change(row.source_record_id, What::Other("pipeline_deleted")).await;
    Ok(row)
}

async fn find(work: &Work<'_>, id: i64) -> Result<pipeline::Model> {
    store::by_id(work.db(), work.brand(), id).await?.ok_or(Error::NotFound { kind: "pipeline" })
}

/// The stage a new pipeline begins at.
async fn beginning(
    work: &Work<'_>,
    type_id: i64,
    stage: Option<i64>,
) -> Result<Result<pipeline_stage::Model, Violation>> {
    if definition::store::type_by_id(work.db(), work.brand(), type_id).await?.is_none() {
        return Ok(Err(Violation::new("typeId", Rule::NotFound, "there is no such pipeline type")));
    }
    match stage {
        Some(stage) => stage_of(work, type_id, stage).await,
        None => {
            let first = definition::store::first_stage(work.db(), type_id).await?;
            Ok(first.ok_or_else(|| Violation::new("typeId", Rule::NotAllowed, "the pipeline type has no stage yet")))
        }
    }
}

async fn stage_of(work: &Work<'_>, type_id: i64, stage: i64) -> Result<Result<pipeline_stage::Model, Violation>> {
    Ok(match definition::store::stage_by_id(work.db(), work.brand(), stage).await? {
        None => Err(Violation::new("stageId", Rule::NotFound, "there is no such stage")),
        Some(stage) if stage.type_id != type_id => {
            Err(Violation::new("stageId", Rule::NotAllowed, "the stage belongs to another pipeline type"))
        }
        Some(stage) => Ok(stage),
    })
}

fn standing(work: &Work<'_>, stage: &pipeline_stage::Model) -> Standing {
    Standing { stage: stage.id, closed_at: stage.outcome.map(|_| work.now()) }
}

/// A value without a currency is in the brand's; without a value there is none.
async fn settle_currency(work: &Work<'_>, fields: &mut PipelineFields) -> Result<()> {
    if fields.value.is_none() {
        fields.currency = None;
    } else if fields.currency.is_none() {
        fields.currency = connection::store::brand(work.db(), work.brand()).await?.map(|brand| brand.currency);
    }
    Ok(())
}

async fn audit(work: &Work<'_>, action: &str, row: &pipeline::Model) {
    work.audit(action, "pipeline", row.id, json!({ "source_record": row.source_record_id })).await;
}

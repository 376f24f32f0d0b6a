//! Defining pipeline types and their stages.

use entity::pipeline_stage::{self, Outcome};
use entity::pipeline_type;
use serde_json::json;

use super::store::{self, position};
use super::{NewStage, NewType, too_many};
use crate::domain::account::secrets;
use crate::domain::rules;
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;

/// Makes a type with its stages, behind the brand's other types.
///
/// # Errors
/// It breaks a rule.
pub async fn create_type(work: &Work<'_>, new: NewType) -> Result<pipeline_type::Model> {
    rules::check(new.broken())?;
    let position = position::end::<pipeline_type::Entity>(work.db(), work.brand()).await?;
    let vendor_id = issued(new.vendor_id)?;
    let row = store::insert_type(work.db(), work.brand(), new.connection, vendor_id, new.name, position).await?;
    for (position, mut stage) in (0..).zip(new.stages) {
        let vendor_id = issued(stage.vendor_id.take())?;
        store::insert_stage(work.db(), row.id, vendor_id, stage, position).await?;
    }
    work.audit("pipeline_type.create", "pipeline_type", row.id, json!({ "name": row.name })).await;
    Ok(row)
}

/// Renames a type or moves it to another place among the brand's types.
///
/// # Errors
/// There is no such type in the brand, or the change breaks a rule.
pub async fn update_type(
    work: &Work<'_>,
    id: i64,
    name: Option<String>,
    position: Option<i32>,
) -> Result<pipeline_type::Model> {
    let row = store::type_by_id(work.db(), work.brand(), id).await?.ok_or(Error::NotFound { kind: "pipeline type" })?;
    let name = name.unwrap_or_else(|| row.name.clone());
    check(&name, position)?;
    let position = position::settle::<pipeline_type::Entity>(work.db(), work.brand(), row.position, position).await?;
    let row = store::update_type(work.db(), row, name, position).await?;
    let data = json!({ "name": row.name, "position": row.position });
    work.audit("pipeline_type.update", "pipeline_type", row.id, data).await;
    Ok(row)
}

/// Adds a stage to a type, at `position` or behind the others.
///
/// # Errors
/// There is no such type in the brand, it has as many stages as it may, or the stage breaks a rule.
pub async fn add_stage(
    work: &Work<'_>,
    type_id: i64,
    mut new: NewStage,
    position: Option<i32>,
) -> Result<pipeline_stage::Model> {
    let of = store::type_by_id(work.db(), work.brand(), type_id).await?;
    let of = of.ok_or_else(|| Violation::new("typeId", Rule::NotFound, "there is no such pipeline type"))?;
    check(&new.name, position)?;
    let stages = store::stage_count(work.db(), of.id).await?;
    rules::check([too_many("typeId", usize::try_from(stages).unwrap_or(usize::MAX).saturating_add(1))])?;
    let position = position::open::<pipeline_stage::Entity>(work.db(), of.id, position).await?;
    let vendor_id = issued(new.vendor_id.take())?;
    let row = store::insert_stage(work.db(), of.id, vendor_id, new, position).await?;
    work.audit("pipeline_stage.add", "pipeline_stage", row.id, json!({ "type": of.id, "name": row.name })).await;
    Ok(row)
}

/// A change of a stage; what is absent stays.
#[derive(Clone, Debug, Default)]
pub struct StageChange {
    /// As staff see it.
    pub name: Option<String>,
    /// Its place among the type's stages, from 0.
    pub position: Option<i32>,
    /// What reaching it means.
    pub outcome: Option<Option<Outcome>>,
}

/// Changes a stage.
///
/// # Errors
/// There is no such stage in the brand; the change breaks a rule; or its outcome would change while pipelines stand at it, which
/// would close or reopen them behind everybody's back.
pub async fn update_stage(work: &Work<'_>, id: i64, change: StageChange) -> Result<pipeline_stage::Model> {
    let row = find_stage(work, id).await?;
    let name = change.name.unwrap_or_else(|| row.name.clone());
    check(&name, change.position)?;
    let outcome = change.outcome.unwrap_or(row.outcome);
    if outcome != row.outcome && store::in_use(work.db(), work.brand(), &row).await? {
        let message = "pipelines stand at this stage; move them before changing what reaching it means";
        return Err(Error::Conflict(message.to_owned()));
    }
    let (among, now) = (row.type_id, row.position);
    let position = position::settle::<pipeline_stage::Entity>(work.db(), among, now, change.position).await?;
    let row = store::update_stage(work.db(), row, name, outcome, position).await?;
    let data = json!({ "name": row.name, "position": row.position, "outcome": row.outcome });
    work.audit("pipeline_stage.update", "pipeline_stage", row.id, data).await;
    Ok(row)
}

/// Removes a stage.
///
/// # Errors
/// There is no such stage in the brand, a pipeline stands at it, or it is its type's only one.
pub async fn remove_stage(work: &Work<'_>, id: i64) -> Result<pipeline_stage::Model> {
    let row = find_stage(work, id).await?;
    if store::in_use(work.db(), work.brand(), &row).await? {
        return Err(Error::Conflict("pipelines stand at this stage; move them first".to_owned()));
    }
    if store::stage_count(work.db(), row.type_id).await? == 1 {
        return Err(Error::Conflict("a pipeline type needs at least one stage".to_owned()));
    }
    store::delete_stage(work.db(), row.id).await?;
    position::close::<pipeline_stage::Entity>(work.db(), row.type_id, row.position).await?;
    let data = json!({ "type": row.type_id, "name": row.name });
    work.audit("pipeline_stage.remove", "pipeline_stage", row.id, data).await;
    Ok(row)
}

async fn find_stage(work: &Work<'_>, id: i64) -> Result<pipeline_stage::Model> {
    let row = store::stage_by_id(work.db(), work.brand(), id).await?;
    row.ok_or(Error::NotFound { kind: "pipeline stage" })
}

fn check(name: &str, position: Option<i32>) -> Result<()> {
    let negative = position.filter(|position| *position < 0).map(|position| {
        Violation::new("position", Rule::NotAllowed, "positions are counted from 0").with_value(position)
    });
    rules::check([rules::filled("name", name), negative])
}

/// The vendor's id, or one of ours.
fn issued(vendor_id: Option<String>) -> Result<String> {
    vendor_id.map_or_else(secrets::random_hex::<13>, Ok)
}

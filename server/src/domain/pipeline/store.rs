//! Rows of pipelines.

use entity::{Timestamp, pipeline, pipeline_stage};
use sea_orm::sea_query::{ExprTrait, Query, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
};

use super::{PipelineFields, PipelineFilter, PipelineState};
use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;
use crate::store::listing::{self, Branded};
use crate::store::numbering::Numbered;

impl Branded for pipeline::Entity {
    fn brand_column() -> pipeline::Column {
        pipeline::Column::BrandId
    }
}

impl Numbered for pipeline::Entity {
    fn vendor_id_column() -> pipeline::Column {
        pipeline::Column::VendorId
    }
}

impl Listed for pipeline::Entity {
    type Filter = PipelineFilter;

    fn link(_: &PipelineFilter) -> Link<pipeline::Column> {
        Link::SourceRecord(pipeline::Column::SourceRecordId)
    }

    fn ordering(_: &PipelineFilter) -> Ordering<pipeline::Column> {
        Ordering::descending(pipeline::Column::UpdatedAt)
    }

    fn id() -> pipeline::Column {
        pipeline::Column::Id
    }

    fn condition(filter: &PipelineFilter) -> Condition {
        use pipeline::Column;
        let state = filter.state.map(|state| match state {
            PipelineState::Open => Column::ClosedAt.is_null(),
            PipelineState::Closed => Column::ClosedAt.is_not_null(),
        });
        Condition::all()
            .add_option(filter.type_id.map(|id| Column::TypeId.eq(id)))
            .add_option(filter.stage.map(at_stage))
            .add_option(state)
            .add_option(filter.owner.as_deref().map(|owner| Column::OwnerId.eq(owner)))
    }
}

/// With the stage's type beside it: the index has the type in front of the stage.
fn at_stage(stage: i64) -> Condition {
    use pipeline::Column;
    let its_type = Query::select()
        .column(pipeline_stage::Column::TypeId)
        .from(pipeline_stage::Entity)
        .and_where(pipeline_stage::Column::Id.eq(stage))
        .to_owned();
    let its_type = SimpleExpr::SubQuery(None, Box::new(its_type.into()));
    Condition::all().add(Column::TypeId.into_expr().eq(its_type)).add(Column::StageId.eq(stage))
}

/// A pipeline to be written.
#[derive(Clone, Debug)]
pub struct NewPipeline {
    /// The record it hangs on.
    pub source_record: i64,
    /// The vendor's own id.
    pub vendor_id: Option<String>,
    /// Its type.
    pub type_id: i64,
    /// Where it begins; absent: at the type's first stage.
    pub stage: Option<i64>,
    /// What is said of it.
    pub fields: PipelineFields,
}

/// What a row says.
pub fn fields(row: &pipeline::Model) -> PipelineFields {
    PipelineFields {
        reference: row.reference.clone(),
        owner_id: row.owner_id.clone(),
        value: row.value,
        currency: row.currency.clone(),
        custom: row.custom.clone(),
    }
}

fn say(row: &mut pipeline::ActiveModel, fields: PipelineFields, now: Timestamp) {
    row.reference = Set(fields.reference);
    row.owner_id = Set(fields.owner_id);
    row.value = Set(fields.value);
    row.currency = Set(fields.currency);
    row.custom = Set(fields.custom);
    row.updated_at = Set(now);
}

/// Where a pipeline stands, and since when it is closed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    pub(super) stage: i64,
    pub(super) closed_at: Option<Timestamp>,
}

pub(super) async fn insert(
    db: &impl ConnectionTrait,
    brand: i64,
    new: NewPipeline,
    at: Standing,
    now: Timestamp,
) -> Result<pipeline::Model> {
    let mut row = pipeline::ActiveModel {
        brand_id: Set(brand),
        source_record_id: Set(new.source_record),
        vendor_id: Set(new.vendor_id),
        type_id: Set(new.type_id),
        stage_id: Set(at.stage),
        closed_at: Set(at.closed_at),
        created_at: Set(now),
        ..Default::default()
    };
    say(&mut row, new.fields, now);
    Ok(pipeline::Entity::insert(row).exec_with_returning(db).await?)
}

/// A pipeline of the brand.
///
/// # Errors
/// The store failed.
pub async fn by_id(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<pipeline::Model>> {
    listing::find::<pipeline::Entity>(db, brand, id).await
}

pub(super) async fn update(
    db: &impl ConnectionTrait,
    row: pipeline::Model,
    fields: PipelineFields,
    now: Timestamp,
) -> Result<pipeline::Model> {
    let mut row = row.into_active_model();
    say(&mut row, fields, now);
    Ok(row.update(db).await?)
}

pub(super) async fn place(
    db: &impl ConnectionTrait,
    row: pipeline::Model,
    at: Standing,
    now: Timestamp,
) -> Result<pipeline::Model> {
    let mut row = row.into_active_model();
    row.stage_id = Set(at.stage);
    row.closed_at = Set(at.closed_at);
    row.updated_at = Set(now);
    Ok(row.update(db).await?)
}

pub(super) async fn delete(db: &impl ConnectionTrait, id: i64) -> Result<()> {
    pipeline::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

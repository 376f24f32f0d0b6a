//! Rows of pipeline types and stages.

pub mod position;

use entity::{pipeline, pipeline_stage, pipeline_type};
use sea_orm::sea_query::Query;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder,
};

use super::NewStage;
use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;
use crate::store::listing::{self, Branded};

impl Branded for pipeline_type::Entity {
    fn brand_column() -> pipeline_type::Column {
        pipeline_type::Column::BrandId
    }
}

impl Listed for pipeline_type::Entity {
    type Filter = ();

    fn link((): &()) -> Link<pipeline_type::Column> {
        Link::Owner(pipeline_type::Column::ConnectionId)
    }

    fn ordering((): &()) -> Ordering<pipeline_type::Column> {
        Ordering::ascending(pipeline_type::Column::Position)
    }

    fn id() -> pipeline_type::Column {
        pipeline_type::Column::Id
    }

    fn condition((): &()) -> Condition {
        Condition::all()
    }
}

impl Listed for pipeline_stage::Entity {
    type Filter = ();

    fn link((): &()) -> Link<pipeline_stage::Column> {
        Link::Owner(pipeline_stage::Column::TypeId)
    }

    fn ordering((): &()) -> Ordering<pipeline_stage::Column> {
        Ordering::ascending(pipeline_stage::Column::Position)
    }

    fn id() -> pipeline_stage::Column {
        pipeline_stage::Column::Id
    }

    fn condition((): &()) -> Condition {
        Condition::all()
    }
}

/// A type of the brand.
///
/// # Errors
/// The store failed.
pub async fn type_by_id(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<pipeline_type::Model>> {
    listing::find::<pipeline_type::Entity>(db, brand, id).await
}

/// The type that a connection knows under its own id.
///
/// # Errors
/// The store failed.
pub async fn type_by_vendor_id(
    db: &impl ConnectionTrait,
    connection: i64,
    vendor_id: &str,
) -> Result<Option<pipeline_type::Model>> {
    let row = pipeline_type::Entity::find()
        .filter(pipeline_type::Column::ConnectionId.eq(connection))
        .filter(pipeline_type::Column::VendorId.eq(vendor_id));
    Ok(row.one(db).await?)
}

/// The stage of a type that its vendor knows under this id.
///
/// # Errors
/// The store failed.
pub async fn stage_by_vendor_id(
    db: &impl ConnectionTrait,
    type_id: i64,
    vendor_id: &str,
) -> Result<Option<pipeline_stage::Model>> {
    let row = pipeline_stage::Entity::find()
        .filter(pipeline_stage::Column::TypeId.eq(type_id))
        .filter(pipeline_stage::Column::VendorId.eq(vendor_id));
    Ok(row.one(db).await?)
}

/// Those of the stages `ids` whose type is of the brand.
///
/// # Errors
/// The store failed.
pub async fn stages(db: &impl ConnectionTrait, brand: i64, ids: &[i64]) -> Result<Vec<pipeline_stage::Model>> {
    let types = Query::select()
        .column(pipeline_type::Column::Id)
        .from(pipeline_type::Entity)
        .and_where(pipeline_type::Column::BrandId.eq(brand))
        .to_owned();
    let rows = pipeline_stage::Entity::find()
        .filter(pipeline_stage::Column::Id.is_in(ids.iter().copied()))
        .filter(pipeline_stage::Column::TypeId.in_subquery(types));
    Ok(rows.all(db).await?)
}

/// A stage whose type is of the brand.
///
/// # Errors
/// The store failed.
pub async fn stage_by_id(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<pipeline_stage::Model>> {
    Ok(stages(db, brand, &[id]).await?.into_iter().next())
}

/// The stage at which pipelines of a type begin.
///
/// # Errors
/// The store failed.
pub async fn first_stage(db: &impl ConnectionTrait, type_id: i64) -> Result<Option<pipeline_stage::Model>> {
    let rows = pipeline_stage::Entity::find()
        .filter(pipeline_stage::Column::TypeId.eq(type_id))
        .order_by_asc(pipeline_stage::Column::Position)
        .order_by_asc(pipeline_stage::Column::Id);
    Ok(rows.one(db).await?)
}

/// How many stages a type has.
pub(super) async fn stage_count(db: &impl ConnectionTrait, type_id: i64) -> Result<u64> {
    Ok(pipeline_stage::Entity::find().filter(pipeline_stage::Column::TypeId.eq(type_id)).count(db).await?)
}

/// Whether a pipeline stands at this stage.
pub(super) async fn in_use(db: &impl ConnectionTrait, brand: i64, stage: &pipeline_stage::Model) -> Result<bool> {
    let standing = pipeline::Entity::find()
        .filter(pipeline::Column::BrandId.eq(brand))
        .filter(pipeline::Column::TypeId.eq(stage.type_id))
        .filter(pipeline::Column::StageId.eq(stage.id));
    Ok(standing.one(db).await?.is_some())
}

pub(super) async fn insert_type(
    db: &impl ConnectionTrait,
    brand: i64,
    connection: i64,
    vendor_id: String,
    name: String,
    position: i32,
) -> Result<pipeline_type::Model> {
    let row = pipeline_type::ActiveModel {
        brand_id: Set(brand),
        connection_id: Set(connection),
        vendor_id: Set(vendor_id),
        name: Set(name),
        position: Set(position),
        ..Default::default()
    };
    Ok(pipeline_type::Entity::insert(row).exec_with_returning(db).await?)
}

pub(super) async fn update_type(
    db: &impl ConnectionTrait,
    row: pipeline_type::Model,
    name: String,
    position: i32,
) -> Result<pipeline_type::Model> {
    let mut row = row.into_active_model();
    row.name = Set(name);
    row.position = Set(position);
    Ok(row.update(db).await?)
}

pub(super) async fn insert_stage(
    db: &impl ConnectionTrait,
    type_id: i64,
    vendor_id: String,
    new: NewStage,
    position: i32,
) -> Result<pipeline_stage::Model> {
    let row = pipeline_stage::ActiveModel {
        type_id: Set(type_id),
        vendor_id: Set(vendor_id),
        name: Set(new.name),
        position: Set(position),
        outcome: Set(new.outcome),
        ..Default::default()
    };
    Ok(pipeline_stage::Entity::insert(row).exec_with_returning(db).await?)
}

pub(super) async fn update_stage(
    db: &impl ConnectionTrait,
    row: pipeline_stage::Model,
    name: String,
    outcome: Option<pipeline_stage::Outcome>,
    position: i32,
) -> Result<pipeline_stage::Model> {
    let mut row = row.into_active_model();
    row.name = Set(name);
    row.outcome = Set(outcome);
    row.position = Set(position);
    Ok(row.update(db).await?)
}

pub(super) async fn delete_stage(db: &impl ConnectionTrait, id: i64) -> Result<()> {
    pipeline_stage::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

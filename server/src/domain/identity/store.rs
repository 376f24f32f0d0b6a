//! Rows of merges.

use entity::{Timestamp, merge};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value as Json;

use crate::error::Result;

pub(super) struct NewMerge {
    pub(super) brand: i64,
    pub(super) survivor: i64,
    pub(super) merged: i64,
    pub(super) moved: Json,
    pub(super) actor: String,
    pub(super) at: Timestamp,
}

pub(super) async fn insert(db: &impl ConnectionTrait, new: NewMerge) -> Result<merge::Model> {
    let row = merge::ActiveModel {
        brand_id: Set(new.brand),
        survivor_id: Set(new.survivor),
        merged_id: Set(new.merged),
        moved: Set(new.moved),
        actor: Set(new.actor),
        merged_at: Set(new.at),
        ..Default::default()
    };
    Ok(merge::Entity::insert(row).exec_with_returning(db).await?)
}

pub(super) async fn find(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<merge::Model>> {
    Ok(merge::Entity::find_by_id(id).filter(merge::Column::BrandId.eq(brand)).one(db).await?)
}

/// Marks a merge as undone; false when it was already.
pub(super) async fn undo(db: &impl ConnectionTrait, id: i64, actor: &str, now: Timestamp) -> Result<bool> {
    let updated = merge::Entity::update_many()
        .col_expr(merge::Column::UndoneAt, Expr::value(now))
        .col_expr(merge::Column::UndoneBy, Expr::value(actor))
        .filter(merge::Column::Id.eq(id))
        .filter(merge::Column::UndoneAt.is_null())
        .exec(db)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// The newest merges into a customer; more than a hundred nobody reads.
pub(super) async fn of_survivor(db: &impl ConnectionTrait, brand: i64, survivor: i64) -> Result<Vec<merge::Model>> {
    let rows = merge::Entity::find()
        .filter(merge::Column::BrandId.eq(brand))
        .filter(merge::Column::SurvivorId.eq(survivor))
        .order_by_desc(merge::Column::Id)
        .limit(100);
    Ok(rows.all(db).await?)
}

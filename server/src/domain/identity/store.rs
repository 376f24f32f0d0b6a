//! Rows of merges.

use entity::{Timestamp, merge};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::Value as Json;

use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;

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

/// The merges into a customer, newest first.
impl Listed for merge::Entity {
    type Filter = ();

    fn link((): &()) -> Link<merge::Column> {
        Link::Owner(merge::Column::SurvivorId)
    }

    fn ordering((): &()) -> Ordering<merge::Column> {
        Ordering::descending(merge::Column::MergedAt)
    }

    fn id() -> merge::Column {
        merge::Column::Id
    }

    fn condition((): &()) -> Condition {
        Condition::all()
    }
}

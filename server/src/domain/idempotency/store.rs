//! Rows of idempotency keys.

use entity::{Timestamp, idempotency};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::error::Result;

pub(super) async fn find(
    db: &impl ConnectionTrait,
    brand: i64,
    actor: &str,
    key: &str,
) -> Result<Option<idempotency::Model>> {
    Ok(idempotency::Entity::find()
        .filter(idempotency::Column::BrandId.eq(brand))
        .filter(idempotency::Column::Actor.eq(actor))
        .filter(idempotency::Column::Key.eq(key))
        .one(db)
        .await?)
}

pub(super) async fn insert(
    db: &impl ConnectionTrait,
    brand: i64,
    actor: String,
    key: String,
    request_hash: String,
    row: i64,
    now: Timestamp,
) -> Result<()> {
    let row = idempotency::ActiveModel {
        brand_id: Set(brand),
        actor: Set(actor),
        key: Set(key),
        request_hash: Set(request_hash),
        response: Set(row.into()),
        created_at: Set(now),
        ..Default::default()
    };
    idempotency::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

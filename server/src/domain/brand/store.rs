//! Rows of brands.

use entity::brand;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::Value as Json;

use super::Details;
use crate::error::Result;
use crate::store::listing::Branded;

/// A brand is its own: another is never found.
impl Branded for brand::Entity {
    fn brand_column() -> brand::Column {
        brand::Column::Id
    }
}

/// Replaces what an administrator decides of a brand.
///
/// # Errors
/// The store failed.
pub async fn update(db: &impl ConnectionTrait, id: i64, details: Details, settings: Json) -> Result<()> {
    let row = brand::ActiveModel {
        name: Set(details.name),
        currency: Set(details.currency),
        time_zone: Set(details.time_zone),
        settings: Set(settings),
        ..Default::default()
    };
    brand::Entity::update_many().set(row).filter(brand::Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

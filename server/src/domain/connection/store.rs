//! Rows of brands and connections.

use entity::connection::{self, Mode, Vendor};
use entity::{Timestamp, brand};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde_json::{Value as Json, json};

use crate::error::Result;

/// A brand by its row id.
///
/// # Errors
/// The store failed.
pub async fn brand(db: &impl ConnectionTrait, id: i64) -> Result<Option<brand::Model>> {
    Ok(brand::Entity::find_by_id(id).one(db).await?)
}

/// Every brand, by number.
///
/// # Errors
/// The store failed.
pub async fn brands(db: &impl ConnectionTrait) -> Result<Vec<brand::Model>> {
    Ok(brand::Entity::find().order_by_asc(brand::Column::Number).all(db).await?)
}

/// Writes a brand.
///
/// # Errors
/// The store failed, or the number is taken.
pub async fn insert_brand(db: &impl ConnectionTrait, number: i32, name: &str, now: Timestamp) -> Result<brand::Model> {
    let row = brand::ActiveModel {
        number: Set(number),
        name: Set(name.to_owned()),
        time_zone: Set("Europe/Prague".to_owned()),
        currency: Set("CZK".to_owned()),
        settings: Set(json!({})),
        created_at: Set(now),
        ..Default::default()
    };
    Ok(brand::Entity::insert(row).exec_with_returning(db).await?)
}

/// A connection by its row id.
///
/// # Errors
/// The store failed.
pub async fn find(db: &impl ConnectionTrait, id: i64) -> Result<Option<connection::Model>> {
    Ok(connection::Entity::find_by_id(id).one(db).await?)
}

/// A brand's connections to a vendor, oldest first.
///
/// # Errors
/// The store failed.
pub async fn of_vendor(db: &impl ConnectionTrait, brand: i64, vendor: Vendor) -> Result<Vec<connection::Model>> {
    let rows = connection::Entity::find()
        .filter(connection::Column::BrandId.eq(brand))
        .filter(connection::Column::Vendor.eq(vendor))
        .order_by_asc(connection::Column::Id);
    Ok(rows.all(db).await?)
}

/// These brands' connections to a vendor, by brand, then oldest first.
///
/// # Errors
/// The store failed.
pub async fn in_brands(
    db: &impl ConnectionTrait,
    brands: &[i64],
    vendor: Vendor,
) -> Result<Vec<(brand::Model, connection::Model)>> {
    let rows = connection::Entity::find()
        .find_also_related(brand::Entity)
        .filter(connection::Column::BrandId.is_in(brands.iter().copied()))
        .filter(connection::Column::Vendor.eq(vendor))
        .order_by_asc(connection::Column::BrandId)
        .order_by_asc(connection::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(connection, brand)| Some((brand?, connection))).collect())
}

/// A brand's connections, oldest first.
///
/// # Errors
/// The store failed.
pub async fn of_brand(db: &impl ConnectionTrait, brand: i64) -> Result<Vec<connection::Model>> {
    let rows =
        connection::Entity::find().filter(connection::Column::BrandId.eq(brand)).order_by_asc(connection::Column::Id);
    Ok(rows.all(db).await?)
}

/// Locks a connection of the brand until the transaction ends; false when there is none. SQLite has but one writer and needs no lock.
///
/// # Errors
/// The store failed.
pub async fn hold(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<bool> {
    let row = connection::Entity::find_by_id(id)
        .select_only()
        .column(connection::Column::Id)
        .filter(connection::Column::BrandId.eq(brand))
        // Not the strongest lock: records that refer to the connection can still be written meanwhile.
        .lock(LockType::NoKeyUpdate);
    Ok(row.into_tuple::<i64>().one(db).await?.is_some())
}

/// Replaces a connection's settings.
///
/// # Errors
/// The store failed.
pub async fn set_settings(
    db: &impl ConnectionTrait,
    connection: connection::Model,
    settings: Json,
    now: Timestamp,
) -> Result<connection::Model> {
    let mut row = connection.into_active_model();
    row.settings = Set(settings);
    row.updated_at = Set(now);
    Ok(row.update(db).await?)
}

/// Writes a connection in mirror mode.
///
/// # Errors
/// The store failed, or the name is taken.
pub async fn insert(
    db: &impl ConnectionTrait,
    brand: &brand::Model,
    vendor: Vendor,
    name: &str,
    now: Timestamp,
) -> Result<connection::Model> {
    let row = connection::ActiveModel {
        brand_id: Set(brand.id),
        vendor: Set(vendor),
        name: Set(name.to_owned()),
        mode: Set(Mode::Mirror),
        time_zone: Set(brand.time_zone.clone()),
        settings: Set(json!({})),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    Ok(connection::Entity::insert(row).exec_with_returning(db).await?)
}

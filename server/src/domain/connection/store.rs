//! Rows of brands and connections.

use std::collections::HashMap;

use entity::connection::{self, Mode, Vendor};
use entity::source_record::{self, RecordState};
use entity::{Timestamp, brand};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde_json::{Value as Json, json};

use super::{Details, NewConnection};
use crate::error::Result;
use crate::store::insert;
use crate::store::listing;

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

/// A connection of the brand by its row id.
///
/// # Errors
/// The store failed.
pub async fn of_brand_by_id(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<connection::Model>> {
    listing::find::<connection::Entity>(db, brand, id).await
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

/// A brand's connections in proxy mode to these vendors, oldest first.
///
/// # Errors
/// The store failed.
pub async fn proxied(db: &impl ConnectionTrait, brand: i64, vendors: &[Vendor]) -> Result<Vec<connection::Model>> {
    let rows = connection::Entity::find()
        .filter(connection::Column::BrandId.eq(brand))
        .filter(connection::Column::Mode.eq(Mode::Proxy))
        .filter(connection::Column::Vendor.is_in(vendors.iter().copied()))
        .order_by_asc(connection::Column::Id);
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

/// Replaces a connection's settings, and forgets its credentials where these lead to another server.
///
/// # Errors
/// The store failed.
pub async fn set_settings(
    db: &impl ConnectionTrait,
    connection: connection::Model,
    settings: Json,
    moved: bool,
    now: Timestamp,
) -> Result<connection::Model> {
    let mut row = connection.into_active_model();
    row.settings = Set(settings);
    if moved {
        row.sealed_credentials = Set(None);
    }
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

/// Writes a connection; `None` when its name is taken.
///
/// # Errors
/// The store failed.
pub async fn insert_new(
    db: &impl ConnectionTrait,
    brand: i64,
    new: NewConnection,
    now: Timestamp,
) -> Result<Option<connection::Model>> {
    let mut row = connection::ActiveModel {
        brand_id: Set(brand),
        vendor: Set(new.vendor),
        created_at: Set(now),
        ..Default::default()
    };
    say(&mut row, new.details, now);
    insert::unless_taken(db, row).await
}

/// Replaces what an administrator decides of a connection.
///
/// # Errors
/// The store failed, or the name is taken.
pub async fn update(db: &impl ConnectionTrait, id: i64, details: Details, now: Timestamp) -> Result<()> {
    let mut row = <connection::ActiveModel as Default>::default();
    say(&mut row, details, now);
    connection::Entity::update_many().set(row).filter(connection::Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

fn say(row: &mut connection::ActiveModel, details: Details, now: Timestamp) {
    row.name = Set(details.name);
    row.mode = Set(details.mode);
    row.base_url = Set(details.base_url);
    row.time_zone = Set(details.time_zone);
    row.settings = Set(details.settings);
    row.updated_at = Set(now);
}

/// Replaces the sealed credentials.
///
/// # Errors
/// The store failed.
pub async fn set_credentials(
    db: &impl ConnectionTrait,
    id: i64,
    sealed: Option<Vec<u8>>,
    now: Timestamp,
) -> Result<()> {
    let row = connection::ActiveModel { sealed_credentials: Set(sealed), updated_at: Set(now), ..Default::default() };
    connection::Entity::update_many().set(row).filter(connection::Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

/// How many records each of these connections of the brand has that were not deleted.
///
/// # Errors
/// The store failed.
pub async fn record_counts(db: &impl ConnectionTrait, brand: i64, ids: &[i64]) -> Result<HashMap<i64, u64>> {
    use source_record::Column;
    let rows = source_record::Entity::find()
        .select_only()
        .column(Column::ConnectionId)
        .column_as(Column::Id.count(), "n")
        .filter(Column::BrandId.eq(brand))
        .filter(Column::ConnectionId.is_in(ids.iter().copied()))
        .filter(Column::State.ne(RecordState::Deleted))
        .group_by(Column::ConnectionId)
        .into_tuple::<(i64, i64)>()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, count)| (id, u64::try_from(count).unwrap_or_default())).collect())
}

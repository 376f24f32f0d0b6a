//! Rows of interests and of who has them.

use std::collections::HashMap;

use entity::{Timestamp, interest, interest_record};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder,
};

use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::hanging;
use crate::store::insert;
use crate::store::keyset::Ordering;
use crate::store::listing::{self, Branded};

impl Branded for interest::Entity {
    fn brand_column() -> interest::Column {
        interest::Column::BrandId
    }
}

impl Listed for interest::Entity {
    type Filter = ();

    fn link((): &()) -> Link<interest::Column> {
        Link::Owner(interest::Column::ConnectionId)
    }

    fn ordering((): &()) -> Ordering<interest::Column> {
        Ordering::ascending(interest::Column::Name)
    }

    fn id() -> interest::Column {
        interest::Column::Id
    }

    fn condition((): &()) -> Condition {
        Condition::all()
    }
}

impl Listed for interest_record::Entity {
    type Filter = ();

    fn link((): &()) -> Link<interest_record::Column> {
        Link::SourceRecord(interest_record::Column::SourceRecordId)
    }

    fn ordering((): &()) -> Ordering<interest_record::Column> {
        Ordering::descending(interest_record::Column::CreatedAt)
    }

    fn id() -> interest_record::Column {
        interest_record::Column::Id
    }

    fn condition((): &()) -> Condition {
        Condition::all()
    }
}

/// An interest of the brand's list.
///
/// # Errors
/// The store failed.
pub async fn definition(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<interest::Model>> {
    listing::find::<interest::Entity>(db, brand, id).await
}

/// The interest that a connection knows under its own id.
///
/// # Errors
/// The store failed.
pub async fn by_vendor_id(
    db: &impl ConnectionTrait,
    connection: i64,
    vendor_id: &str,
) -> Result<Option<interest::Model>> {
    let row = interest::Entity::find()
        .filter(interest::Column::ConnectionId.eq(connection))
        .filter(interest::Column::VendorId.eq(vendor_id));
    Ok(row.one(db).await?)
}

/// Those of these interests that are of the brand, by their row ids.
///
/// # Errors
/// The store failed.
pub async fn definitions(db: &impl ConnectionTrait, brand: i64, ids: &[i64]) -> Result<HashMap<i64, interest::Model>> {
    let rows = interest::Entity::find()
        .filter(interest::Column::BrandId.eq(brand))
        .filter(interest::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// A record's interests, oldest first; no more than there are interests.
///
/// # Errors
/// The store failed.
pub async fn of_record(db: &impl ConnectionTrait, source_record: i64) -> Result<Vec<interest_record::Model>> {
    let rows = interest_record::Entity::find()
        .filter(interest_record::Column::SourceRecordId.eq(source_record))
        .order_by_asc(interest_record::Column::Id);
    Ok(rows.all(db).await?)
}

pub(super) async fn insert_definition(
    db: &impl ConnectionTrait,
    brand: i64,
    connection: i64,
    vendor_id: String,
    name: String,
    now: Timestamp,
) -> Result<interest::Model> {
    let row = interest::ActiveModel {
        brand_id: Set(brand),
        connection_id: Set(connection),
        vendor_id: Set(vendor_id),
        name: Set(name),
        updated_at: Set(now),
        ..Default::default()
    };
    Ok(interest::Entity::insert(row).exec_with_returning(db).await?)
}

pub(super) async fn rename_definition(
    db: &impl ConnectionTrait,
    row: interest::Model,
    name: String,
    now: Timestamp,
) -> Result<interest::Model> {
    let mut row = row.into_active_model();
    row.name = Set(name);
    row.updated_at = Set(now);
    Ok(row.update(db).await?)
}

/// A record's interest, whose source record is of the brand.
///
/// # Errors
/// The store failed.
pub async fn by_id(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<interest_record::Model>> {
    hanging::find::<interest_record::Entity>(db, brand, id).await
}

/// Writes that a record has an interest; `None` when it has it already.
pub(super) async fn insert(
    db: &impl ConnectionTrait,
    source_record: i64,
    interest: i64,
    vendor_id: Option<String>,
    now: Timestamp,
) -> Result<Option<interest_record::Model>> {
    let row = interest_record::ActiveModel {
        source_record_id: Set(source_record),
        interest_id: Set(interest),
        vendor_id: Set(vendor_id),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    insert::unless_taken(db, row).await
}

/// Whether a record has this interest.
pub(super) async fn has(db: &impl ConnectionTrait, source_record: i64, interest: i64) -> Result<bool> {
    let row = interest_record::Entity::find()
        .filter(interest_record::Column::SourceRecordId.eq(source_record))
        .filter(interest_record::Column::InterestId.eq(interest));
    Ok(row.one(db).await?.is_some())
}

/// Makes a record's interest another one.
pub(super) async fn update(
    db: &impl ConnectionTrait,
    row: interest_record::Model,
    interest: i64,
    now: Timestamp,
) -> Result<interest_record::Model> {
    let mut row = row.into_active_model();
    row.interest_id = Set(interest);
    row.updated_at = Set(now);
    Ok(row.update(db).await?)
}

pub(super) async fn delete(db: &impl ConnectionTrait, id: i64) -> Result<()> {
    interest_record::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

/// Notes the vendor's own id of a record's interest.
pub(super) async fn identify(
    db: &impl ConnectionTrait,
    row: interest_record::Model,
    vendor_id: Option<String>,
) -> Result<interest_record::Model> {
    let mut row = row.into_active_model();
    row.vendor_id = Set(vendor_id);
    Ok(row.update(db).await?)
}

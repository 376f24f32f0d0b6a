//! Rows of origins.

use entity::{Timestamp, source_membership};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder,
};

use super::{NewOrigin, OriginFilter};
use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::insert;
use crate::store::keyset::Ordering;

impl Listed for source_membership::Entity {
    type Filter = OriginFilter;

    fn link(_: &OriginFilter) -> Link<source_membership::Column> {
        Link::SourceRecord(source_membership::Column::SourceRecordId)
    }

    fn ordering(_: &OriginFilter) -> Ordering<source_membership::Column> {
        Ordering::ascending(source_membership::Column::CreatedAt)
    }

    fn id() -> source_membership::Column {
        source_membership::Column::Id
    }

    fn condition(filter: &OriginFilter) -> Condition {
        use source_membership::Column;
        let ids = (!filter.external_ids.is_empty()).then(|| Column::ExternalId.is_in(filter.external_ids.clone()));
        Condition::all()
            .add_option(filter.customer_source.map(|source| Column::CustomerSourceId.eq(source)))
            .add_option(ids)
    }
}

/// Writes an origin; `None` when the record has it already, or its vendor id is taken.
///
/// # Errors
/// The store failed.
pub async fn insert(
    db: &impl ConnectionTrait,
    new: NewOrigin,
    now: Timestamp,
) -> Result<Option<source_membership::Model>> {
    let row = source_membership::ActiveModel {
        source_record_id: Set(new.source_record),
        customer_source_id: Set(new.customer_source),
        vendor_id: Set(new.vendor_id),
        external_id: Set(new.external_id),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    insert::unless_taken(db, row).await
}

/// Those of a record's origins that the filter finds, oldest first; there are few of them.
///
/// # Errors
/// The store failed.
pub async fn of_record(
    db: &impl ConnectionTrait,
    source_record: i64,
    filter: &OriginFilter,
) -> Result<Vec<source_membership::Model>> {
    let rows = source_membership::Entity::find()
        .filter(source_membership::Column::SourceRecordId.eq(source_record))
        .filter(source_membership::Entity::condition(filter))
        .order_by_asc(source_membership::Column::Id);
    Ok(rows.all(db).await?)
}

/// A record's origin in this source under this id, or without one.
///
/// # Errors
/// The store failed.
pub async fn find(
    db: &impl ConnectionTrait,
    source_record: i64,
    customer_source: i64,
    external_id: Option<&str>,
) -> Result<Option<source_membership::Model>> {
    use source_membership::Column;
    let row = source_membership::Entity::find()
        .filter(Column::SourceRecordId.eq(source_record))
        .filter(Column::CustomerSourceId.eq(customer_source))
        .filter(match external_id {
            Some(id) => Column::ExternalId.eq(id),
            None => Column::ExternalId.is_null(),
        });
    Ok(row.one(db).await?)
}

/// Removes an origin.
///
/// # Errors
/// The store failed.
pub async fn delete(db: &impl ConnectionTrait, id: i64) -> Result<()> {
    source_membership::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

/// Notes the vendor's own id of an origin.
pub(super) async fn identify(
    db: &impl ConnectionTrait,
    row: source_membership::Model,
    vendor_id: Option<String>,
) -> Result<source_membership::Model> {
    let mut row = row.into_active_model();
    row.vendor_id = Set(vendor_id);
    Ok(row.update(db).await?)
}

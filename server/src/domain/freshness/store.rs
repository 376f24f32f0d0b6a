//! Rows of freshness.

use std::collections::HashMap;

use entity::connection::{self, Mode, Vendor};
use entity::source_record::{self, RecordState};
use entity::{Timestamp, freshness};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::json;

use crate::error::Result;

/// Records of these customers at connections in proxy mode to these vendors, with the connections.
///
/// # Errors
/// The store failed.
pub async fn readable(
    db: &impl ConnectionTrait,
    brand: i64,
    customers: &[i64],
    vendors: &[Vendor],
) -> Result<Vec<(source_record::Model, connection::Model)>> {
    let rows = source_record::Entity::find()
        .find_also_related(connection::Entity)
        .filter(source_record::Column::BrandId.eq(brand))
        .filter(source_record::Column::CustomerId.is_in(customers.iter().copied()))
        .filter(source_record::Column::State.ne(RecordState::Deleted))
        .filter(connection::Column::Mode.eq(Mode::Proxy))
        .filter(connection::Column::Vendor.is_in(vendors.iter().copied()));
    Ok(rows.all(db).await?.into_iter().filter_map(|(record, connection)| Some((record, connection?))).collect())
}

/// When these records were last read.
///
/// # Errors
/// The store failed.
pub async fn of_records(db: &impl ConnectionTrait, records: &[i64]) -> Result<HashMap<i64, freshness::Model>> {
    let rows = freshness::Entity::find().filter(freshness::Column::SourceRecordId.is_in(records.iter().copied()));
    Ok(rows.all(db).await?.into_iter().map(|row| (row.source_record_id, row)).collect())
}

/// How a reading went.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// When it brought the customer.
    pub checked_at: Option<Timestamp>,
    /// When it failed.
    pub failed_at: Option<Timestamp>,
    /// Why.
    pub error: Option<String>,
    /// Parts that it did not bring.
    pub missing: Vec<String>,
}

/// Writes down how a reading of a record went.
///
/// # Errors
/// The store failed.
pub async fn put(db: &impl ConnectionTrait, record: i64, reading: Reading) -> Result<()> {
    use freshness::Column;
    let went_well = reading.checked_at.is_some();
    let row = freshness::ActiveModel {
        source_record_id: Set(record),
        checked_at: Set(reading.checked_at),
        failed_at: Set(reading.failed_at),
        error: Set(reading.error),
        missing: Set(json!(reading.missing)),
        ..Default::default()
    };
    // A reading that failed says nothing of when the last one went well.
    let changed: &[Column] = if went_well {
        &[Column::CheckedAt, Column::FailedAt, Column::Error, Column::Missing]
    } else {
        &[Column::FailedAt, Column::Error]
    };
    let conflict = OnConflict::column(Column::SourceRecordId).update_columns(changed.iter().copied()).to_owned();
    freshness::Entity::insert(row).on_conflict(conflict).exec_without_returning(db).await?;
    Ok(())
}

//! Rows of consents.

use entity::Timestamp;
use entity::consent::{self, Decision};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::error::Result;

/// Every consent of a record, by purpose. A record has a few dozen at the most.
///
/// # Errors
/// The store failed.
pub async fn of_records(db: &impl ConnectionTrait, records: &[i64]) -> Result<Vec<consent::Model>> {
    let rows = consent::Entity::find()
        .filter(consent::Column::SourceRecordId.is_in(records.iter().copied()))
        .order_by_asc(consent::Column::Id);
    Ok(rows.all(db).await?)
}

/// Writes decisions; the instant stays where the decision does.
///
/// # Errors
/// The store failed.
pub async fn upsert(
    db: &impl ConnectionTrait,
    record: i64,
    decisions: Vec<(String, Decision)>,
    now: Timestamp,
) -> Result<()> {
    if decisions.is_empty() {
        return Ok(());
    }
    let rows = decisions.into_iter().map(|(purpose, decision)| consent::ActiveModel {
        source_record_id: Set(record),
        purpose: Set(purpose),
        decision: Set(decision),
        changed_at: Set(now),
        ..Default::default()
    });
    let key = [consent::Column::SourceRecordId, consent::Column::Purpose];
    let changed =
        OnConflict::columns(key).update_columns([consent::Column::Decision, consent::Column::ChangedAt]).to_owned();
    consent::Entity::insert_many(rows).on_conflict(changed).exec_without_returning(db).await?;
    Ok(())
}

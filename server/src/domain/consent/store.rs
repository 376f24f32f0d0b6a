//! Rows of consents.

use entity::Timestamp;
use entity::consent::{self, Decision};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder,
};

use super::{Answer, ConsentFilter};
use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::insert;
use crate::store::keyset::Ordering;

impl Listed for consent::Entity {
    type Filter = ConsentFilter;

    fn link(_: &ConsentFilter) -> Link<consent::Column> {
        Link::SourceRecord(consent::Column::SourceRecordId)
    }

    fn ordering(_: &ConsentFilter) -> Ordering<consent::Column> {
        Ordering::ascending(consent::Column::Purpose)
    }

    fn id() -> consent::Column {
        consent::Column::Id
    }

    fn condition(filter: &ConsentFilter) -> Condition {
        Condition::all()
            .add_option(filter.purpose.as_deref().map(|purpose| consent::Column::Purpose.eq(purpose)))
            .add_option(filter.decision.map(|decision| consent::Column::Decision.eq(decision)))
    }
}

/// Every consent of these records, oldest first. A record has a few dozen at the most.
///
/// # Errors
/// The store failed.
pub async fn of_records(db: &impl ConnectionTrait, records: &[i64]) -> Result<Vec<consent::Model>> {
    let rows = consent::Entity::find()
        .filter(consent::Column::SourceRecordId.is_in(records.iter().copied()))
        .order_by_asc(consent::Column::Id);
    Ok(rows.all(db).await?)
}

/// Writes answers in place of earlier ones.
///
/// # Errors
/// The store failed.
pub async fn upsert(
    db: &impl ConnectionTrait,
    record: i64,
    answers: Vec<(String, Decision)>,
    now: Timestamp,
) -> Result<()> {
    if answers.is_empty() {
        return Ok(());
    }
    let changed =
        OnConflict::columns(KEY).update_columns([consent::Column::Decision, consent::Column::ChangedAt]).to_owned();
    consent::Entity::insert_many(rows(record, answers, now)).on_conflict(changed).exec_without_returning(db).await?;
    Ok(())
}

/// Writes the first answers for their purposes, and answers with these; where there is one already it stays.
///
/// # Errors
/// The store failed.
pub(super) async fn insert_first(
    db: &impl ConnectionTrait,
    record: i64,
    answers: Vec<(String, Decision)>,
    now: Timestamp,
) -> Result<Vec<consent::Model>> {
    if answers.is_empty() {
        return Ok(Vec::new());
    }
    let kept = OnConflict::columns(KEY).do_nothing().to_owned();
    let first = consent::Entity::insert_many(rows(record, answers, now)).on_conflict(kept);
    Ok(first.exec_with_returning(db).await?)
}

/// A record has one answer for a purpose.
const KEY: [consent::Column; 2] = [consent::Column::SourceRecordId, consent::Column::Purpose];

fn rows(record: i64, answers: Vec<(String, Decision)>, now: Timestamp) -> impl Iterator<Item = consent::ActiveModel> {
    answers.into_iter().map(move |(purpose, decision)| consent::ActiveModel {
        source_record_id: Set(record),
        purpose: Set(purpose),
        decision: Set(decision),
        changed_at: Set(now),
        ..Default::default()
    })
}

/// A record's answer for a purpose.
///
/// # Errors
/// The store failed.
pub async fn find(db: &impl ConnectionTrait, source_record: i64, purpose: &str) -> Result<Option<consent::Model>> {
    let row = consent::Entity::find()
        .filter(consent::Column::SourceRecordId.eq(source_record))
        .filter(consent::Column::Purpose.eq(purpose));
    Ok(row.one(db).await?)
}

/// Writes a first answer; `None` when there is one already.
pub(super) async fn insert(db: &impl ConnectionTrait, answer: Answer, at: Timestamp) -> Result<Option<consent::Model>> {
    let row = consent::ActiveModel {
        source_record_id: Set(answer.source_record),
        purpose: Set(answer.purpose),
        decision: Set(answer.decision),
        vendor_id: Set(answer.vendor_id),
        changed_at: Set(at),
        ..Default::default()
    };
    insert::unless_taken(db, row).await
}

pub(super) async fn update(
    db: &impl ConnectionTrait,
    row: consent::Model,
    decision: Decision,
    vendor_id: Option<String>,
    at: Timestamp,
) -> Result<consent::Model> {
    let mut row = row.into_active_model();
    row.decision = Set(decision);
    if vendor_id.is_some() {
        row.vendor_id = Set(vendor_id);
    }
    row.changed_at = Set(at);
    Ok(row.update(db).await?)
}

//! Rows of attributes and metrics.

use chrono::NaiveDate;
use entity::{Amount, Timestamp, attribute_value, metric_value, score_definition, source_record};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, IntoColumnRef, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter};
use serde_json::Value as Json;

use super::upsert::Upsert;
use crate::domain::score::{AttributeFilter, MetricFilter};
use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;

impl Listed for attribute_value::Entity {
    type Filter = AttributeFilter;

    fn link(_: &AttributeFilter) -> Link<attribute_value::Column> {
        Link::SourceRecord(attribute_value::Column::SourceRecordId)
    }

    fn ordering(_: &AttributeFilter) -> Ordering<attribute_value::Column> {
        Ordering::ascending(attribute_value::Column::DefinitionId)
    }

    fn id() -> attribute_value::Column {
        attribute_value::Column::Id
    }

    fn condition(filter: &AttributeFilter) -> Condition {
        let named = filter.codename.as_deref().map(named);
        Condition::all().add_option(named.map(|these| attribute_value::Column::DefinitionId.in_subquery(these)))
    }
}

impl Listed for metric_value::Entity {
    type Filter = MetricFilter;

    fn link(_: &MetricFilter) -> Link<metric_value::Column> {
        Link::SourceRecord(metric_value::Column::SourceRecordId)
    }

    fn ordering(_: &MetricFilter) -> Ordering<metric_value::Column> {
        Ordering::descending(metric_value::Column::Day)
    }

    fn id() -> metric_value::Column {
        metric_value::Column::Id
    }

    fn condition(filter: &MetricFilter) -> Condition {
        let named = filter.codename.as_deref().map(named);
        Condition::all()
            .add_option(named.map(|these| metric_value::Column::DefinitionId.in_subquery(these)))
            .add_option(filter.from.map(|from| metric_value::Column::Day.gte(from)))
            .add_option(filter.to.map(|to| metric_value::Column::Day.lte(to)))
    }
}

/// The definitions of a codename, of whichever connection.
fn named(codename: &str) -> SelectStatement {
    Query::select()
        .column(score_definition::Column::Id)
        .from(score_definition::Entity)
        .and_where(score_definition::Column::Codename.eq(codename))
        .to_owned()
}

/// An attribute to be written.
#[derive(Clone, Debug)]
pub struct NewAttribute {
    /// The record it hangs on.
    pub record: i64,
    /// What it is a value of.
    pub definition: i64,
    /// As sent.
    pub value: Json,
    /// As an exact number, where it is one.
    pub number: Option<Amount>,
}

/// A metric to be written.
#[derive(Clone, Debug)]
pub struct NewMetric {
    /// The record it hangs on.
    pub record: i64,
    /// What it is a value of.
    pub definition: i64,
    /// The day it belongs to.
    pub day: NaiveDate,
    /// As sent.
    pub value: Json,
    /// As an exact number, where it is one.
    pub number: Option<Amount>,
}

/// Writes attributes over what is there; each pair of record and definition at most once.
///
/// # Errors
/// The store failed.
pub async fn upsert_attributes(db: &impl ConnectionTrait, rows: Vec<NewAttribute>, now: Timestamp) -> Result<()> {
    use attribute_value::Column::{DefinitionId, Number, SourceRecordId, UpdatedAt, Value};
    let upsert = Upsert { key: &[SourceRecordId, DefinitionId], said: &[Value, Number, UpdatedAt] };
    let rows = rows
        .into_iter()
        .map(|row| [row.record.into(), row.definition.into(), row.value.into(), row.number.into(), now.into()]);
    upsert.write::<attribute_value::Entity, _>(db, rows).await
}

/// Writes metrics over what is there; each triple of record, definition and day at most once.
///
/// # Errors
/// The store failed.
pub async fn upsert_metrics(db: &impl ConnectionTrait, rows: Vec<NewMetric>, now: Timestamp) -> Result<()> {
    use metric_value::Column::{Day, DefinitionId, Number, SourceRecordId, UpdatedAt, Value};
    let upsert = Upsert { key: &[SourceRecordId, DefinitionId, Day], said: &[Value, Number, UpdatedAt] };
    let rows = rows.into_iter().map(|row| {
        [row.record.into(), row.definition.into(), row.day.into(), row.value.into(), row.number.into(), now.into()]
    });
    upsert.write::<metric_value::Entity, _>(db, rows).await
}

/// The value of one definition that counts for one record today.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Latest {
    /// The record.
    pub source_record_id: i64,
    /// The definition.
    pub definition_id: i64,
    /// As sent.
    pub value: Json,
    /// As an exact number, where it is one.
    pub number: Option<Amount>,
}

/// The attributes and the newest metrics of these records, of these definitions.
///
/// # Errors
/// The store failed.
pub async fn latest(db: &impl ConnectionTrait, records: &[i64], definitions: &[i64]) -> Result<Vec<Latest>> {
    let attributes = Query::select()
        .columns([
            attribute_value::Column::SourceRecordId,
            attribute_value::Column::DefinitionId,
            attribute_value::Column::Value,
            attribute_value::Column::Number,
        ])
        .from(attribute_value::Entity)
        .and_where(attribute_value::Column::SourceRecordId.is_in(records.iter().copied()))
        .and_where(attribute_value::Column::DefinitionId.is_in(definitions.iter().copied()))
        .to_owned();
    let mut found = Latest::find_by_statement(db.get_database_backend().build(&attributes)).all(db).await?;
    let metrics = newest_metrics(records, definitions);
    found.extend(Latest::find_by_statement(db.get_database_backend().build(&metrics)).all(db).await?);
    Ok(found)
}

/// One look into the unique index for each pair of record and definition, however long its history is.
fn newest_metrics(records: &[i64], definitions: &[i64]) -> SelectStatement {
    use metric_value::Column;
    let of = |column: Column| (metric_value::Entity, column).into_column_ref();
    let record = || Expr::col((source_record::Entity, source_record::Column::Id));
    let definition = || Expr::col((score_definition::Entity, score_definition::Column::Id));
    let other = Alias::new("other");
    let newest = Query::select()
        .expr(Expr::col((other.clone(), Column::Day)).max())
        .from_as(metric_value::Entity, other.clone())
        .and_where(Expr::col((other.clone(), Column::SourceRecordId)).eq(record()))
        .and_where(Expr::col((other, Column::DefinitionId)).eq(definition()))
        .to_owned();
    Query::select()
        .columns([of(Column::SourceRecordId), of(Column::DefinitionId), of(Column::Value), of(Column::Number)])
        .from(source_record::Entity)
        .from(score_definition::Entity)
        .from(metric_value::Entity)
        .and_where(record().is_in(records.iter().copied()))
        .and_where(definition().is_in(definitions.iter().copied()))
        .and_where(Expr::col(of(Column::SourceRecordId)).eq(record()))
        .and_where(Expr::col(of(Column::DefinitionId)).eq(definition()))
        .and_where(Expr::col(of(Column::Day)).eq(SimpleExpr::from(newest)))
        .to_owned()
}

/// A record's attribute.
///
/// # Errors
/// The store failed.
pub async fn attribute(
    db: &impl ConnectionTrait,
    record: i64,
    definition: i64,
) -> Result<Option<attribute_value::Model>> {
    let row = attribute_value::Entity::find()
        .filter(attribute_value::Column::SourceRecordId.eq(record))
        .filter(attribute_value::Column::DefinitionId.eq(definition));
    Ok(row.one(db).await?)
}

/// A record's metric of a day.
///
/// # Errors
/// The store failed.
pub async fn metric(
    db: &impl ConnectionTrait,
    record: i64,
    definition: i64,
    day: NaiveDate,
) -> Result<Option<metric_value::Model>> {
    let row = metric_value::Entity::find()
        .filter(metric_value::Column::SourceRecordId.eq(record))
        .filter(metric_value::Column::DefinitionId.eq(definition))
        .filter(metric_value::Column::Day.eq(day));
    Ok(row.one(db).await?)
}

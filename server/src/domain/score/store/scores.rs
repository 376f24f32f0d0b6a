//! Rows of scores, and the customers' health that follows from them.

use entity::score_definition::ScoreKind;
use entity::source_record::RecordState;
use entity::{Timestamp, attribute_value, customer, metric_value, score, source_record};
use sea_orm::sea_query::{BinOper, Expr, ExprTrait, OnConflict, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect,
};

use crate::domain::score::ScoreFilter;
use crate::domain::score::formula::Score;
use crate::error::{Error, Result};
use crate::store::batch;
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;

impl Listed for score::Entity {
    type Filter = ScoreFilter;

    fn link(_: &ScoreFilter) -> Link<score::Column> {
        Link::SourceRecord(score::Column::SourceRecordId)
    }

    fn ordering(_: &ScoreFilter) -> Ordering<score::Column> {
        Ordering::descending(score::Column::ComputedAt)
    }

    fn id() -> score::Column {
        score::Column::Id
    }

    fn condition(filter: &ScoreFilter) -> Condition {
        Condition::all().add_option(filter.kind.map(|kind| score::Column::Kind.eq(kind)))
    }
}

/// Writes scores over what is there; each pair of record and kind at most once.
///
/// # Errors
/// The store failed.
pub async fn upsert_scores(
    db: &impl ConnectionTrait,
    scores: Vec<(i64, ScoreKind, Score)>,
    now: Timestamp,
) -> Result<()> {
    let mut rows = Vec::with_capacity(scores.len());
    for (record, kind, score) in scores {
        rows.push(score::ActiveModel {
            source_record_id: Set(record),
            kind: Set(kind),
            value: Set(score.value),
            contributions: Set(serde_json::to_value(score.contributions).map_err(Error::internal)?),
            computed_at: Set(now),
            ..Default::default()
        });
    }
    let conflict = OnConflict::columns([score::Column::SourceRecordId, score::Column::Kind])
        .update_columns([score::Column::Value, score::Column::Contributions, score::Column::ComputedAt])
        .to_owned();
    batch::insert(db, rows, Some(conflict)).await
}

/// Removes the scores of this kind from these records.
///
/// # Errors
/// The store failed.
pub async fn drop_scores(db: &impl ConnectionTrait, kind: ScoreKind, records: &[i64]) -> Result<()> {
    score::Entity::delete_many()
        .filter(score::Column::Kind.eq(kind))
        .filter(score::Column::SourceRecordId.is_in(records.iter().copied()))
        .exec(db)
        .await?;
    Ok(())
}

/// Makes the health of these customers that of their records: the score computed last counts, and of two computed together the one that
/// came to be later. Customers whose health stays are left alone.
///
/// # Errors
/// The store failed.
pub async fn follow(db: &impl ConnectionTrait, brand: i64, customers: &[i64], now: Timestamp) -> Result<()> {
    let health = SimpleExpr::from(health());
    let changed = Expr::col((customer::Entity, customer::Column::HealthScore))
        .binary(BinOper::Custom("IS DISTINCT FROM"), health.clone());
    customer::Entity::update_many()
        .col_expr(customer::Column::HealthScore, health)
        .col_expr(customer::Column::UpdatedAt, Expr::value(now))
        .filter(customer::Column::BrandId.eq(brand))
        .filter(customer::Column::Id.is_in(customers.iter().copied()))
        .filter(changed)
        .exec(db)
        .await?;
    Ok(())
}

/// The health that the records of the customer of the outer statement speak of.
fn health() -> SelectStatement {
    Query::select()
        .column((score::Entity, score::Column::Value))
        .from(score::Entity)
        .inner_join(
            source_record::Entity,
            Expr::col((source_record::Entity, source_record::Column::Id))
                .equals((score::Entity, score::Column::SourceRecordId)),
        )
        .and_where(
            Expr::col((source_record::Entity, source_record::Column::CustomerId))
                .equals((customer::Entity, customer::Column::Id)),
        )
        .and_where(source_record::Column::State.ne(RecordState::Deleted))
        .and_where(score::Column::Kind.eq(ScoreKind::Health))
        .order_by((score::Entity, score::Column::ComputedAt), Order::Desc)
        .order_by((score::Entity, score::Column::Id), Order::Desc)
        .limit(1)
        .to_owned()
}

/// The next records of a connection behind `after` that have values or scores, by id.
///
/// # Errors
/// The store failed.
pub async fn records_of(db: &impl ConnectionTrait, connection: i64, after: i64, limit: u64) -> Result<Vec<i64>> {
    let has = |statement: &mut SelectStatement| Expr::exists(statement.to_owned());
    let record = || Expr::col((source_record::Entity, source_record::Column::Id));
    let attributes = has(Query::select()
        .expr(Expr::val(1))
        .from(attribute_value::Entity)
        .and_where(record().equals((attribute_value::Entity, attribute_value::Column::SourceRecordId))));
    let metrics = has(Query::select()
        .expr(Expr::val(1))
        .from(metric_value::Entity)
        .and_where(record().equals((metric_value::Entity, metric_value::Column::SourceRecordId))));
    let scores = has(Query::select()
        .expr(Expr::val(1))
        .from(score::Entity)
        .and_where(record().equals((score::Entity, score::Column::SourceRecordId))));
    let rows = source_record::Entity::find()
        .select_only()
        .column(source_record::Column::Id)
        .filter(source_record::Column::ConnectionId.eq(connection))
        .filter(source_record::Column::Id.gt(after))
        .filter(Condition::any().add(scores).add(attributes).add(metrics))
        .order_by_asc(source_record::Column::Id)
        .limit(limit);
    Ok(rows.into_tuple().all(db).await?)
}

//! Rows of differences.

use entity::Timestamp;
use entity::connection::{self, Vendor};
use entity::drift::{self, Column};
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait, OnConflict, Query, SimpleExpr};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use super::{Difference, DriftFilter, Replied, Seen};
use crate::error::Result;
use crate::store::batch;
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;
use crate::store::listing::Branded;

impl Branded for drift::Entity {
    fn brand_column() -> Column {
        Column::BrandId
    }
}

impl Listed for drift::Entity {
    type Filter = DriftFilter;

    fn link(_: &DriftFilter) -> Link<Column> {
        Link::Owner(Column::BrandId)
    }

    fn ordering(_: &DriftFilter) -> Ordering<Column> {
        Ordering::descending(Column::LastSeen)
    }

    fn id() -> Column {
        Column::Id
    }

    fn condition(filter: &DriftFilter) -> Condition {
        Condition::all()
            .add_option(filter.vendor.map(answered_by))
            .add_option(filter.kind.map(|kind| Column::Kind.eq(kind)))
            .add_option(
                filter.resolved.map(|resolved| {
                    if resolved { Column::ResolvedAt.is_not_null() } else { Column::ResolvedAt.is_null() }
                }),
            )
    }
}

fn answered_by(vendor: Vendor) -> SimpleExpr {
    let connections = Query::select()
        .column(connection::Column::Id)
        .from(connection::Entity)
        .and_where(connection::Column::Vendor.eq(vendor))
        .to_owned();
    Column::ConnectionId.in_subquery(connections)
}

/// Writes differences of one connection's replies: new ones as rows, known ones as counted on. What was dealt with and is seen again is
/// open again.
///
/// # Errors
/// The store failed, or the connection is gone.
pub async fn write(db: &impl ConnectionTrait, seen: Vec<(Replied, Difference, Seen)>) -> Result<()> {
    let rows = seen.into_iter().map(|(replied, difference, seen)| drift::ActiveModel {
        brand_id: Set(replied.brand),
        connection_id: Set(replied.connection),
        operation: Set(replied.operation.to_owned()),
        status: Set(i32::from(replied.status)),
        kind: Set(difference.kind.into()),
        path: Set(difference.path),
        expected: Set(difference.expected),
        found: Set(difference.found),
        first_seen: Set(seen.first),
        last_seen: Set(seen.last),
        count: Set(seen.count),
        resolved_at: Set(None),
        ..Default::default()
    });
    batch::insert(db, rows.collect(), Some(counted_on())).await
}

fn counted_on() -> OnConflict {
    let known = |column: Column| Expr::col((drift::Entity, column));
    let new = |column: Column| Expr::col((Alias::new("excluded"), column));
    // Another server may have seen it later already, and staff may have dealt with it after it was seen.
    let later = CaseStatement::new()
        .case(known(Column::LastSeen).lt(new(Column::LastSeen)), new(Column::LastSeen))
        .finally(known(Column::LastSeen));
    let still_resolved = CaseStatement::new()
        .case(known(Column::ResolvedAt).gt(new(Column::LastSeen)), known(Column::ResolvedAt))
        .finally(Expr::value(Option::<Timestamp>::None));
    OnConflict::columns([
        Column::ConnectionId,
        Column::Operation,
        Column::Status,
        Column::Kind,
        Column::Path,
        Column::Found,
    ])
    .update_column(Column::Expected)
    .value(Column::Count, known(Column::Count).add(new(Column::Count)))
    .value(Column::LastSeen, later)
    .value(Column::ResolvedAt, still_resolved)
    .to_owned()
}

/// Marks a difference as dealt with; false when it was already.
///
/// # Errors
/// The store failed.
pub async fn resolve(db: &impl ConnectionTrait, id: i64, now: Timestamp) -> Result<bool> {
    let updated = drift::Entity::update_many()
        .col_expr(Column::ResolvedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::ResolvedAt.is_null())
        .exec(db)
        .await?;
    Ok(updated.rows_affected == 1)
}

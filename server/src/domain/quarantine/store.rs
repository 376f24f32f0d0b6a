//! Rows of the quarantine.

use entity::connection::{self, Vendor};
use entity::{Timestamp, quarantine};
use sea_orm::sea_query::{Expr, Query, SimpleExpr};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use super::{Entry, QuarantineFilter};
use crate::error::Result;
use crate::store::batch;
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;
use crate::store::listing::Branded;

impl Branded for quarantine::Entity {
    fn brand_column() -> quarantine::Column {
        quarantine::Column::BrandId
    }
}

impl Listed for quarantine::Entity {
    type Filter = QuarantineFilter;

    fn link(_: &QuarantineFilter) -> Link<quarantine::Column> {
        Link::SourceRecord(quarantine::Column::SourceRecordId)
    }

    fn ordering(_: &QuarantineFilter) -> Ordering<quarantine::Column> {
        Ordering::descending(quarantine::Column::CreatedAt)
    }

    fn id() -> quarantine::Column {
        quarantine::Column::Id
    }

    fn condition(filter: &QuarantineFilter) -> Condition {
        Condition::all().add_option(filter.vendor.map(sent_by)).add_option(filter.resolved.map(|resolved| {
            if resolved {
                quarantine::Column::ResolvedAt.is_not_null()
            } else {
                quarantine::Column::ResolvedAt.is_null()
            }
        }))
    }
}

fn sent_by(vendor: Vendor) -> SimpleExpr {
    let connections = Query::select()
        .column(connection::Column::Id)
        .from(connection::Entity)
        .and_where(connection::Column::Vendor.eq(vendor))
        .to_owned();
    quarantine::Column::ConnectionId.in_subquery(connections)
}

/// Writes entries.
///
/// # Errors
/// The store failed.
pub async fn insert(db: &impl ConnectionTrait, brand: i64, entries: Vec<Entry>, now: Timestamp) -> Result<()> {
    let rows = entries.into_iter().map(|entry| quarantine::ActiveModel {
        brand_id: Set(brand),
        connection_id: Set(entry.connection),
        source_record_id: Set(entry.source_record),
        operation: Set(entry.operation.to_owned()),
        path: Set(entry.path),
        value: Set(entry.value),
        reason: Set(entry.reason),
        created_at: Set(now),
        resolved_at: Set(None),
        ..Default::default()
    });
    batch::insert(db, rows.collect(), None).await
}

/// Marks an entry as dealt with; false when it was already.
///
/// # Errors
/// The store failed.
pub async fn resolve(db: &impl ConnectionTrait, id: i64, now: Timestamp) -> Result<bool> {
    let updated = quarantine::Entity::update_many()
        .col_expr(quarantine::Column::ResolvedAt, Expr::value(now))
        .filter(quarantine::Column::Id.eq(id))
        .filter(quarantine::Column::ResolvedAt.is_null())
        .exec(db)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Whether the same value waits already, for the same reason. Compared here, because the databases compare JSON differently.
///
/// # Errors
/// The store failed.
pub async fn waits(db: &impl ConnectionTrait, entry: &Entry) -> Result<bool> {
    let waiting = quarantine::Entity::find()
        .filter(quarantine::Column::ConnectionId.eq(entry.connection))
        .filter(quarantine::Column::Operation.eq(entry.operation))
        .filter(quarantine::Column::Reason.eq(&entry.reason))
        .filter(quarantine::Column::ResolvedAt.is_null());
    Ok(waiting.all(db).await?.iter().any(|row| row.value == entry.value))
}

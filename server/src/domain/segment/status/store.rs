//! Rows of tiers and of who holds them.

use std::collections::HashMap;

use entity::source_record::{self, RecordState};
use entity::{Timestamp, status_record, status_tier};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter,
};

use super::{Heard, Level, NewStatus, StatusFilter};
use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::insert;
use crate::store::keyset::Ordering;
use crate::store::listing::{self, Branded};

impl Branded for status_tier::Entity {
    fn brand_column() -> status_tier::Column {
        status_tier::Column::BrandId
    }
}

impl Listed for status_tier::Entity {
    type Filter = ();

    fn link((): &()) -> Link<status_tier::Column> {
        Link::Owner(status_tier::Column::ConnectionId)
    }

    fn ordering((): &()) -> Ordering<status_tier::Column> {
        Ordering::ascending(status_tier::Column::Rank)
    }

    fn id() -> status_tier::Column {
        status_tier::Column::Id
    }

    fn condition((): &()) -> Condition {
        Condition::all()
    }
}

impl Listed for status_record::Entity {
    type Filter = StatusFilter;

    fn link(_: &StatusFilter) -> Link<status_record::Column> {
        Link::SourceRecord(status_record::Column::SourceRecordId)
    }

    fn ordering(_: &StatusFilter) -> Ordering<status_record::Column> {
        Ordering::descending(status_record::Column::ValidFrom)
    }

    fn id() -> status_record::Column {
        status_record::Column::Id
    }

    fn condition(filter: &StatusFilter) -> Condition {
        use status_record::Column;
        let state = match filter.state {
            Some(state) => Column::State.eq(state),
            None => Column::State.ne(RecordState::Deleted),
        };
        Condition::all().add(state).add_option(filter.valid_at.map(holding))
    }
}

/// Those that hold at an instant. One ends as the next begins, so its last moment is not its own.
fn holding(at: Timestamp) -> Condition {
    use status_record::Column;
    Condition::all().add(Column::State.eq(RecordState::Active)).add(Column::ValidFrom.lte(at)).add(ending_after(at))
}

fn ending_after(at: Timestamp) -> Condition {
    use status_record::Column;
    Condition::any().add(Column::ValidTo.is_null()).add(Column::ValidTo.gt(at))
}

/// A tier of the brand.
///
/// # Errors
/// The store failed.
pub async fn tier(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<status_tier::Model>> {
    listing::find::<status_tier::Entity>(db, brand, id).await
}

/// Tiers of the brand by their row ids.
///
/// # Errors
/// The store failed.
pub async fn tiers(db: &impl ConnectionTrait, brand: i64, ids: &[i64]) -> Result<HashMap<i64, status_tier::Model>> {
    let rows = status_tier::Entity::find()
        .filter(status_tier::Column::Id.is_in(ids.iter().copied()))
        .filter(status_tier::Column::BrandId.eq(brand));
    Ok(rows.all(db).await?.into_iter().map(|row| (row.id, row)).collect())
}

/// Writes a tier; `None` when the connection has the vendor id already.
pub(super) async fn insert_tier(
    db: &impl ConnectionTrait,
    brand: i64,
    connection: i64,
    vendor_id: String,
    level: Level,
    now: Timestamp,
) -> Result<Option<status_tier::Model>> {
    let row = status_tier::ActiveModel {
        brand_id: Set(brand),
        connection_id: Set(connection),
        vendor_id: Set(vendor_id),
        name: Set(level.name),
        rank: Set(level.rank),
        updated_at: Set(now),
        ..Default::default()
    };
    insert::unless_taken(db, row).await
}

pub(super) async fn update_tier(
    db: &impl ConnectionTrait,
    row: status_tier::Model,
    level: Level,
    now: Timestamp,
) -> Result<status_tier::Model> {
    let mut row = row.into_active_model();
    row.name = Set(level.name);
    row.rank = Set(level.rank);
    row.updated_at = Set(now);
    Ok(row.update(db).await?)
}

/// What a customer holds at an instant or is to hold after it.
pub(super) async fn unended(
    db: &impl ConnectionTrait,
    brand: i64,
    customer: i64,
    now: Timestamp,
) -> Result<Vec<status_record::Model>> {
    let rows = status_record::Entity::find()
        .inner_join(source_record::Entity)
        .filter(source_record::Column::BrandId.eq(brand))
        .filter(source_record::Column::CustomerId.eq(customer))
        .filter(status_record::Column::State.eq(RecordState::Active))
        .filter(ending_after(now));
    Ok(rows.all(db).await?)
}

/// Ends these records.
pub(super) async fn end(db: &impl ConnectionTrait, ids: &[i64], now: Timestamp) -> Result<()> {
    status_record::Entity::update_many()
        .col_expr(status_record::Column::ValidTo, Expr::value(Some(now)))
        .col_expr(status_record::Column::UpdatedAt, Expr::value(now))
        .filter(status_record::Column::Id.is_in(ids.iter().copied()))
        .exec(db)
        .await?;
    Ok(())
}

pub(super) async fn insert(
    db: &impl ConnectionTrait,
    new: NewStatus,
    vendor_id: String,
    now: Timestamp,
) -> Result<status_record::Model> {
    let row = status_record::ActiveModel {
        source_record_id: Set(new.source_record),
        tier_id: Set(new.tier),
        vendor_id: Set(Some(vendor_id)),
        valid_from: Set(now),
        valid_to: Set(new.valid_to),
        conditions: Set(new.conditions),
        state: Set(RecordState::Active),
        updated_at: Set(now),
        ..Default::default()
    };
    Ok(status_record::Entity::insert(row).exec_with_returning(db).await?)
}

/// The tier that a connection knows under its own id.
pub(super) async fn tier_by_vendor_id(
    db: &impl ConnectionTrait,
    connection: i64,
    vendor_id: &str,
) -> Result<Option<status_tier::Model>> {
    let row = status_tier::Entity::find()
        .filter(status_tier::Column::ConnectionId.eq(connection))
        .filter(status_tier::Column::VendorId.eq(vendor_id));
    Ok(row.one(db).await?)
}

/// The period of a record that its vendor knows under this id.
pub(super) async fn by_vendor_id(
    db: &impl ConnectionTrait,
    source_record: i64,
    vendor_id: &str,
) -> Result<Option<status_record::Model>> {
    let row = status_record::Entity::find()
        .filter(status_record::Column::SourceRecordId.eq(source_record))
        .filter(status_record::Column::VendorId.eq(vendor_id));
    Ok(row.one(db).await?)
}

/// Writes what its vendor says of a period, in place of what is known.
pub(super) async fn put(
    db: &impl ConnectionTrait,
    (source_record, vendor_id): (i64, String),
    known: Option<status_record::Model>,
    said: Heard,
    now: Timestamp,
) -> Result<status_record::Model> {
    let is_new = known.is_none();
    let mut row = known.map_or_else(
        || status_record::ActiveModel {
            source_record_id: Set(source_record),
            vendor_id: Set(Some(vendor_id)),
            ..Default::default()
        },
        IntoActiveModel::into_active_model,
    );
    row.tier_id = Set(said.tier);
    row.valid_from = Set(said.valid_from);
    row.valid_to = Set(said.valid_to);
    row.conditions = Set(said.conditions);
    row.state = Set(said.state);
    row.updated_at = Set(now);
    Ok(if is_new { status_record::Entity::insert(row).exec_with_returning(db).await? } else { row.update(db).await? })
}

//! Rows of look-up lists.

use std::collections::HashMap;

use entity::connection::{self, Vendor};
use entity::lookup::{self, LookupKind};
use entity::{Timestamp, segment, source_record::RecordState, status_tier};
use sea_orm::sea_query::{ExprTrait, Query, SimpleExpr};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{Entry, LookupFilter, NewLookup};
use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::insert;
use crate::store::keyset::Ordering;
use crate::store::slice::{self, Slice, Sliced};
use crate::store::text::contains;

impl Listed for lookup::Entity {
    type Filter = LookupFilter;

    fn link(_: &LookupFilter) -> Link<lookup::Column> {
        Link::Owner(lookup::Column::ConnectionId)
    }

    fn ordering(_: &LookupFilter) -> Ordering<lookup::Column> {
        Ordering::ascending(lookup::Column::Name)
    }

    fn id() -> lookup::Column {
        lookup::Column::Id
    }

    fn condition(filter: &LookupFilter) -> Condition {
        use lookup::Column;
        Condition::all()
            .add_option(filter.kind.map(|kind| Column::Kind.eq(kind)))
            .add_option(filter.vendor.map(|vendor| of_vendor(Column::ConnectionId, vendor)))
            .add_option(filter.state.map(|state| Column::State.eq(state)))
            .add_option((!filter.text_ids.is_empty()).then(|| Column::TextId.is_in(filter.text_ids.iter().cloned())))
            .add_option(filter.search.as_deref().map(|text| contains(Column::Name, text)))
    }
}

/// The column names a connection to `vendor`, for filters of everything that connections define.
pub(crate) fn of_vendor(column: impl ColumnTrait, vendor: Vendor) -> SimpleExpr {
    let connections = Query::select()
        .column(connection::Column::Id)
        .from(connection::Entity)
        .and_where(connection::Column::Vendor.eq(vendor))
        .to_owned();
    column.in_subquery(connections)
}

/// The entry that a connection knows under its own id.
///
/// # Errors
/// The store failed.
pub async fn find(
    db: &impl ConnectionTrait,
    connection: i64,
    kind: LookupKind,
    vendor_id: &str,
) -> Result<Option<lookup::Model>> {
    let row = lookup::Entity::find()
        .filter(lookup::Column::ConnectionId.eq(connection))
        .filter(lookup::Column::Kind.eq(kind))
        .filter(lookup::Column::VendorId.eq(vendor_id));
    Ok(row.one(db).await?)
}

/// The entries that a connection knows under these ids, of whichever lists.
///
/// # Errors
/// The store failed.
pub async fn find_many(
    db: &impl ConnectionTrait,
    connection: i64,
    named: &[(LookupKind, &str)],
) -> Result<Vec<lookup::Model>> {
    if named.is_empty() {
        return Ok(Vec::new());
    }
    // One condition a list, however many entries of it are named: a statement must not be deep.
    let mut lists: Vec<(LookupKind, Vec<&str>)> = Vec::new();
    for (kind, vendor_id) in named {
        match lists.iter_mut().find(|(list, _)| list == kind) {
            Some((_, ids)) => ids.push(vendor_id),
            None => lists.push((*kind, vec![vendor_id])),
        }
    }
    let any = lists.into_iter().fold(Condition::any(), |any, (kind, ids)| {
        any.add(lookup::Column::Kind.eq(kind).and(lookup::Column::VendorId.is_in(ids)))
    });
    let rows = lookup::Entity::find().filter(lookup::Column::ConnectionId.eq(connection)).filter(any);
    Ok(rows.all(db).await?)
}

/// One list of a connection, by name; such lists are as short as a drop-down.
///
/// # Errors
/// The store failed.
pub async fn all(db: &impl ConnectionTrait, connection: i64, kind: LookupKind) -> Result<Vec<lookup::Model>> {
    let rows = lookup::Entity::find()
        .filter(lookup::Column::ConnectionId.eq(connection))
        .filter(lookup::Column::Kind.eq(kind))
        .order_by_asc(lookup::Column::Name)
        .order_by_asc(lookup::Column::Id);
    Ok(rows.all(db).await?)
}

/// Part of a connection's list.
///
/// # Errors
/// The store failed.
pub async fn slice(
    db: &impl ConnectionTrait,
    connection: i64,
    filter: &LookupFilter,
    slice: Slice<lookup::Column>,
) -> Result<Sliced<lookup::Model>> {
    slice::of_owner::<lookup::Entity>(db, connection, filter, slice).await
}

/// Part of the segments that a connection defines, of these groups or of any.
///
/// # Errors
/// The store failed.
pub async fn segments(
    db: &impl ConnectionTrait,
    connection: i64,
    groups: &[String],
    slice: Slice<segment::Column>,
) -> Result<Sliced<segment::Model>> {
    let of_groups = (!groups.is_empty()).then(|| segment::Column::GroupId.is_in(groups.iter().cloned()));
    let rows = segment::Entity::find()
        .filter(segment::Column::ConnectionId.eq(connection))
        .filter(Condition::all().add_option(of_groups));
    slice::read(db, rows, segment::Column::Id, slice).await
}

/// Part of the levels of a connection's loyalty programme.
///
/// # Errors
/// The store failed.
pub async fn tiers(
    db: &impl ConnectionTrait,
    connection: i64,
    slice: Slice<status_tier::Column>,
) -> Result<Sliced<status_tier::Model>> {
    let rows = status_tier::Entity::find().filter(status_tier::Column::ConnectionId.eq(connection));
    slice::read(db, rows, status_tier::Column::Id, slice).await
}

/// Entries of the brand by their row ids.
///
/// # Errors
/// The store failed.
pub async fn by_ids(db: &impl ConnectionTrait, brand: i64, ids: &[i64]) -> Result<HashMap<i64, lookup::Model>> {
    let rows = lookup::Entity::find()
        .filter(lookup::Column::Id.is_in(ids.iter().copied()))
        .filter(lookup::Column::BrandId.eq(brand))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Writes an entry; `None` when the connection's list has the vendor id already.
///
/// # Errors
/// The store failed.
pub async fn insert(
    db: &impl ConnectionTrait,
    brand: i64,
    new: NewLookup,
    now: Timestamp,
) -> Result<Option<lookup::Model>> {
    let mut row = lookup::ActiveModel {
        brand_id: Set(brand),
        connection_id: Set(new.connection),
        kind: Set(new.kind),
        vendor_id: Set(new.vendor_id),
        ..Default::default()
    };
    say(&mut row, new.entry, now);
    insert::unless_taken(db, row).await
}

/// Replaces what an entry says.
///
/// # Errors
/// The store failed.
pub async fn update(db: &impl ConnectionTrait, id: i64, entry: Entry, now: Timestamp) -> Result<()> {
    let mut row = lookup::ActiveModel::default();
    say(&mut row, entry, now);
    lookup::Entity::update_many().set(row).filter(lookup::Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

fn say(row: &mut lookup::ActiveModel, entry: Entry, now: Timestamp) {
    row.text_id = Set(entry.text_id);
    row.name = Set(entry.name);
    row.data = Set(entry.data);
    row.state = Set(entry.state);
    row.updated_at = Set(now);
}

/// An active entry of the brand of this kind.
///
/// # Errors
/// The store failed.
pub async fn active(db: &impl ConnectionTrait, brand: i64, kind: LookupKind, id: i64) -> Result<Option<lookup::Model>> {
    let row = lookup::Entity::find_by_id(id)
        .filter(lookup::Column::BrandId.eq(brand))
        .filter(lookup::Column::Kind.eq(kind))
        .filter(lookup::Column::State.eq(RecordState::Active));
    Ok(row.one(db).await?)
}

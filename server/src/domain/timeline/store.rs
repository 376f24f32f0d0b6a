//! Rows of the timeline.

use std::collections::HashSet;

use entity::{Timestamp, timeline_entry};
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::Value as Json;

use super::{EXTERNAL, TimelineFilter};
use crate::error::Result;
use crate::store::alternatives::one_of;
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;
use crate::store::listing::Branded;

impl Branded for timeline_entry::Entity {
    fn brand_column() -> timeline_entry::Column {
        timeline_entry::Column::BrandId
    }
}

impl Listed for timeline_entry::Entity {
    type Filter = TimelineFilter;

    fn link(_: &TimelineFilter) -> Link<timeline_entry::Column> {
        Link::SourceRecord(timeline_entry::Column::SourceRecordId)
    }

    fn ordering(_: &TimelineFilter) -> Ordering<timeline_entry::Column> {
        Ordering::descending(timeline_entry::Column::OccurredAt)
    }

    fn id() -> timeline_entry::Column {
        timeline_entry::Column::Id
    }

    fn condition(filter: &TimelineFilter) -> Condition {
        use timeline_entry::Column;
        Condition::all()
            .add_option((!filter.kinds.is_empty()).then(|| any_of(&filter.kinds)))
            .add_option(filter.from.map(|from| Column::OccurredAt.gte(from)))
            .add_option(filter.until.map(|until| Column::OccurredAt.lt(until)))
            .add_option(filter.without_tickets.then(|| Column::TicketId.is_null()))
    }
}

fn any_of(kinds: &[String]) -> Condition {
    one_of(kinds.iter().map(|kind| of_kind(kind)))
}

fn of_kind(kind: &str) -> Condition {
    use timeline_entry::Column;
    let literal = kind.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let under = LikeExpr::new(format!("{literal}.%")).escape('\\');
    Condition::any().add(Column::Kind.eq(kind)).add(Column::Kind.into_expr().like(under))
}

/// An event that happened outside.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// The record it hangs on.
    pub source_record: i64,
    /// When it happened; absent: now.
    pub occurred_at: Option<Timestamp>,
    /// One line.
    pub title: String,
    /// More.
    pub body: Option<String>,
    /// Who did it; absent: the viewer.
    pub actor: Option<String>,
    /// A page about it.
    pub source_url: Option<String>,
    /// A ticket it belongs to, under the vendor's id.
    pub ticket_id: Option<String>,
    /// What else is known, as an object.
    pub data: Json,
}

/// Writes an event.
///
/// # Errors
/// The store failed.
pub async fn insert(
    db: &impl ConnectionTrait,
    brand: i64,
    new: NewEntry,
    now: Timestamp,
) -> Result<timeline_entry::Model> {
    let row = timeline_entry::ActiveModel {
        brand_id: Set(brand),
        source_record_id: Set(new.source_record),
        kind: Set(EXTERNAL.to_owned()),
        occurred_at: Set(new.occurred_at.unwrap_or(now)),
        title: Set(new.title),
        body: Set(new.body),
        actor: Set(new.actor),
        source_url: Set(new.source_url),
        ticket_id: Set(new.ticket_id),
        data: Set(new.data),
        ..Default::default()
    };
    Ok(timeline_entry::Entity::insert(row).exec_with_returning(db).await?)
}

/// An entry that a vendor tells of.
#[derive(Clone, Debug)]
pub struct Told {
    /// The vendor's id of it.
    pub vendor_id: String,
    /// A dotted name.
    pub kind: String,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// What it says in one piece.
    pub text: String,
    /// Who did it.
    pub actor: Option<String>,
    /// A page about it.
    pub source_url: Option<String>,
    /// A ticket it belongs to, under the vendor's id.
    pub ticket_id: Option<String>,
    /// What else is known, as an object.
    pub data: Json,
}

/// Which of these ids the entries of a record have.
///
/// # Errors
/// The store failed.
pub async fn known(db: &impl ConnectionTrait, source_record: i64, vendor_ids: &[&str]) -> Result<HashSet<String>> {
    use timeline_entry::Column;
    let known = timeline_entry::Entity::find()
        .select_only()
        .column(Column::VendorId)
        .filter(Column::SourceRecordId.eq(source_record))
        .filter(Column::VendorId.is_in(vendor_ids.iter().copied()));
    let known: Vec<Option<String>> = known.into_tuple().all(db).await?;
    Ok(known.into_iter().flatten().collect())
}

/// Entries of a record of these kinds that have no id of the vendor, oldest first.
///
/// # Errors
/// The store failed.
pub async fn untold(
    db: &impl ConnectionTrait,
    source_record: i64,
    kinds: &HashSet<&str>,
) -> Result<Vec<timeline_entry::Model>> {
    use timeline_entry::Column;
    let rows = timeline_entry::Entity::find()
        .filter(Column::SourceRecordId.eq(source_record))
        .filter(Column::VendorId.is_null())
        .filter(Column::Kind.is_in(kinds.iter().copied()))
        .order_by_asc(Column::OccurredAt)
        .order_by_asc(Column::Id);
    Ok(rows.all(db).await?)
}

/// Gives an entry the vendor's id.
///
/// # Errors
/// The store failed.
pub async fn identify(db: &impl ConnectionTrait, id: i64, vendor_id: String) -> Result<()> {
    use timeline_entry::Column;
    timeline_entry::Entity::update_many()
        .col_expr(Column::VendorId, Expr::value(vendor_id))
        .filter(Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// The row of an entry that a vendor tells of, with this line for the list.
pub(super) fn row(brand: i64, source_record: i64, told: Told, title: String) -> timeline_entry::ActiveModel {
    let body = Some(told.text).filter(|text| *text != title || told.kind == EXTERNAL);
    timeline_entry::ActiveModel {
        brand_id: Set(brand),
        source_record_id: Set(source_record),
        kind: Set(told.kind),
        occurred_at: Set(told.occurred_at),
        title: Set(title),
        body: Set(body),
        actor: Set(told.actor),
        source_url: Set(told.source_url),
        ticket_id: Set(told.ticket_id),
        vendor_id: Set(Some(told.vendor_id)),
        data: Set(told.data),
        ..Default::default()
    }
}

/// Takes the texts off the entries of a record that are about one thing, which was deleted.
///
/// # Errors
/// The store failed.
pub async fn clear_bodies(db: &impl ConnectionTrait, source_record: i64, subject: &str, id: i64) -> Result<()> {
    use timeline_entry::Column;
    timeline_entry::Entity::update_many()
        .col_expr(Column::Body, Expr::value(None::<String>))
        .filter(Column::SourceRecordId.eq(source_record))
        .filter(Column::SubjectKind.eq(subject))
        .filter(Column::SubjectId.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

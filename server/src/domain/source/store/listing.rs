//! Listing a connection's records by position, as vendors' interfaces do that count from an offset.

use chrono::NaiveDate;
use entity::card;
use entity::channel::{self, ChannelKind};
use entity::lookup::{self, LookupKind};
use entity::source_record::{self, RecordState};
use entity::{connection, source_membership};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use crate::domain::source::{email_key, phone_key};
use crate::error::Result;
use crate::store::keyset::Direction;
use crate::store::text::contains;

/// What a list of records can be narrowed by; all that is given must hold.
#[derive(Clone, Debug, Default)]
pub struct RecordFilter {
    /// This row only.
    pub id: Option<i64>,
    /// Exactly this address, without regard to case.
    pub email: Option<String>,
    /// Exactly this number, digits only compared.
    pub phone: Option<String>,
    /// Came through this customer source, by the vendor's id.
    pub origin: Option<String>,
    /// Addressed exactly so, without regard to case.
    pub salutation: Option<String>,
    /// Exactly this given name, without regard to case.
    pub first_name: Option<String>,
    /// Exactly this family name, without regard to case.
    pub last_name: Option<String>,
    /// Born on this day.
    pub birth_date: Option<NaiveDate>,
    /// Any of these addresses.
    pub emails: Vec<String>,
    /// Any of these vendor ids.
    pub vendor_ids: Vec<String>,
    /// Holding this text in a name or in the company's id, without regard to case.
    pub text: Option<String>,
    /// Reached under this address, of whatever kind.
    pub address: Option<String>,
    /// Has, or had, a card of this number.
    pub card_number: Option<String>,
}

/// What it can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordSort {
    /// The order of recording.
    Id,
    /// The vendor's id.
    VendorId,
    /// E-mail address.
    Email,
    /// Telephone number.
    Phone,
    /// Given name.
    FirstName,
    /// Family name.
    LastName,
    /// Birth date.
    BirthDate,
    /// Last change.
    Updated,
    /// State.
    State,
}

/// Records from `offset`, at most `count`.
///
/// # Errors
/// The store failed.
pub async fn slice(
    db: &impl ConnectionTrait,
    connection: i64,
    filter: &RecordFilter,
    sort: RecordSort,
    direction: Direction,
    offset: u64,
    count: u64,
) -> Result<Vec<source_record::Model>> {
    slice_of(db, &[connection], filter, sort, direction, offset, count).await
}

/// The same over several connections together.
///
/// # Errors
/// The store failed.
pub async fn slice_of(
    db: &impl ConnectionTrait,
    connections: &[i64],
    filter: &RecordFilter,
    sort: RecordSort,
    direction: Direction,
    offset: u64,
    count: u64,
) -> Result<Vec<source_record::Model>> {
    let rows = select(connections, filter)
        .order_by_with_nulls(column(sort), direction.order(), direction.nulls())
        .order_by(source_record::Column::Id, direction.order())
        .offset(offset)
        .limit(count);
    Ok(rows.all(db).await?)
}

/// How many the filter finds.
///
/// # Errors
/// The store failed.
pub async fn count(db: &impl ConnectionTrait, connection: i64, filter: &RecordFilter) -> Result<u64> {
    count_of(db, &[connection], filter).await
}

/// The same over several connections together.
///
/// # Errors
/// The store failed.
pub async fn count_of(db: &impl ConnectionTrait, connections: &[i64], filter: &RecordFilter) -> Result<u64> {
    Ok(select(connections, filter).count(db).await?)
}

fn column(sort: RecordSort) -> source_record::Column {
    use source_record::Column;
    match sort {
        RecordSort::Id => Column::Id,
        RecordSort::VendorId => Column::VendorId,
        RecordSort::Email => Column::EmailKey,
        RecordSort::Phone => Column::PhoneKey,
        RecordSort::FirstName => Column::FirstName,
        RecordSort::LastName => Column::LastName,
        RecordSort::BirthDate => Column::BirthDate,
        RecordSort::Updated => Column::UpdatedAt,
        RecordSort::State => Column::State,
    }
}

fn select(connections: &[i64], filter: &RecordFilter) -> Select<source_record::Entity> {
    use source_record::Column;
    let emails =
        (!filter.emails.is_empty()).then(|| Column::EmailKey.is_in(filter.emails.iter().map(|email| email_key(email))));
    let vendor_ids = (!filter.vendor_ids.is_empty()).then(|| Column::VendorId.is_in(filter.vendor_ids.iter().cloned()));
    source_record::Entity::find()
        .filter(Column::ConnectionId.is_in(connections.iter().copied()))
        .filter(Column::State.ne(RecordState::Deleted))
        .filter(
            Condition::all()
                .add_option(filter.id.map(|id| Column::Id.eq(id)))
                .add_option(filter.email.as_deref().map(|email| Column::EmailKey.eq(email_key(email))))
                .add_option(filter.phone.as_deref().map(|phone| Column::PhoneKey.eq(phone_key(phone))))
                .add_option(filter.salutation.as_deref().map(|text| same_text(Column::Salutation, text)))
                .add_option(filter.first_name.as_deref().map(|name| same_text(Column::FirstName, name)))
                .add_option(filter.last_name.as_deref().map(|name| same_text(Column::LastName, name)))
                .add_option(filter.birth_date.map(|date| Column::BirthDate.eq(date)))
                .add_option(emails)
                .add_option(vendor_ids)
                .add_option(filter.origin.as_deref().map(came_through))
                .add_option(filter.text.as_deref().map(holding))
                .add_option(filter.address.as_deref().map(|address| reached_under(connections, address)))
                .add_option(filter.card_number.as_deref().map(has_card)),
        )
}

/// Equal without regard to case. SQLite folds ASCII letters alone, so the exact text is tried beside the folded one.
fn same_text(column: source_record::Column, text: &str) -> Condition {
    let folded = Expr::expr(Func::lower(Expr::col((source_record::Entity, column)))).eq(text.to_lowercase());
    Condition::any().add(column.eq(text)).add(folded)
}

fn holding(text: &str) -> Condition {
    use source_record::Column;
    [Column::FirstName, Column::LastName, Column::ExternalId]
        .into_iter()
        .fold(Condition::any(), |any, column| any.add(contains(column, text)))
}

fn reached_under(connections: &[i64], address: &str) -> SimpleExpr {
    let brands = Query::select()
        .column(connection::Column::BrandId)
        .from(connection::Entity)
        .and_where(connection::Column::Id.is_in(connections.iter().copied()))
        .to_owned();
    let channels = Query::select()
        .column(channel::Column::SourceRecordId)
        .from(channel::Entity)
        .and_where(channel::Column::BrandId.in_subquery(brands))
        .cond_where(same_address(address))
        .to_owned();
    source_record::Column::Id.in_subquery(channels)
}

/// A number is compared by its digits, which an address of another kind may have too: only what looks like a number is one.
fn same_address(address: &str) -> Condition {
    use channel::Column;
    let looks_dialled = !address.contains(|c: char| c.is_alphabetic() || c == '@');
    let digits = phone_key(address);
    let number = (looks_dialled && !digits.is_empty())
        .then(|| Condition::all().add(Column::Kind.eq(ChannelKind::Telephone)).add(Column::AddressKey.eq(digits)));
    let text = Condition::all()
        .add(Column::Kind.is_in([ChannelKind::Email, ChannelKind::Facebook, ChannelKind::Twitter, ChannelKind::Other]))
        .add(Column::AddressKey.eq(email_key(address)));
    Condition::any().add(text).add_option(number)
}

/// The brand is named so that the index on cards serves.
fn has_card(number: &str) -> SimpleExpr {
    let cards = Query::select()
        .column((card::Entity, card::Column::SourceRecordId))
        .from(card::Entity)
        .and_where(card::Column::Number.eq(number))
        .and_where(
            Expr::col((card::Entity, card::Column::BrandId))
                .equals((source_record::Entity, source_record::Column::BrandId)),
        )
        .to_owned();
    source_record::Column::Id.in_subquery(cards)
}

fn came_through(vendor_id: &str) -> SimpleExpr {
    let members = Query::select()
        .column((source_membership::Entity, source_membership::Column::SourceRecordId))
        .from(source_membership::Entity)
        .inner_join(
            lookup::Entity,
            Expr::col((lookup::Entity, lookup::Column::Id))
                .equals((source_membership::Entity, source_membership::Column::CustomerSourceId)),
        )
        .and_where(lookup::Column::Kind.eq(LookupKind::CustomerSource))
        .and_where(lookup::Column::VendorId.eq(vendor_id))
        .to_owned();
    source_record::Column::Id.in_subquery(members)
}

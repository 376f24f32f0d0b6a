//! Rows of cards.

use entity::Timestamp;
use entity::card::{self, CardState};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter,
};

use super::{CardFilter, Details};
use crate::domain::reward::store::valid;
use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;
use crate::store::listing::{self, Branded};

impl Branded for card::Entity {
    fn brand_column() -> card::Column {
        card::Column::BrandId
    }
}

impl Listed for card::Entity {
    type Filter = CardFilter;

    fn link(_: &CardFilter) -> Link<card::Column> {
        Link::SourceRecord(card::Column::SourceRecordId)
    }

    fn ordering(_: &CardFilter) -> Ordering<card::Column> {
        Ordering::descending(card::Column::CreatedAt)
    }

    fn id() -> card::Column {
        card::Column::Id
    }

    fn condition(filter: &CardFilter) -> Condition {
        use card::Column;
        let active = Column::State.eq(CardState::Active);
        let numbers =
            (!filter.numbers.is_empty()).then(|| Column::Number.is_in(filter.numbers.iter().map(String::as_str)));
        Condition::all()
            .add_option(filter.validity.map(|validity| valid(validity, active, Column::ValidFrom, Column::ValidTo)))
            .add_option(filter.number.as_deref().map(|number| Column::Number.eq(number)))
            .add_option(numbers)
            .add_option(filter.kind.map(|kind| Column::TypeId.eq(kind)))
            .add_option(filter.state.map(|state| Column::State.eq(state)))
    }
}

/// A card of the brand.
///
/// # Errors
/// The store failed.
pub async fn find(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<card::Model>> {
    listing::find::<card::Entity>(db, brand, id).await
}

/// Whether an active card of the brand has this number.
pub(super) async fn is_active(db: &impl ConnectionTrait, brand: i64, number: &str) -> Result<bool> {
    let row = card::Entity::find()
        .filter(card::Column::BrandId.eq(brand))
        .filter(card::Column::Number.eq(number))
        .filter(card::Column::State.eq(CardState::Active));
    Ok(row.one(db).await?.is_some())
}

pub(super) async fn insert(
    db: &impl ConnectionTrait,
    brand: i64,
    source_record: i64,
    vendor_id: String,
    number: String,
    details: Details,
    now: Timestamp,
) -> Result<card::Model> {
    let mut row = card::ActiveModel {
        brand_id: Set(brand),
        source_record_id: Set(source_record),
        vendor_id: Set(Some(vendor_id)),
        number: Set(number),
        state: Set(CardState::Active),
        created_at: Set(now),
        ..Default::default()
    };
    say(&mut row, details, now);
    Ok(card::Entity::insert(row).exec_with_returning(db).await?)
}

pub(super) async fn update(
    db: &impl ConnectionTrait,
    row: card::Model,
    details: Details,
    now: Timestamp,
) -> Result<card::Model> {
    let mut row = row.into_active_model();
    say(&mut row, details, now);
    Ok(row.update(db).await?)
}

fn say(row: &mut card::ActiveModel, details: Details, now: Timestamp) {
    row.secondary_number = Set(details.secondary_number);
    row.type_id = Set(details.kind);
    row.store_id = Set(details.store);
    row.valid_from = Set(details.valid_from);
    row.valid_to = Set(details.valid_to);
    row.updated_at = Set(now);
}

pub(super) async fn set_state(
    db: &impl ConnectionTrait,
    row: card::Model,
    state: CardState,
    now: Timestamp,
) -> Result<card::Model> {
    let mut row = row.into_active_model();
    row.state = Set(state);
    row.updated_at = Set(now);
    Ok(row.update(db).await?)
}

/// The card of a record that its vendor knows under this id.
pub(super) async fn by_vendor_id(
    db: &impl ConnectionTrait,
    source_record: i64,
    vendor_id: &str,
) -> Result<Option<card::Model>> {
    let row = card::Entity::find()
        .filter(card::Column::SourceRecordId.eq(source_record))
        .filter(card::Column::VendorId.eq(vendor_id));
    Ok(row.one(db).await?)
}

/// The same as [`update`], with the number that the vendor says.
pub(super) async fn rewrite(
    db: &impl ConnectionTrait,
    row: card::Model,
    number: String,
    details: Details,
    now: Timestamp,
) -> Result<card::Model> {
    let mut row = row.into_active_model();
    row.number = Set(number);
    say(&mut row, details, now);
    Ok(row.update(db).await?)
}

//! Rows of source records.

pub mod listing;
pub mod purge;

use entity::customer::CustomerKind;
use entity::source_record::{self, RecordState};
use entity::{Timestamp, connection};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};

use crate::domain::source::{Facts, email_key, phone_key};
use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;
use crate::store::{batch, insert};

impl Listed for source_record::Entity {
    type Filter = ();

    fn link((): &()) -> Link<source_record::Column> {
        Link::Owner(source_record::Column::CustomerId)
    }

    fn ordering((): &()) -> Ordering<source_record::Column> {
        Ordering::ascending(source_record::Column::CreatedAt)
    }

    fn id() -> source_record::Column {
        source_record::Column::Id
    }

    fn condition((): &()) -> Condition {
        Condition::all()
    }
}

/// Where a record belongs.
#[derive(Clone, Debug)]
pub struct Place {
    /// The brand.
    pub brand: i64,
    /// The connection that says it.
    pub connection: i64,
    /// The customer it is linked to.
    pub customer: i64,
    /// The vendor's own id.
    pub vendor_id: String,
    /// The company's id for the person at that vendor.
    pub external_id: Option<String>,
}

/// Writes a new record.
///
/// # Errors
/// The store failed, or the vendor id is taken.
pub async fn insert(
    db: &impl ConnectionTrait,
    place: Place,
    facts: &Facts,
    now: Timestamp,
) -> Result<source_record::Model> {
    Ok(source_record::Entity::insert(new(place, facts, now)).exec_with_returning(db).await?)
}

/// Writes a new record unless the vendor id is taken, then `None`.
///
/// # Errors
/// The store failed.
pub async fn insert_unless_taken(
    db: &impl ConnectionTrait,
    place: Place,
    facts: &Facts,
    now: Timestamp,
) -> Result<Option<source_record::Model>> {
    insert::unless_taken(db, new(place, facts, now)).await
}

/// Writes new records of one connection, and replaces what known ones say. The rows come in no order that could be relied on.
///
/// # Errors
/// The store failed.
pub async fn put_many(
    db: &impl ConnectionTrait,
    records: Vec<(Place, &Facts, RecordState)>,
    now: Timestamp,
) -> Result<Vec<source_record::Model>> {
    let row = |(place, facts, state)| source_record::ActiveModel { state: Set(state), ..new(place, facts, now) };
    let rows = records.into_iter().map(row).collect();
    batch::insert_returning(db, rows, Some(over_said())).await
}

/// Which customer a record is linked to and since when it is known are not said by the vendor, and stay.
fn over_said() -> OnConflict {
    use source_record::Column;
    OnConflict::columns([Column::ConnectionId, Column::VendorId])
        .update_columns([
            Column::ExternalId,
            Column::Kind,
            Column::State,
            Column::DisplayName,
            Column::FirstName,
            Column::LastName,
            Column::CompanyName,
            Column::Salutation,
            Column::PreNominals,
            Column::PostNominals,
            Column::BirthDate,
            Column::Gender,
            Column::Language,
            Column::Email,
            Column::EmailKey,
            Column::Phone,
            Column::PhoneKey,
            Column::PhotoUrl,
            Column::OwnerEmail,
            Column::Address,
            Column::Extra,
            Column::ObservedAt,
            Column::UpdatedAt,
        ])
        .to_owned()
}

/// Notes that the vendor said of these records again what it had said before.
///
/// # Errors
/// The store failed.
pub async fn observe(db: &impl ConnectionTrait, records: &[i64], now: Timestamp) -> Result<()> {
    if records.is_empty() {
        return Ok(());
    }
    source_record::Entity::update_many()
        .col_expr(source_record::Column::ObservedAt, Expr::value(now))
        .filter(source_record::Column::Id.is_in(records.iter().copied()))
        .exec(db)
        .await?;
    Ok(())
}

/// Those of these customers to whom more than one record is linked.
///
/// # Errors
/// The store failed.
pub async fn with_several(db: &impl ConnectionTrait, brand: i64, customers: &[i64]) -> Result<Vec<i64>> {
    if customers.is_empty() {
        return Ok(Vec::new());
    }
    let several = source_record::Entity::find()
        .select_only()
        .column(source_record::Column::CustomerId)
        .filter(source_record::Column::BrandId.eq(brand))
        .filter(source_record::Column::CustomerId.is_in(customers.iter().copied()))
        .group_by(source_record::Column::CustomerId)
        .having(source_record::Column::Id.count().gt(1));
    Ok(several.into_tuple().all(db).await?)
}

fn new(place: Place, facts: &Facts, now: Timestamp) -> source_record::ActiveModel {
    let mut row = source_record::ActiveModel {
        brand_id: Set(place.brand),
        connection_id: Set(place.connection),
        customer_id: Set(place.customer),
        vendor_id: Set(place.vendor_id),
        external_id: Set(place.external_id),
        state: Set(RecordState::Active),
        created_at: Set(now),
        ..Default::default()
    };
    say(&mut row, facts, now);
    row
}

/// Replaces what a record says.
///
/// # Errors
/// The store failed.
pub async fn update(
    db: &impl ConnectionTrait,
    record: source_record::Model,
    facts: &Facts,
    now: Timestamp,
) -> Result<source_record::Model> {
    let mut row = record.into_active_model();
    say(&mut row, facts, now);
    Ok(row.update(db).await?)
}

fn say(row: &mut source_record::ActiveModel, facts: &Facts, now: Timestamp) {
    let facts = facts.clone();
    row.kind = Set(facts.kind);
    row.display_name = Set(facts.display_name);
    row.first_name = Set(facts.first_name);
    row.last_name = Set(facts.last_name);
    row.company_name = Set(facts.company_name);
    row.salutation = Set(facts.salutation);
    row.pre_nominals = Set(facts.pre_nominals);
    row.post_nominals = Set(facts.post_nominals);
    row.birth_date = Set(facts.birth_date);
    row.gender = Set(facts.gender);
    row.language = Set(facts.language);
    row.email_key = Set(facts.email.as_deref().map(email_key));
    row.email = Set(facts.email);
    row.phone_key = Set(facts.phone.as_deref().map(phone_key));
    row.phone = Set(facts.phone);
    row.photo_url = Set(facts.photo_url);
    row.owner_email = Set(facts.owner_email);
    row.address = Set(facts.address);
    row.extra = Set(facts.extra.into());
    row.observed_at = Set(now);
    row.updated_at = Set(now);
}

/// A record of the brand.
///
/// # Errors
/// The store failed.
pub async fn find(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<source_record::Model>> {
    let record = source_record::Entity::find_by_id(id).filter(source_record::Column::BrandId.eq(brand));
    Ok(record.one(db).await?)
}

/// The record that a connection knows under its own id.
///
/// # Errors
/// The store failed.
pub async fn by_vendor_id(
    db: &impl ConnectionTrait,
    connection: i64,
    vendor_id: &str,
) -> Result<Option<source_record::Model>> {
    let record = source_record::Entity::find()
        .filter(source_record::Column::ConnectionId.eq(connection))
        .filter(source_record::Column::VendorId.eq(vendor_id));
    Ok(record.one(db).await?)
}

/// The records that several connections know under one id, each its own.
///
/// # Errors
/// The store failed.
pub async fn by_vendor_id_of(
    db: &impl ConnectionTrait,
    connections: &[i64],
    vendor_id: &str,
) -> Result<Vec<source_record::Model>> {
    let rows = source_record::Entity::find()
        .filter(source_record::Column::ConnectionId.is_in(connections.iter().copied()))
        .filter(source_record::Column::VendorId.eq(vendor_id));
    Ok(rows.all(db).await?)
}

/// The records, deleted ones too, that these connections know under one id of the company's, oldest first.
///
/// # Errors
/// The store failed.
pub async fn by_external_id(
    db: &impl ConnectionTrait,
    connections: &[i64],
    external_id: &str,
) -> Result<Vec<source_record::Model>> {
    let rows = source_record::Entity::find()
        .filter(source_record::Column::ConnectionId.is_in(connections.iter().copied()))
        .filter(source_record::Column::ExternalId.eq(external_id))
        .order_by_asc(source_record::Column::Id);
    Ok(rows.all(db).await?)
}

/// The records, deleted ones too, that a connection knows under its own id or under one of the company's, oldest first. They are held
/// until the transaction ends, their ids too.
///
/// # Errors
/// The store failed.
pub async fn hold_by_either_id(
    db: &impl ConnectionTrait,
    connection: i64,
    vendor_id: &str,
    external_id: Option<&str>,
) -> Result<Vec<source_record::Model>> {
    // The connection is named twice, so that each side is looked up in its own index.
    let at = || Condition::all().add(source_record::Column::ConnectionId.eq(connection));
    let either = Condition::any()
        .add(at().add(source_record::Column::VendorId.eq(vendor_id)))
        .add_option(external_id.map(|id| at().add(source_record::Column::ExternalId.eq(id))));
    let rows = source_record::Entity::find().filter(either).order_by_asc(source_record::Column::Id);
    Ok(rows.lock_exclusive().all(db).await?)
}

/// Gives a record its vendor's own id.
///
/// # Errors
/// The store failed, or the id is taken.
pub async fn set_vendor_id(
    db: &impl ConnectionTrait,
    record: source_record::Model,
    vendor_id: String,
) -> Result<source_record::Model> {
    let mut row = record.into_active_model();
    row.vendor_id = Set(vendor_id);
    Ok(row.update(db).await?)
}

/// Gives a record the company's id.
///
/// # Errors
/// The store failed.
pub async fn set_external_id(
    db: &impl ConnectionTrait,
    record: source_record::Model,
    external_id: String,
) -> Result<source_record::Model> {
    let mut row = record.into_active_model();
    row.external_id = Set(Some(external_id));
    Ok(row.update(db).await?)
}

/// The records that a connection knows under these ids of its own.
///
/// # Errors
/// The store failed.
pub async fn by_vendor_ids(
    db: &impl ConnectionTrait,
    connection: i64,
    vendor_ids: &[&str],
) -> Result<Vec<source_record::Model>> {
    let rows = source_record::Entity::find()
        .filter(source_record::Column::ConnectionId.eq(connection))
        .filter(source_record::Column::VendorId.is_in(vendor_ids.iter().copied()));
    Ok(rows.all(db).await?)
}

/// Those of these records that are of the brand.
///
/// # Errors
/// The store failed.
pub async fn find_many(db: &impl ConnectionTrait, brand: i64, ids: &[i64]) -> Result<Vec<source_record::Model>> {
    let rows = source_record::Entity::find()
        .filter(source_record::Column::BrandId.eq(brand))
        .filter(source_record::Column::Id.is_in(ids.iter().copied()));
    Ok(rows.all(db).await?)
}

/// The living record of a connection with this e-mail address.
///
/// # Errors
/// The store failed.
pub async fn by_email(
    db: &impl ConnectionTrait,
    brand: i64,
    connection: i64,
    email: &str,
) -> Result<Option<source_record::Model>> {
    let record = source_record::Entity::find()
        .filter(source_record::Column::BrandId.eq(brand))
        .filter(source_record::Column::EmailKey.eq(email_key(email)))
        .filter(source_record::Column::ConnectionId.eq(connection))
        .filter(source_record::Column::State.ne(RecordState::Deleted));
    Ok(record.one(db).await?)
}

/// The oldest living record of a connection with this telephone number, however it is written.
///
/// # Errors
/// The store failed.
pub async fn by_phone(
    db: &impl ConnectionTrait,
    brand: i64,
    connection: i64,
    phone: &str,
) -> Result<Option<source_record::Model>> {
    let record = source_record::Entity::find()
        .filter(source_record::Column::BrandId.eq(brand))
        .filter(source_record::Column::PhoneKey.eq(phone_key(phone)))
        .filter(source_record::Column::ConnectionId.eq(connection))
        .filter(source_record::Column::State.ne(RecordState::Deleted))
        .order_by_asc(source_record::Column::Id);
    Ok(record.one(db).await?)
}

/// The oldest living record of a company that a connection knows under the company's own id.
///
/// # Errors
/// The store failed.
pub async fn company(
    db: &impl ConnectionTrait,
    connection: i64,
    external_id: &str,
) -> Result<Option<source_record::Model>> {
    let record = source_record::Entity::find()
        .filter(source_record::Column::ConnectionId.eq(connection))
        .filter(source_record::Column::ExternalId.eq(external_id))
        .filter(source_record::Column::Kind.eq(CustomerKind::Company))
        .filter(source_record::Column::State.ne(RecordState::Deleted))
        .order_by_asc(source_record::Column::Id);
    Ok(record.one(db).await?)
}

/// The records linked to a customer with their connections, oldest first.
///
/// # Errors
/// The store failed.
pub async fn of_customer(
    db: &impl ConnectionTrait,
    brand: i64,
    customer: i64,
) -> Result<Vec<(source_record::Model, connection::Model)>> {
    of_customers(db, brand, &[customer]).await
}

/// The records linked to any of these customers with their connections, oldest first.
///
/// # Errors
/// The store failed.
pub async fn of_customers(
    db: &impl ConnectionTrait,
    brand: i64,
    customers: &[i64],
) -> Result<Vec<(source_record::Model, connection::Model)>> {
    let rows = source_record::Entity::find()
        .find_also_related(connection::Entity)
        .filter(source_record::Column::BrandId.eq(brand))
        .filter(source_record::Column::CustomerId.is_in(customers.iter().copied()))
        .order_by_asc(source_record::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(record, connection)| Some((record, connection?))).collect())
}

/// Links records to another customer.
///
/// # Errors
/// The store failed.
pub async fn relink(db: &impl ConnectionTrait, brand: i64, records: &[i64], customer: i64) -> Result<()> {
    source_record::Entity::update_many()
        .col_expr(source_record::Column::CustomerId, Expr::value(customer))
        .filter(source_record::Column::BrandId.eq(brand))
        .filter(source_record::Column::Id.is_in(records.iter().copied()))
        .exec(db)
        .await?;
    Ok(())
}

/// Marks a record as deleted at its vendor, or as living again.
///
/// # Errors
/// The store failed.
pub async fn set_state(db: &impl ConnectionTrait, id: i64, state: RecordState, now: Timestamp) -> Result<()> {
    source_record::Entity::update_many()
        .col_expr(source_record::Column::State, Expr::value(state))
        .col_expr(source_record::Column::UpdatedAt, Expr::value(now))
        .filter(source_record::Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

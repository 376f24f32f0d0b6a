//! Rows of customers.

use std::collections::HashMap;

use entity::customer::{self, CustomerState};
use entity::{Timestamp, segment_membership, source_record};
use sea_orm::sea_query::{Expr, ExprTrait, LockType, OnConflict, Query};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    IntoActiveModel, Iterable, ModelTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::{CustomerFilter, CustomerSort};
use crate::domain::identity::Resolution;
use crate::domain::source::{Facts, email_key, fold, phone_key, sort_name};
use crate::error::{Error, Result};
use crate::store::batch;
use crate::store::keyset::{self, Direction, Ordering, Page, PageArgs};

/// Writes a customer whose only record says `facts`.
///
/// # Errors
/// The store failed.
pub async fn insert(db: &impl ConnectionTrait, brand: i64, facts: &Facts, now: Timestamp) -> Result<customer::Model> {
    Ok(customer::Entity::insert(new(brand, facts, now)).exec_with_returning(db).await?)
}

/// Takes back a customer who was made a moment ago and turned out to have no record.
///
/// # Errors
/// The store failed, or there is something of the customer.
pub async fn remove(db: &impl ConnectionTrait, id: i64) -> Result<()> {
    customer::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

/// Writes many customers, each of whose only records say these facts. Their ids, in the order of the facts.
///
/// # Errors
/// The store failed.
pub async fn insert_many(db: &impl ConnectionTrait, brand: i64, facts: &[Facts], now: Timestamp) -> Result<Vec<i64>> {
    let rows: Vec<_> = facts.iter().map(|facts| new(brand, facts, now)).collect();
    let mut written = batch::insert_returning(db, rows.clone(), None).await?;
    // Databases do not promise the order of what they return, so each row is recognised by what was written.
    let mut ids = Vec::with_capacity(rows.len());
    written.reverse();
    for row in rows {
        let at = written.iter().rposition(|found| is(found, &row));
        ids.push(written.remove(at.ok_or_else(|| Error::internal("a customer just written is not there"))?).id);
    }
    Ok(ids)
}

/// Whether `found` is what `row` became, its id aside.
fn is(found: &customer::Model, row: &customer::ActiveModel) -> bool {
    customer::Column::iter().all(|column| match row.get(column) {
        ActiveValue::Set(value) => found.get(column) == value,
        _ => true,
    })
}

fn new(brand: i64, facts: &Facts, now: Timestamp) -> customer::ActiveModel {
    let mut row = customer::ActiveModel {
        brand_id: Set(brand),
        state: Set(CustomerState::Active),
        last_activity_at: Set(Some(now)),
        created_at: Set(now),
        updated_at: Set(now),
        version: Set(1),
        ..Default::default()
    };
    fill(&mut row, facts);
    row
}

/// Writes the resolved fields of a customer.
///
/// # Errors
/// The store failed.
pub async fn write_resolved(db: &impl ConnectionTrait, id: i64, resolution: &Resolution, now: Timestamp) -> Result<()> {
    let mut row =
        customer::ActiveModel { updated_at: Set(now), last_activity_at: Set(Some(now)), ..Default::default() };
    fill(&mut row, &resolution.facts);
    customer::Entity::update_many()
        .set(row)
        .col_expr(customer::Column::Version, Expr::col(customer::Column::Version).add(1))
        .filter(customer::Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// Writes the resolved fields of many customers; those that stay as they are are left alone.
///
/// # Errors
/// The store failed.
pub async fn write_resolved_many(
    db: &impl ConnectionTrait,
    brand: i64,
    resolutions: &HashMap<i64, Resolution>,
    now: Timestamp,
) -> Result<()> {
    let rows = customer::Entity::find()
        .filter(customer::Column::BrandId.eq(brand))
        .filter(customer::Column::Id.is_in(resolutions.keys().copied()))
        .order_by_asc(customer::Column::Id);
    let mut changed = Vec::new();
    for found in rows.all(db).await? {
        let Some(resolution) = resolutions.get(&found.id) else { continue };
        let mut row = found.clone().into_active_model();
        fill(&mut row, &resolution.facts);
        if !is(&found, &row) {
            row.updated_at = Set(now);
            row.last_activity_at = Set(Some(now));
            changed.push(row);
        }
    }
    batch::insert(db, changed, Some(over_resolved())).await
}

/// Every row is there already; an upsert is how many rows are updated in one statement.
fn over_resolved() -> OnConflict {
    use customer::Column;
    let version = Expr::col((customer::Entity, Column::Version)).add(1);
    OnConflict::column(Column::Id)
        .update_columns([
            Column::Kind,
            Column::SortName,
            Column::DisplayName,
            Column::GivenNameKey,
            Column::FirstName,
            Column::LastName,
            Column::CompanyName,
            Column::BirthDate,
            Column::Gender,
            Column::Language,
            Column::Email,
            Column::EmailKey,
            Column::Phone,
            Column::PhoneKey,
            Column::City,
            Column::Country,
            Column::PhotoUrl,
            Column::OwnerEmail,
            Column::UpdatedAt,
            Column::LastActivityAt,
        ])
        .value(Column::Version, version)
        .to_owned()
}

/// Notes that something happened with these customers.
///
/// # Errors
/// The store failed.
pub async fn touch(db: &impl ConnectionTrait, brand: i64, ids: &[i64], now: Timestamp) -> Result<()> {
    customer::Entity::update_many()
        .col_expr(customer::Column::LastActivityAt, Expr::value(now))
        .filter(customer::Column::BrandId.eq(brand))
        .filter(customer::Column::Id.is_in(ids.iter().copied()))
        .exec(db)
        .await?;
    Ok(())
}

fn fill(row: &mut customer::ActiveModel, facts: &Facts) {
    let name = facts.name();
    let whole = if name.is_empty() { "Unnamed".to_owned() } else { name };
    row.kind = Set(facts.kind);
    row.sort_name = Set(sort_name(facts.last_name.as_deref(), facts.first_name.as_deref(), &whole));
    row.display_name = Set(whole);
    row.given_name_key = Set(facts.first_name.as_deref().map(fold));
    row.first_name = Set(facts.first_name.clone());
    row.last_name = Set(facts.last_name.clone());
    row.company_name = Set(facts.company_name.clone());
    row.birth_date = Set(facts.birth_date);
    row.gender = Set(facts.gender);
    row.language = Set(facts.language.clone());
    row.email = Set(facts.email.clone());
    row.email_key = Set(facts.email.as_deref().map(email_key));
    row.phone = Set(facts.phone.clone());
    row.phone_key = Set(facts.phone.as_deref().map(phone_key));
    row.city = Set(facts.city());
    row.country = Set(facts.country());
    row.photo_url = Set(facts.photo_url.clone());
    row.owner_email = Set(facts.owner_email.clone());
}

/// A customer of the brand, merged-away ones included.
///
/// # Errors
/// The store failed.
pub async fn find(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<customer::Model>> {
    let row = customer::Entity::find_by_id(id).filter(customer::Column::BrandId.eq(brand));
    Ok(row.one(db).await?)
}

/// The customer that `id` stands for today: itself, or the survivor it was merged into.
///
/// # Errors
/// The store failed.
pub async fn living(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<customer::Model>> {
    let mut row = find(db, brand, id).await?;
    // Every step leads to a customer that was merged later, so the way ends.
    while let Some(next) = row.as_ref().and_then(|row| row.merged_into_id) {
        row = find(db, brand, next).await?;
    }
    Ok(row.filter(|row| row.state == CustomerState::Active))
}

/// The customers that were merged into `id`, directly or through others.
///
/// # Errors
/// The store failed.
pub async fn merged_into(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Vec<i64>> {
    let (mut found, mut last) = (Vec::new(), vec![id]);
    while !last.is_empty() {
        let rows = customer::Entity::find()
            .filter(customer::Column::BrandId.eq(brand))
            .filter(customer::Column::MergedIntoId.is_in(last.iter().copied()));
        last = rows.all(db).await?.into_iter().map(|row| row.id).collect();
        found.extend(&last);
    }
    Ok(found)
}

/// Brings customers that had left the fold back into it.
///
/// # Errors
/// The store failed.
pub async fn bring_back(db: &impl ConnectionTrait, brand: i64, ids: &[i64], now: Timestamp) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let row = customer::ActiveModel { state: Set(CustomerState::Active), updated_at: Set(now), ..Default::default() };
    customer::Entity::update_many()
        .set(row)
        .filter(customer::Column::BrandId.eq(brand))
        .filter(customer::Column::Id.is_in(ids.iter().copied()))
        .filter(customer::Column::State.eq(CustomerState::Deleted))
        .exec(db)
        .await?;
    Ok(())
}

/// Holds a customer until the work ends, so that two changes that must not meet follow one another.
///
/// # Errors
/// The store failed.
pub async fn hold(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<()> {
    let row = customer::Entity::find_by_id(id)
        .select_only()
        .column(customer::Column::Id)
        .filter(customer::Column::BrandId.eq(brand))
        // Not the strongest lock: records that refer to the customer can still be written meanwhile.
        .lock(LockType::NoKeyUpdate);
    row.into_tuple::<i64>().one(db).await?;
    Ok(())
}

/// Changes whether a customer is in the fold.
///
/// # Errors
/// The store failed.
pub async fn set_state(
    db: &impl ConnectionTrait,
    id: i64,
    state: CustomerState,
    merged_into: Option<i64>,
    now: Timestamp,
) -> Result<()> {
    let row = customer::ActiveModel {
        state: Set(state),
        merged_into_id: Set(merged_into),
        updated_at: Set(now),
        ..Default::default()
    };
    customer::Entity::update_many().set(row).filter(customer::Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

/// A page of the brand's customers.
///
/// # Errors
/// The store failed, or a cursor does not fit the sort.
pub async fn page(
    db: &impl ConnectionTrait,
    brand: i64,
    filter: &CustomerFilter,
    sort: CustomerSort,
    direction: Direction,
    args: &PageArgs,
) -> Result<Page<customer::Model>> {
    let ordering = Ordering { column: column(sort), direction };
    keyset::page(db, select(brand, filter), ordering, customer::Column::Id, args).await
}

/// Customers of the brand by their rows.
///
/// # Errors
/// The store failed.
pub async fn by_ids(db: &impl ConnectionTrait, brand: i64, ids: &[i64]) -> Result<Vec<customer::Model>> {
    let rows = customer::Entity::find()
        .filter(customer::Column::BrandId.eq(brand))
        .filter(customer::Column::Id.is_in(ids.iter().copied()));
    Ok(rows.all(db).await?)
}

/// How many customers the filter finds.
///
/// # Errors
/// The store failed.
pub async fn count(db: &impl ConnectionTrait, brand: i64, filter: &CustomerFilter) -> Result<u64> {
    Ok(select(brand, filter).count(db).await?)
}

fn column(sort: CustomerSort) -> customer::Column {
    match sort {
        CustomerSort::Name => customer::Column::SortName,
        CustomerSort::Created => customer::Column::CreatedAt,
        CustomerSort::Updated => customer::Column::UpdatedAt,
        CustomerSort::LastActivity => customer::Column::LastActivityAt,
        CustomerSort::Health => customer::Column::HealthScore,
    }
}

fn select(brand: i64, filter: &CustomerFilter) -> Select<customer::Entity> {
    use customer::Column;
    customer::Entity::find().filter(Column::BrandId.eq(brand)).filter(Column::State.eq(CustomerState::Active)).filter(
        Condition::all()
            .add_option(filter.search.as_deref().map(search))
            .add_option(filter.kind.map(|kind| Column::Kind.eq(kind)))
            .add_option(filter.email.as_deref().map(|email| Column::EmailKey.eq(email_key(email))))
            .add_option(filter.phone.as_deref().map(|phone| Column::PhoneKey.eq(phone_key(phone))))
            .add_option(filter.country.as_deref().map(|country| Column::Country.eq(country.to_lowercase())))
            .add_option(filter.health_from.map(|from| Column::HealthScore.gte(from)))
            .add_option(filter.health_to.map(|to| Column::HealthScore.lte(to)))
            .add_option(filter.created_from.map(|from| Column::CreatedAt.gte(from)))
            .add_option(filter.created_until.map(|until| Column::CreatedAt.lt(until)))
            .add_option(filter.vendor.map(known_to))
            .add_option(filter.segment.map(member_of)),
    )
}

/// What is typed into a search box: the beginning of the name, of the e-mail address or of the number. Each is a range on an index.
fn search(text: &str) -> Condition {
    use customer::Column;
    let digits = phone_key(text);
    let by_number =
        (!digits.is_empty() && !text.contains(char::is_alphabetic)).then(|| begins(Column::PhoneKey, &digits));
    let name = fold(text);
    // Typed as it is spoken, the given name comes first: all but the last word are the given name.
    let spoken = name
        .rsplit_once(' ')
        .map(|(given, family)| begins(Column::SortName, family).add(begins(Column::GivenNameKey, given.trim())));
    Condition::any()
        .add(begins(Column::SortName, &name))
        .add(begins(Column::EmailKey, &email_key(text)))
        .add_option(spoken)
        .add_option(by_number)
}

/// `column >= text AND column < text` with its last character raised: what `LIKE 'text%'` means, as a range.
fn begins(column: customer::Column, text: &str) -> Condition {
    Condition::all().add(column.gte(text)).add(column.lt(format!("{text}\u{10FFFF}")))
}

fn known_to(vendor: entity::connection::Vendor) -> sea_orm::sea_query::SimpleExpr {
    use entity::connection;
    let records = Query::select()
        .column(source_record::Column::CustomerId)
        .from(source_record::Entity)
        .inner_join(
            connection::Entity,
            Expr::col((connection::Entity, connection::Column::Id))
                .equals((source_record::Entity, source_record::Column::ConnectionId)),
        )
        .and_where(connection::Column::Vendor.eq(vendor))
        .to_owned();
    customer::Column::Id.in_subquery(records)
}

fn member_of(segment: i64) -> sea_orm::sea_query::SimpleExpr {
    let records = Query::select()
        .column(source_record::Column::CustomerId)
        .from(source_record::Entity)
        .inner_join(
            segment_membership::Entity,
            Expr::col((segment_membership::Entity, segment_membership::Column::SourceRecordId))
                .equals((source_record::Entity, source_record::Column::Id)),
        )
        .and_where(segment_membership::Column::SegmentId.eq(segment))
        .to_owned();
    customer::Column::Id.in_subquery(records)
}

/// Ids of the brand's living customers behind `after`, at most `limit`.
///
/// # Errors
/// The store failed.
pub async fn ids_after(db: &impl ConnectionTrait, brand: i64, after: i64, limit: u64) -> Result<Vec<i64>> {
    use customer::Column;
    let rows = customer::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::BrandId.eq(brand))
        .filter(Column::Id.gt(after))
        .filter(Column::State.eq(CustomerState::Active))
        .order_by_asc(Column::Id)
        .limit(limit);
    Ok(rows.into_tuple().all(db).await?)
}

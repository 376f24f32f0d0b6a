//! Rows of rewards.

use std::collections::BTreeSet;

use entity::source_record::{self, RecordState};
use entity::{Timestamp, customer, reward, segment_membership};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, Select,
};
use serde_json::{Value as Json, json};

use super::{Offer, RewardFilter, RewardSort, Validity};
use crate::domain::catalogue::store::of_vendor;
use crate::error::Result;
use crate::store::alternatives::one_of;
use crate::store::children::{Link, Listed, MEMBER, OWNER};
use crate::store::insert;
use crate::store::keyset::{self, Direction, Ordering, Page, PageArgs};
use crate::store::listing::{self, Branded};
use crate::store::slice::{self, Slice, Sliced};
use crate::store::text::contains;

impl Branded for reward::Entity {
    fn brand_column() -> reward::Column {
        reward::Column::BrandId
    }
}

impl Listed for reward::Entity {
    type Filter = RewardFilter;

    fn link(_: &RewardFilter) -> Link<reward::Column> {
        Link::Pairs(offered_to)
    }

    fn ordering(_: &RewardFilter) -> Ordering<reward::Column> {
        Ordering::ascending(reward::Column::Name)
    }

    fn id() -> reward::Column {
        reward::Column::Id
    }

    fn condition(filter: &RewardFilter) -> Condition {
        use reward::Column;
        let state = match filter.state {
            Some(state) => Column::State.eq(state),
            None => Column::State.ne(RecordState::Deleted),
        };
        let validity = filter
            .validity
            .map(|validity| valid(validity, Column::State.eq(RecordState::Active), Column::ValidFrom, Column::ValidTo));
        Condition::all()
            .add(state)
            .add_option(validity)
            .add_option(filter.from.map(|from| Column::ValidFrom.gte(from)))
            .add_option(filter.until.map(|until| Column::ValidTo.lte(until)))
            .add_option(filter.store.map(honoured_at))
            .add_option(filter.group.map(|group| Column::RewardGroup.eq(group)))
            .add_option(filter.kind.map(|kind| Column::TypeId.eq(kind)))
            .add_option(filter.segment.map(|segment| Column::SegmentId.eq(segment)))
            .add_option(filter.code.as_deref().map(|code| Column::Code.eq(code)))
            .add_option(filter.search.as_deref().map(|text| contains(Column::Name, text)))
            .add_option(filter.automated.map(|automated| Column::IsAutomated.eq(automated)))
            .add_option((!filter.tags.is_empty()).then(|| tagged(&filter.tags)))
            .add_option(filter.vendor.map(|vendor| of_vendor(Column::ConnectionId, vendor)))
    }
}

/// Valid at an instant, or not: `active`, and within the period.
pub(super) fn valid(validity: Validity, active: SimpleExpr, from: impl ColumnTrait, to: impl ColumnTrait) -> Condition {
    let at = validity.at;
    let valid = Condition::all()
        .add(active)
        .add(Condition::any().add(from.is_null()).add(from.lte(at)))
        .add(Condition::any().add(to.is_null()).add(to.gte(at)));
    if validity.holds { valid } else { valid.not() }
}

/// The list of stores is empty or names this one: `[1,2]` is searched as `,1,2,`.
fn honoured_at(store: i64) -> Condition {
    let listed = replaced(replaced(printed(reward::Column::StoreIds), "[", ","), "]", ",");
    Condition::any().add(listed.clone().eq(",,")).add(holds(listed, format!(",{store},")))
}

/// One of the tags has one of these ids.
fn tagged(ids: &[String]) -> Condition {
    let named = |id: &String| {
        let id = Json::from(id.as_str()).to_string().replace(' ', "");
        holds(printed(reward::Column::Data), format!("\"tag_id\":{id}"))
    };
    one_of(ids.iter().collect::<BTreeSet<_>>().into_iter().map(named))
}

/// JSON as text without blanks. The databases have no common way into it, but print it alike but for these.
fn printed(column: reward::Column) -> SimpleExpr {
    replaced(Func::cast_as(Expr::col((reward::Entity, column)), "TEXT").into(), " ", "")
}

fn replaced(text: SimpleExpr, what: impl Into<String>, by: &str) -> SimpleExpr {
    Func::cust("REPLACE").args([text, Expr::val(what.into()), Expr::val(by)]).into()
}

/// A text that differs without a part holds it; unlike `LIKE` this heeds the case everywhere.
fn holds(text: SimpleExpr, part: String) -> SimpleExpr {
    replaced(text.clone(), part, "").ne(text)
}

/// Customers with the rewards on offer to them: those for everybody, and those of the segments they are in.
fn offered_to(brand: i64, customers: &[i64]) -> SelectStatement {
    let owner = Expr::col((customer::Entity, customer::Column::Id));
    Query::select()
        .expr_as(owner.clone(), Alias::new(OWNER))
        .expr_as(Expr::col((reward::Entity, reward::Column::Id)), Alias::new(MEMBER))
        .from(customer::Entity)
        .inner_join(
            reward::Entity,
            Expr::col((reward::Entity, reward::Column::BrandId)).equals((customer::Entity, customer::Column::BrandId)),
        )
        .and_where(customer::Column::BrandId.eq(brand))
        .and_where(owner.is_in(customers.iter().copied()))
        .and_where(reward::Column::State.eq(RecordState::Active))
        .cond_where(
            Condition::any().add(reward::Column::SegmentId.is_null()).add(Expr::exists(
                member_of_its_segment()
                    .and_where(
                        Expr::col((source_record::Entity, source_record::Column::CustomerId))
                            .equals((customer::Entity, customer::Column::Id)),
                    )
                    .to_owned(),
            )),
        )
        .to_owned()
}

/// Memberships in the segment of the reward, with their source records.
fn member_of_its_segment() -> SelectStatement {
    Query::select()
        .expr(Expr::val(1))
        .from(segment_membership::Entity)
        .inner_join(
            source_record::Entity,
            Expr::col((source_record::Entity, source_record::Column::Id))
                .equals((segment_membership::Entity, segment_membership::Column::SourceRecordId)),
        )
        .and_where(
            Expr::col((segment_membership::Entity, segment_membership::Column::SegmentId))
                .equals((reward::Entity, reward::Column::SegmentId)),
        )
        .to_owned()
}

/// Part of what a connection offers to one of its records: to everybody, and to the segments the record is in. Whoever asks has found
/// the record in the viewer's brand before.
///
/// # Errors
/// The store failed.
pub async fn offered_to_record(
    db: &impl ConnectionTrait,
    record: &source_record::Model,
    filter: &RewardFilter,
    slice: Slice<reward::Column>,
) -> Result<Sliced<reward::Model>> {
    let member = member_of_its_segment().and_where(source_record::Column::Id.eq(record.id)).to_owned();
    let query = reward::Entity::find()
        .filter(reward::Column::ConnectionId.eq(record.connection_id))
        .filter(reward::Entity::condition(filter))
        .filter(Condition::any().add(reward::Column::SegmentId.is_null()).add(Expr::exists(member)));
    slice::read(db, query, reward::Column::Id, slice).await
}

/// A page of the brand's rewards.
///
/// # Errors
/// The store failed, or a cursor does not fit the sort.
pub async fn page(
    db: &impl ConnectionTrait,
    brand: i64,
    filter: &RewardFilter,
    sort: RewardSort,
    direction: Direction,
    args: &PageArgs,
) -> Result<Page<reward::Model>> {
    let column = match sort {
        RewardSort::Name => reward::Column::Name,
        RewardSort::Created => reward::Column::CreatedAt,
        RewardSort::Priority => reward::Column::Priority,
    };
    keyset::page(db, select(brand, filter), Ordering { column, direction }, reward::Column::Id, args).await
}

/// How many of the brand's rewards the filter finds.
///
/// # Errors
/// The store failed.
pub async fn count(db: &impl ConnectionTrait, brand: i64, filter: &RewardFilter) -> Result<u64> {
    Ok(select(brand, filter).count(db).await?)
}

fn select(brand: i64, filter: &RewardFilter) -> Select<reward::Entity> {
    reward::Entity::find().filter(reward::Column::BrandId.eq(brand)).filter(reward::Entity::condition(filter))
}

/// A reward of the brand, deleted ones included.
///
/// # Errors
/// The store failed.
pub async fn find(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<reward::Model>> {
    listing::find::<reward::Entity>(db, brand, id).await
}

/// Rewards of the brand by their row ids, deleted ones included.
///
/// # Errors
/// The store failed.
pub async fn by_ids(db: &impl ConnectionTrait, brand: i64, ids: &[i64]) -> Result<Vec<reward::Model>> {
    let rows = reward::Entity::find()
        .filter(reward::Column::Id.is_in(ids.iter().copied()))
        .filter(reward::Column::BrandId.eq(brand));
    Ok(rows.all(db).await?)
}

/// The row ids of those of these rewards that a connection has, by the vendor's ids.
///
/// # Errors
/// The store failed.
pub async fn ids_of(db: &impl ConnectionTrait, connection: i64, vendor_ids: &[String]) -> Result<Vec<i64>> {
    let rows = reward::Entity::find()
        .filter(reward::Column::ConnectionId.eq(connection))
        .filter(reward::Column::VendorId.is_in(vendor_ids.iter().map(String::as_str)));
    Ok(rows.all(db).await?.into_iter().map(|row| row.id).collect())
}

/// Writes a reward; `None` when the connection has the vendor id already.
pub(super) async fn insert(
    db: &impl ConnectionTrait,
    brand: i64,
    connection: i64,
    vendor_id: String,
    offer: Offer,
    now: Timestamp,
) -> Result<Option<reward::Model>> {
    let mut row = reward::ActiveModel {
        brand_id: Set(brand),
        connection_id: Set(connection),
        vendor_id: Set(vendor_id),
        created_at: Set(now),
        ..Default::default()
    };
    say(&mut row, offer, now);
    insert::unless_taken(db, row).await
}

pub(super) async fn update(
    db: &impl ConnectionTrait,
    row: reward::Model,
    offer: Offer,
    now: Timestamp,
) -> Result<reward::Model> {
    let mut row = row.into_active_model();
    say(&mut row, offer, now);
    Ok(row.update(db).await?)
}

fn say(row: &mut reward::ActiveModel, offer: Offer, now: Timestamp) {
    row.code = Set(offer.code);
    row.name = Set(offer.name);
    row.subtitle = Set(offer.subtitle);
    row.note = Set(offer.note);
    row.points_cost = Set(offer.points_cost);
    row.valid_from = Set(offer.valid_from);
    row.valid_to = Set(offer.valid_to);
    row.daily_from = Set(offer.daily_from);
    row.daily_to = Set(offer.daily_to);
    row.reward_group = Set(offer.group);
    row.type_id = Set(offer.kind);
    row.segment_id = Set(offer.segment);
    row.priority = Set(offer.priority);
    row.is_automated = Set(offer.is_automated);
    row.image_urls = Set(json!(offer.image_urls));
    row.external_url = Set(offer.external_url);
    row.store_ids = Set(json!(offer.stores));
    row.data = Set(offer.data);
    row.state = Set(offer.state);
    row.updated_at = Set(now);
}

/// The reward that a connection knows under its own id.
pub(super) async fn by_vendor_id(
    db: &impl ConnectionTrait,
    connection: i64,
    vendor_id: &str,
) -> Result<Option<reward::Model>> {
    let row = reward::Entity::find()
        .filter(reward::Column::ConnectionId.eq(connection))
        .filter(reward::Column::VendorId.eq(vendor_id));
    Ok(row.one(db).await?)
}

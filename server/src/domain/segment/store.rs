//! Rows of segments and of who is in them.

use std::collections::HashMap;

use entity::customer::{self, CustomerState};
use entity::{Timestamp, reward, segment, segment_membership, source_record};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter,
};

use super::{Description, MembershipFilter, MembershipsOf, SegmentFilter};
use crate::domain::catalogue::store::of_vendor;
use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;
use crate::store::listing::{self, Branded};
use crate::store::text::contains;
use crate::store::{hanging, insert};

impl Branded for segment::Entity {
    fn brand_column() -> segment::Column {
        segment::Column::BrandId
    }
}

impl Listed for segment::Entity {
    type Filter = SegmentFilter;

    fn link(_: &SegmentFilter) -> Link<segment::Column> {
        Link::Owner(segment::Column::ConnectionId)
    }

    fn ordering(_: &SegmentFilter) -> Ordering<segment::Column> {
        Ordering::ascending(segment::Column::Name)
    }

    fn id() -> segment::Column {
        segment::Column::Id
    }

    fn condition(filter: &SegmentFilter) -> Condition {
        use segment::Column;
        Condition::all()
            .add_option(filter.vendor.map(|vendor| of_vendor(Column::ConnectionId, vendor)))
            .add_option(filter.group.as_deref().map(|group| Column::GroupId.eq(group)))
            .add_option(filter.search.as_deref().map(|text| contains(Column::Name, text)))
    }
}

impl Listed for segment_membership::Entity {
    type Filter = MembershipFilter;

    fn link(filter: &MembershipFilter) -> Link<segment_membership::Column> {
        match filter.of {
            MembershipsOf::Customer => Link::SourceRecord(segment_membership::Column::SourceRecordId),
            MembershipsOf::Segment => Link::Owner(segment_membership::Column::SegmentId),
        }
    }

    fn ordering(filter: &MembershipFilter) -> Ordering<segment_membership::Column> {
        match filter.of {
            MembershipsOf::Customer => Ordering::descending(segment_membership::Column::CreatedAt),
            MembershipsOf::Segment => Ordering::ascending(segment_membership::Column::CreatedAt),
        }
    }

    fn id() -> segment_membership::Column {
        segment_membership::Column::Id
    }

    fn condition(filter: &MembershipFilter) -> Condition {
        let groups = (!filter.groups.is_empty()).then(|| in_groups(&filter.groups));
        let customers = match filter.of {
            MembershipsOf::Customer => None,
            // A customer with several records in the segment is listed once.
            MembershipsOf::Segment => {
                Some(Condition::all().add(Expr::exists(living())).add(Expr::not_exists(earlier_of_customer())))
            }
        };
        Condition::all().add_option(groups).add_option(customers)
    }

    fn is_long(filter: &MembershipFilter) -> bool {
        filter.of == MembershipsOf::Segment
    }
}

fn in_groups(groups: &[String]) -> SimpleExpr {
    let segments = Query::select()
        .column(segment::Column::Id)
        .from(segment::Entity)
        .and_where(segment::Column::GroupId.is_in(groups.iter().map(String::as_str)))
        .to_owned();
    segment_membership::Column::SegmentId.in_subquery(segments)
}

/// The membership's customer, when it is in the fold.
fn living() -> SelectStatement {
    let own = Expr::col((source_record::Entity, source_record::Column::Id));
    Query::select()
        .expr(Expr::val(1))
        .from(source_record::Entity)
        .inner_join(
            customer::Entity,
            Expr::col((customer::Entity, customer::Column::Id))
                .equals((source_record::Entity, source_record::Column::CustomerId)),
        )
        .and_where(own.equals((segment_membership::Entity, segment_membership::Column::SourceRecordId)))
        .and_where(customer::Column::State.eq(CustomerState::Active))
        .to_owned()
}

/// Another membership of the same customer in the same segment, older than the membership.
fn earlier_of_customer() -> SelectStatement {
    use segment_membership::{Column, Entity};
    let (own, other, earlier) = (Alias::new("own"), Alias::new("other"), Alias::new("earlier"));
    // Not a join: by the customer's few records it is looked up, never by the segment's many.
    let in_segment = Query::select()
        .expr(Expr::val(1))
        .from_as(Entity, earlier.clone())
        .and_where(
            Expr::col((earlier.clone(), Column::SourceRecordId)).equals((other.clone(), source_record::Column::Id)),
        )
        .and_where(Expr::col((earlier.clone(), Column::SegmentId)).equals((Entity, Column::SegmentId)))
        .and_where(Expr::col((earlier, Column::Id)).lt(Expr::col((Entity, Column::Id))))
        .to_owned();
    Query::select()
        .expr(Expr::val(1))
        .from_as(source_record::Entity, own.clone())
        .join_as(
            JoinType::InnerJoin,
            source_record::Entity,
            other.clone(),
            Expr::col((other, source_record::Column::CustomerId))
                .equals((own.clone(), source_record::Column::CustomerId)),
        )
        .and_where(Expr::col((own, source_record::Column::Id)).equals((Entity, Column::SourceRecordId)))
        .and_where(Expr::exists(in_segment))
        .to_owned()
}

/// A segment of the brand.
///
/// # Errors
/// The store failed.
pub async fn find(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<segment::Model>> {
    listing::find::<segment::Entity>(db, brand, id).await
}

/// Segments of the brand by their row ids.
///
/// # Errors
/// The store failed.
pub async fn by_ids(db: &impl ConnectionTrait, brand: i64, ids: &[i64]) -> Result<HashMap<i64, segment::Model>> {
    let rows = segment::Entity::find()
        .filter(segment::Column::Id.is_in(ids.iter().copied()))
        .filter(segment::Column::BrandId.eq(brand));
    Ok(rows.all(db).await?.into_iter().map(|row| (row.id, row)).collect())
}

/// Writes a segment; `None` when the connection has the vendor id already.
pub(super) async fn insert(
    db: &impl ConnectionTrait,
    brand: i64,
    connection: i64,
    vendor_id: String,
    description: Description,
    now: Timestamp,
) -> Result<Option<segment::Model>> {
    let mut row = segment::ActiveModel {
        brand_id: Set(brand),
        connection_id: Set(connection),
        vendor_id: Set(vendor_id),
        created_at: Set(now),
        ..Default::default()
    };
    say(&mut row, description, now);
    insert::unless_taken(db, row).await
}

pub(super) async fn update(
    db: &impl ConnectionTrait,
    row: segment::Model,
    description: Description,
    now: Timestamp,
) -> Result<segment::Model> {
    let mut row = row.into_active_model();
    say(&mut row, description, now);
    Ok(row.update(db).await?)
}

fn say(row: &mut segment::ActiveModel, description: Description, now: Timestamp) {
    row.name = Set(description.name);
    row.group_id = Set(description.group);
    row.picture_url = Set(description.picture_url);
    row.note = Set(description.note);
    row.updated_at = Set(now);
}

pub(super) async fn delete(db: &impl ConnectionTrait, id: i64) -> Result<()> {
    segment::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

/// Whether a reward is offered to the members of a segment alone.
pub(super) async fn has_rewards(db: &impl ConnectionTrait, segment: i64) -> Result<bool> {
    Ok(reward::Entity::find().filter(reward::Column::SegmentId.eq(segment)).one(db).await?.is_some())
}

/// How many records are in a segment.
pub(super) async fn size(db: &impl ConnectionTrait, segment: i64) -> Result<u64> {
    let rows = segment_membership::Entity::find().filter(segment_membership::Column::SegmentId.eq(segment));
    Ok(rows.count(db).await?)
}

/// Whether any record of the customer that this record is linked to is in a segment.
///
/// # Errors
/// The store failed.
pub async fn is_member(db: &impl ConnectionTrait, source_record: i64, segment: i64) -> Result<bool> {
    let customer = Query::select()
        .column(source_record::Column::CustomerId)
        .from(source_record::Entity)
        .and_where(source_record::Column::Id.eq(source_record))
        .to_owned();
    let rows = segment_membership::Entity::find()
        .inner_join(source_record::Entity)
        .filter(segment_membership::Column::SegmentId.eq(segment))
        .filter(source_record::Column::CustomerId.in_subquery(customer));
    Ok(rows.one(db).await?.is_some())
}

/// A membership whose source record is of the brand.
///
/// # Errors
/// The store failed.
pub async fn membership(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<segment_membership::Model>> {
    hanging::find::<segment_membership::Entity>(db, brand, id).await
}

/// Writes that a record is in a segment; `None` when it is in it already.
pub(super) async fn insert_membership(
    db: &impl ConnectionTrait,
    source_record: i64,
    segment: i64,
    now: Timestamp,
) -> Result<Option<segment_membership::Model>> {
    let row = segment_membership::ActiveModel {
        source_record_id: Set(source_record),
        segment_id: Set(segment),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    insert::unless_taken(db, row).await
}

pub(super) async fn delete_membership(db: &impl ConnectionTrait, id: i64) -> Result<()> {
    segment_membership::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

/// The segment that a connection knows under its own id.
pub(super) async fn by_vendor_id(
    db: &impl ConnectionTrait,
    connection: i64,
    vendor_id: &str,
) -> Result<Option<segment::Model>> {
    let row = segment::Entity::find()
        .filter(segment::Column::ConnectionId.eq(connection))
        .filter(segment::Column::VendorId.eq(vendor_id));
    Ok(row.one(db).await?)
}

/// A record's membership in a segment.
pub(super) async fn membership_in(
    db: &impl ConnectionTrait,
    source_record: i64,
    segment: i64,
) -> Result<Option<segment_membership::Model>> {
    let row = segment_membership::Entity::find()
        .filter(segment_membership::Column::SourceRecordId.eq(source_record))
        .filter(segment_membership::Column::SegmentId.eq(segment));
    Ok(row.one(db).await?)
}

/// The memberships of a record.
///
/// # Errors
/// The store failed.
pub async fn of_record(db: &impl ConnectionTrait, source_record: i64) -> Result<Vec<segment_membership::Model>> {
    let rows = segment_membership::Entity::find().filter(segment_membership::Column::SourceRecordId.eq(source_record));
    Ok(rows.all(db).await?)
}

//! Rows of deliveries and of their attempts.

pub mod ids;

use entity::connection::{self, Mode, Vendor};
use entity::delivery::{self, DeliveryState};
use entity::{Timestamp, delivery_attempt, source_record};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{
    ActiveEnum, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use super::{DeliveryFilter, Plan};
use crate::error::{Error, Result};
use crate::store::batch;
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;
use crate::store::listing::Branded;

impl Branded for delivery::Entity {
    fn brand_column() -> delivery::Column {
        delivery::Column::BrandId
    }
}

impl Listed for delivery::Entity {
    type Filter = DeliveryFilter;

    fn link(_: &DeliveryFilter) -> Link<delivery::Column> {
        Link::SourceRecord(delivery::Column::SourceRecordId)
    }

    fn ordering(_: &DeliveryFilter) -> Ordering<delivery::Column> {
        Ordering::descending(delivery::Column::CreatedAt)
    }

    fn id() -> delivery::Column {
        delivery::Column::Id
    }

    fn condition(filter: &DeliveryFilter) -> Condition {
        Condition::all()
            .add_option(filter.state.map(|state| delivery::Column::State.eq(state)))
            .add_option(filter.vendor.map(to_vendor))
            .add_option(filter.suspected.then(|| delivery::Column::SuspectedRepeats.gt(0)))
    }
}

fn to_vendor(vendor: Vendor) -> SimpleExpr {
    let connections = Query::select()
        .column(connection::Column::Id)
        .from(connection::Entity)
        .and_where(connection::Column::Vendor.eq(vendor))
        .to_owned();
    delivery::Column::ConnectionId.in_subquery(connections)
}

/// Those of the records that belong to connections in proxy mode, with these.
///
/// # Errors
/// The store failed.
pub async fn proxied(
    db: &impl ConnectionTrait,
    records: &[i64],
) -> Result<Vec<(source_record::Model, connection::Model)>> {
    let rows = source_record::Entity::find()
        .find_also_related(connection::Entity)
        .filter(source_record::Column::Id.is_in(records.iter().copied()))
        .filter(connection::Column::Mode.eq(Mode::Proxy));
    Ok(rows.all(db).await?.into_iter().filter_map(|(record, connection)| Some((record, connection?))).collect())
}

/// A delivery to be filed.
#[derive(Clone, Debug)]
pub struct NewDelivery {
    /// The account it goes to.
    pub connection: i64,
    /// The record that changed.
    pub source_record: Option<i64>,
    /// What changed.
    pub change: String,
    /// The thing that changed.
    pub subject: Option<(&'static str, i64)>,
    /// What is to be done.
    pub plan: Plan,
    /// Who changed it.
    pub actor: String,
}

/// Files deliveries, in order.
///
/// # Errors
/// The store failed.
pub async fn insert(db: &impl ConnectionTrait, brand: i64, new: Vec<NewDelivery>, now: Timestamp) -> Result<()> {
    let mut rows = Vec::with_capacity(new.len());
    for new in new {
        rows.push(delivery::ActiveModel {
            brand_id: Set(brand),
            connection_id: Set(new.connection),
            source_record_id: Set(new.source_record),
            change: Set(new.change),
            subject_kind: Set(new.subject.map(|(table, _)| table.to_owned())),
            subject_id: Set(new.subject.map(|(_, row)| row)),
            plan: Set(serde_json::to_value(&new.plan).map_err(Error::internal)?),
            step: Set(0),
            state: Set(DeliveryState::Pending),
            attempts: Set(0),
            suspected_repeats: Set(0),
            due_at: Set(now),
            lease: Set(None),
            leased_until: Set(None),
            last_error: Set(None),
            actor: Set(new.actor),
            created_at: Set(now),
            ended_at: Set(None),
            ..Default::default()
        });
    }
    batch::insert(db, rows, None).await
}

/// Connections of which deliveries may be tried now.
///
/// # Errors
/// The store failed.
pub async fn waiting(db: &impl ConnectionTrait, now: Timestamp) -> Result<Vec<i64>> {
    let due = Query::select()
        .expr(Expr::value(1))
        .from(delivery::Entity)
        .cond_where(may_be_tried(now))
        .and_where(
            Expr::col((delivery::Entity, delivery::Column::ConnectionId))
                .equals((connection::Entity, connection::Column::Id)),
        )
        .to_owned();
    let rows = connection::Entity::find()
        .select_only()
        .column(connection::Column::Id)
        .filter(Expr::exists(due))
        .order_by_asc(connection::Column::Id)
        .into_tuple();
    Ok(rows.all(db).await?)
}

/// Deliveries of a connection that may be tried now, longest due first: nobody is at them, and none before them of the same record is open.
///
/// # Errors
/// The store failed.
pub async fn due(
    db: &impl ConnectionTrait,
    connection: i64,
    now: Timestamp,
    most: u64,
) -> Result<Vec<delivery::Model>> {
    use delivery::Column;
    let rows = delivery::Entity::find()
        .filter(Column::ConnectionId.eq(connection))
        .filter(may_be_tried(now))
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(most);
    Ok(rows.all(db).await?)
}

fn may_be_tried(now: Timestamp) -> Condition {
    use delivery::Column;
    let earlier = Alias::new("earlier");
    let of = |column: Column| Expr::col((earlier.clone(), column));
    let blocked = Query::select()
        .expr(Expr::value(1))
        .from_as(delivery::Entity, earlier.clone())
        .and_where(of(Column::SourceRecordId).equals((delivery::Entity, Column::SourceRecordId)))
        .and_where(of(Column::State).is_in([DeliveryState::Pending.to_value(), DeliveryState::Dead.to_value()]))
        .and_where(of(Column::Id).lt(Expr::col((delivery::Entity, Column::Id))))
        .to_owned();
    Condition::all()
        .add(Column::State.eq(DeliveryState::Pending))
        .add(Column::DueAt.lte(now))
        .add(Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lte(now)))
        .add(Expr::exists(blocked).not())
}

/// A delivery by its row.
///
/// # Errors
/// The store failed.
pub async fn find(db: &impl ConnectionTrait, id: i64) -> Result<Option<delivery::Model>> {
    Ok(delivery::Entity::find_by_id(id).one(db).await?)
}

/// Deliveries of every brand behind a number, oldest first.
///
/// # Errors
/// The store failed.
pub async fn all(
    db: &impl ConnectionTrait,
    filter: &DeliveryFilter,
    after: i64,
    most: u64,
) -> Result<Vec<delivery::Model>> {
    use delivery::Column;
    let rows = delivery::Entity::find()
        .filter(Column::Id.gt(after))
        .filter(delivery::Entity::condition(filter))
        .order_by_asc(Column::Id)
        .limit(most);
    Ok(rows.all(db).await?)
}

/// Takes a delivery for itself until `until`; false when it may not be tried any more: somebody else was faster, and is at it, has ended
/// it or has put it off.
///
/// # Errors
/// The store failed.
pub async fn lease(
    db: &impl ConnectionTrait,
    id: i64,
    lease: &str,
    (now, until): (Timestamp, Timestamp),
) -> Result<bool> {
    use delivery::Column;
    let taken = delivery::Entity::update_many()
        .col_expr(Column::Lease, Expr::value(lease))
        .col_expr(Column::LeasedUntil, Expr::value(until))
        .filter(Column::Id.eq(id))
        .filter(may_be_tried(now))
        .exec(db)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Keeps a delivery for itself until `until`; false when the lease was lost.
///
/// # Errors
/// The store failed.
pub async fn renew(db: &impl ConnectionTrait, id: i64, lease: &str, until: Timestamp) -> Result<bool> {
    use delivery::Column;
    let kept = delivery::Entity::update_many()
        .col_expr(Column::LeasedUntil, Expr::value(until))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(DeliveryState::Pending))
        .filter(Column::Lease.eq(lease))
        .exec(db)
        .await?;
    Ok(kept.rows_affected == 1)
}

/// What became of a delivery that somebody was at.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// Calls done.
    pub step: i32,
    /// Where it stands.
    pub state: Option<DeliveryState>,
    /// Tries of the present call.
    pub attempts: i32,
    /// When it is due again.
    pub due_at: Option<Timestamp>,
    /// Why the latest try failed.
    pub error: Option<String>,
    /// Whether the lease is given back.
    pub release: bool,
}

/// Writes down how a delivery gets on; false when the lease was lost.
///
/// # Errors
/// The store failed.
pub async fn advance(
    db: &impl ConnectionTrait,
    id: i64,
    lease: &str,
    progress: Progress,
    now: Timestamp,
) -> Result<bool> {
    use delivery::Column;
    let mut change = delivery::Entity::update_many()
        .col_expr(Column::Step, Expr::value(progress.step))
        .col_expr(Column::Attempts, Expr::value(progress.attempts))
        .col_expr(Column::LastError, Expr::value(progress.error))
        .filter(Column::Id.eq(id))
        .filter(Column::Lease.eq(lease));
    if let Some(state) = progress.state {
        change = change.col_expr(Column::State, Expr::value(state));
        if matches!(state, DeliveryState::Delivered | DeliveryState::Dropped) {
            change = change.col_expr(Column::EndedAt, Expr::value(now));
        }
    }
    if let Some(due_at) = progress.due_at {
        change = change.col_expr(Column::DueAt, Expr::value(due_at));
    }
    if progress.release {
        change = change
            .col_expr(Column::Lease, Expr::value(Option::<String>::None))
            .col_expr(Column::LeasedUntil, Expr::value(Option::<Timestamp>::None));
    }
    Ok(change.exec(db).await?.rows_affected == 1)
}

/// Counts the calls that may have had their effect though they are made again: those of which nobody knows how they ended.
///
/// # Errors
/// The store failed.
pub async fn suspect(db: &impl ConnectionTrait, id: i64) -> Result<()> {
    use delivery::Column;
    let unknown = delivery_attempt::Entity::find()
        .filter(delivery_attempt::Column::DeliveryId.eq(id))
        .filter(delivery_attempt::Column::EndedAt.is_null())
        .count(db)
        .await?;
    delivery::Entity::update_many()
        .col_expr(Column::SuspectedRepeats, Expr::value(i32::try_from(unknown).unwrap_or(i32::MAX)))
        .filter(Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// Notes that a call is about to be made.
///
/// # Errors
/// The store failed.
pub async fn begin_attempt(
    db: &impl ConnectionTrait,
    delivery: i64,
    step: i32,
    operation: &str,
    now: Timestamp,
) -> Result<i64> {
    let row = delivery_attempt::ActiveModel {
        delivery_id: Set(delivery),
        step: Set(step),
        operation: Set(operation.to_owned()),
        began_at: Set(now),
        ..Default::default()
    };
    Ok(delivery_attempt::Entity::insert(row).exec_with_returning(db).await?.id)
}

/// How a call ended.
#[derive(Clone, Debug, Default)]
pub struct Ended {
    /// When; absent when nobody knows whether it had its effect.
    pub at: Option<Timestamp>,
    /// The vendor's status.
    pub status: Option<i32>,
    /// What went wrong.
    pub error: Option<String>,
}

/// Notes how it went.
///
/// # Errors
/// The store failed.
pub async fn end_attempt(db: &impl ConnectionTrait, id: i64, ended: Ended) -> Result<()> {
    use delivery_attempt::Column;
    delivery_attempt::Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(ended.at))
        .col_expr(Column::Status, Expr::value(ended.status))
        .col_expr(Column::Error, Expr::value(ended.error))
        .filter(Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// Whether a call of this step was made of which nobody knows how it ended. A later one that is known to have had no effect says nothing
/// of it.
///
/// # Errors
/// The store failed.
pub async fn is_uncertain(db: &impl ConnectionTrait, delivery: i64, step: i32) -> Result<bool> {
    use delivery_attempt::Column;
    let unknown = delivery_attempt::Entity::find()
        .filter(Column::DeliveryId.eq(delivery))
        .filter(Column::Step.eq(step))
        .filter(Column::EndedAt.is_null())
        .count(db)
        .await?;
    Ok(unknown > 0)
}

/// Ends the calls of a step of which nobody knew how they ended: it was found out, or does not matter any more.
///
/// # Errors
/// The store failed.
pub async fn settle(db: &impl ConnectionTrait, delivery: i64, step: i32, now: Timestamp) -> Result<()> {
    use delivery_attempt::Column;
    delivery_attempt::Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now))
        .filter(Column::DeliveryId.eq(delivery))
        .filter(Column::Step.eq(step))
        .filter(Column::EndedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// The tries of a delivery, latest first.
///
/// # Errors
/// The store failed.
pub async fn attempts(db: &impl ConnectionTrait, delivery: i64, most: u64) -> Result<Vec<delivery_attempt::Model>> {
    let rows = delivery_attempt::Entity::find()
        .filter(delivery_attempt::Column::DeliveryId.eq(delivery))
        .order_by_desc(delivery_attempt::Column::Id)
        .limit(most);
    Ok(rows.all(db).await?)
}

/// Puts a delivery back, or away, or gives it another plan; false when it has ended, or somebody is at it.
///
/// # Errors
/// The store failed.
pub async fn decide(
    db: &impl ConnectionTrait,
    id: i64,
    (state, plan): (DeliveryState, Option<Plan>),
    now: Timestamp,
) -> Result<bool> {
    use delivery::Column;
    let mut change = delivery::Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::DueAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::State.is_in([DeliveryState::Pending, DeliveryState::Dead]))
        .filter(Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lte(now)));
    if state == DeliveryState::Dropped {
        change = change.col_expr(Column::EndedAt, Expr::value(now));
    }
    if let Some(plan) = plan {
        change = change.col_expr(Column::Plan, Expr::value(serde_json::to_value(plan).map_err(Error::internal)?));
    }
    Ok(change.exec(db).await?.rows_affected == 1)
}

/// How many deliveries of a connection wait, how many are dead, and since when the oldest waits.
#[derive(Clone, Copy, Debug, Default)]
pub struct Depth {
    /// Waiting.
    pub pending: u64,
    /// Waiting for staff.
    pub dead: u64,
    /// When the oldest of the waiting was filed.
    pub oldest: Option<Timestamp>,
}

/// The depth of a connection's outbox.
///
/// # Errors
/// The store failed.
pub async fn depth(db: &impl ConnectionTrait, connection: i64) -> Result<Depth> {
    use delivery::Column;
    let rows = delivery::Entity::find()
        .select_only()
        .column(Column::State)
        .column_as(Column::Id.count(), "n")
        .column_as(Column::CreatedAt.min(), "oldest")
        .filter(Column::ConnectionId.eq(connection))
        .filter(Column::State.is_in([DeliveryState::Pending, DeliveryState::Dead]))
        .group_by(Column::State)
        .into_tuple::<(DeliveryState, i64, Option<Timestamp>)>()
        .all(db)
        .await?;
    let mut depth = Depth::default();
    for (state, count, oldest) in rows {
        let count = u64::try_from(count).unwrap_or_default();
        match state {
            DeliveryState::Pending => (depth.pending, depth.oldest) = (count, oldest),
            _ => depth.dead = count,
        }
    }
    Ok(depth)
}

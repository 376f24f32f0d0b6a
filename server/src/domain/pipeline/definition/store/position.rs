//! Rows that stand in an order of staff's making: the types of a brand, the stages of a type. Positions count from 0.

use entity::{pipeline_stage, pipeline_type};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::error::Result;

/// Rows with a position among their neighbours.
pub trait Positioned: EntityTrait {
    /// The column that holds the position.
    fn position() -> Self::Column;

    /// The column whose value all neighbours share.
    fn shared() -> Self::Column;
}

impl Positioned for pipeline_type::Entity {
    fn position() -> pipeline_type::Column {
        pipeline_type::Column::Position
    }

    fn shared() -> pipeline_type::Column {
        pipeline_type::Column::BrandId
    }
}

impl Positioned for pipeline_stage::Entity {
    fn position() -> pipeline_stage::Column {
        pipeline_stage::Column::Position
    }

    fn shared() -> pipeline_stage::Column {
        pipeline_stage::Column::TypeId
    }
}

/// The position behind the last.
///
/// # Errors
/// The store failed.
pub async fn end<E: Positioned>(db: &impl ConnectionTrait, among: i64) -> Result<i32> {
    let last = E::find().filter(E::shared().eq(among)).select_only().column_as(E::position().max(), "last");
    let last: Option<Option<i32>> = last.into_tuple().one(db).await?;
    Ok(last.flatten().map_or(0, |last| last.saturating_add(1)))
}

/// Where a new row goes: at `wanted`, with the rows from there on moved back, or behind the last.
///
/// # Errors
/// The store failed.
pub async fn open<E: Positioned>(db: &impl ConnectionTrait, among: i64, wanted: Option<i32>) -> Result<i32> {
    let end = end::<E>(db, among).await?;
    let position = wanted.map_or(end, |wanted| std::cmp::min(wanted, end));
    if position < end {
        shift::<E>(db, among, (position, end), 1).await?;
    }
    Ok(position)
}

/// Closes the gap that a row left behind at `gap`.
///
/// # Errors
/// The store failed.
pub async fn close<E: Positioned>(db: &impl ConnectionTrait, among: i64, gap: i32) -> Result<()> {
    shift::<E>(db, among, (gap, i32::MAX), -1).await
}

/// Where the row that stands at `now` goes: to `wanted`, with the rows between moved by one, or to the end when that is nearer.
///
/// # Errors
/// The store failed.
pub async fn settle<E: Positioned>(
    db: &impl ConnectionTrait,
    among: i64,
    now: i32,
    wanted: Option<i32>,
) -> Result<i32> {
    let Some(wanted) = wanted else { return Ok(now) };
    let wanted = std::cmp::min(wanted, end::<E>(db, among).await? - 1);
    if wanted > now {
        shift::<E>(db, among, (now + 1, wanted), -1).await?;
    } else if wanted < now {
        shift::<E>(db, among, (wanted, now - 1), 1).await?;
    }
    Ok(wanted)
}

async fn shift<E: Positioned>(db: &impl ConnectionTrait, among: i64, (from, to): (i32, i32), by: i32) -> Result<()> {
    E::update_many()
        .col_expr(E::position(), Expr::col(E::position()).add(by))
        .filter(E::shared().eq(among))
        .filter(E::position().between(from, to))
        .exec(db)
        .await?;
    Ok(())
}

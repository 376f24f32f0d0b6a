//! Lists by offset and number with a total, the way several vendors' own APIs page. The graph pages by [`super::keyset`].

use entity::OfSourceRecord;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, ModelTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::children::{Link, Listed};
use super::keyset::Ordering;
use crate::error::{Error, Result};

/// Which part of a list, and in which order.
#[derive(Clone, Copy, Debug)]
pub struct Slice<C> {
    /// The order; the id breaks ties.
    pub ordering: Ordering<C>,
    /// Rows to skip.
    pub offset: u64,
    /// Rows at the most; whoever asks has held it within a limit.
    pub limit: u64,
}

/// Part of a list.
#[derive(Clone, Debug)]
pub struct Sliced<M> {
    /// The rows, in order.
    pub rows: Vec<M>,
    /// How many the whole list has.
    pub total: u64,
}

/// Reads part of `query`.
///
/// # Errors
/// The store failed.
pub async fn read<E>(
    db: &impl ConnectionTrait,
    query: Select<E>,
    id: E::Column,
    slice: Slice<E::Column>,
) -> Result<Sliced<E::Model>>
where
    E: EntityTrait,
    E::Model: FromQueryResult + Send + Sync,
{
    let direction = slice.ordering.direction;
    let total = query.clone().count(db).await?;
    let rows = query
        .order_by_with_nulls(slice.ordering.column, direction.order(), direction.nulls())
        .order_by(id, direction.order())
        .offset(slice.offset)
        .limit(slice.limit)
        .all(db)
        .await?;
    Ok(Sliced { rows, total })
}

/// Reads part of what hangs on one source record. Whoever asks has found the record in the viewer's brand before.
///
/// # Errors
/// The store failed.
pub async fn of_record<E>(
    db: &impl ConnectionTrait,
    source_record: i64,
    filter: &E::Filter,
    slice: Slice<E::Column>,
) -> Result<Sliced<E::Model>>
where
    E: Listed + OfSourceRecord,
    E::Model: ModelTrait<Entity = E> + FromQueryResult + Send + Sync + Clone,
{
    let query = E::find().filter(E::source_record_column().eq(source_record)).filter(E::condition(filter));
    read(db, query, E::id(), slice).await
}

/// Reads part of what one owner has in a column of its own ([`Link::Owner`]): what a connection defines. Whoever asks has found the
/// owner in the viewer's brand before.
///
/// # Errors
/// The rows find their owner another way, or the store failed.
pub async fn of_owner<E>(
    db: &impl ConnectionTrait,
    owner: i64,
    filter: &E::Filter,
    slice: Slice<E::Column>,
) -> Result<Sliced<E::Model>>
where
    E: Listed,
    E::Model: ModelTrait<Entity = E> + FromQueryResult + Send + Sync + Clone,
{
    let Link::Owner(column) = E::link(filter) else {
        return Err(Error::internal("these rows have no column of their owner's id"));
    };
    read(db, E::find().filter(column.eq(owner)).filter(E::condition(filter)), E::id(), slice).await
}

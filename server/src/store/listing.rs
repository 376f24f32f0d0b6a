//! Lists of a whole brand, in the order and by the filter that the rows have under an owner.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, Iterable, ModelTrait, PaginatorTrait, PrimaryKeyToColumn,
    PrimaryKeyTrait, QueryFilter, Select,
};

use super::children::Listed;
use super::keyset::{self, Page, PageArgs};
use crate::domain::account::Permission;
use crate::error::Result;

/// Rows that carry their brand.
pub trait Branded: EntityTrait {
    /// What is needed to read a row by its id.
    const NEEDS: Permission = Permission::CustomerRead;

    /// The column that holds the brand.
    fn brand_column() -> Self::Column;
}

/// A page of the brand's rows.
///
/// # Errors
/// The store failed, or a cursor belongs to a list in another order.
pub async fn page<E>(
    db: &impl ConnectionTrait,
    brand: i64,
    filter: &E::Filter,
    args: &PageArgs,
) -> Result<Page<E::Model>>
where
    E: Listed + Branded,
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
{
    keyset::page(db, select::<E>(brand, filter), E::ordering(filter), E::id(), args).await
}

/// How many rows of the brand the filter finds.
///
/// # Errors
/// The store failed.
pub async fn count<E>(db: &impl ConnectionTrait, brand: i64, filter: &E::Filter) -> Result<u64>
where
    E: Listed + Branded,
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
{
    Ok(select::<E>(brand, filter).count(db).await?)
}

/// A row of the brand.
///
/// # Errors
/// The store failed.
pub async fn find<E: Branded>(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<E::Model>>
where
    <E::PrimaryKey as PrimaryKeyTrait>::ValueType: From<i64>,
{
    Ok(E::find_by_id(id).filter(E::brand_column().eq(brand)).one(db).await?)
}

/// Those of the rows that are of the brand.
///
/// # Errors
/// The store failed.
pub async fn rows<E>(db: &impl ConnectionTrait, brand: i64, ids: &[i64]) -> Result<Vec<E::Model>>
where
    E: Branded,
    E::PrimaryKey: PrimaryKeyToColumn<Column = E::Column>,
{
    let of_ids = primary_key::<E>().is_in(ids.iter().copied());
    Ok(E::find().filter(of_ids).filter(E::brand_column().eq(brand)).all(db).await?)
}

/// The column of the ids of a table.
pub fn primary_key<E: EntityTrait>() -> E::Column
where
    E::PrimaryKey: PrimaryKeyToColumn<Column = E::Column>,
{
    #[expect(clippy::expect_used, reason = "every entity has a primary key, or it would not compile")]
    E::PrimaryKey::iter().next().expect("a primary key").into_column()
}

fn select<E>(brand: i64, filter: &E::Filter) -> Select<E>
where
    E: Listed + Branded,
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
{
    E::find().filter(E::brand_column().eq(brand)).filter(E::condition(filter))
}

//! Rows that hang on a source record and have no brand of their own: the record's is asked.

use entity::{OfSourceRecord, source_record};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Iterable, PrimaryKeyToColumn, QueryFilter, Related};

use crate::error::Result;

/// Those of the rows `ids` whose source record is of the brand.
///
/// # Errors
/// The store failed.
pub async fn rows<E>(db: &impl ConnectionTrait, brand: i64, ids: &[i64]) -> Result<Vec<E::Model>>
where
    E: OfSourceRecord + Related<source_record::Entity>,
{
    let rows = E::find()
        .inner_join(source_record::Entity)
        .filter(id::<E>().is_in(ids.iter().copied()))
        .filter(source_record::Column::BrandId.eq(brand));
    Ok(rows.all(db).await?)
}

/// The row `id`, when its source record is of the brand.
///
/// # Errors
/// The store failed.
pub async fn find<E>(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<E::Model>>
where
    E: OfSourceRecord + Related<source_record::Entity>,
{
    Ok(rows::<E>(db, brand, &[id]).await?.into_iter().next())
}

#[expect(clippy::expect_used, reason = "every entity has a primary key, or it would not compile")]
pub(super) fn id<E: EntityTrait>() -> E::Column
where
    E::PrimaryKey: PrimaryKeyToColumn<Column = E::Column>,
{
    E::PrimaryKey::iter().next().expect("a primary key").into_column()
}

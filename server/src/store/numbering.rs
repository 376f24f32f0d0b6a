//! Rows that hang on a source record, under the ids of vendors that number what they keep.

use entity::{OfSourceRecord, source_record};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, Related};

use super::hanging;
use super::listing::Branded;
use crate::error::Result;

/// How far from a number that is taken the next one is looked for.
const FAR: i64 = 1_000_000_000;

/// Rows that a vendor knows under an id of its own.
pub trait Numbered: OfSourceRecord + Branded + Related<source_record::Entity> {
    /// The column that holds the vendor's id.
    fn vendor_id_column() -> Self::Column;
}

/// Gives a row just written the number under which the vendor's clients know it: the one `given` by the real vendor, else its own, which
/// the database gives once. Only a number taken over from the real vendor can be in its way.
///
/// # Errors
/// The store failed.
pub async fn issue<E: Numbered>(
    db: &impl ConnectionTrait,
    (brand, connection): (i64, i64),
    id: i64,
    given: Option<String>,
) -> Result<String> {
    let number = match given {
        Some(given) => given,
        None => unused::<E>(db, (brand, connection), id).await?,
    };
    E::update_many()
        .col_expr(E::vendor_id_column(), Expr::value(number.as_str()))
        .filter(hanging::id::<E>().eq(id))
        .exec(db)
        .await?;
    Ok(number)
}

async fn unused<E: Numbered>(db: &impl ConnectionTrait, (brand, connection): (i64, i64), id: i64) -> Result<String> {
    let mut number = id;
    while find::<E>(db, brand, connection, &number.to_string()).await?.is_some() {
        number += FAR;
    }
    Ok(number.to_string())
}

/// The row that a connection knows under its own id, with the record it hangs on.
///
/// # Errors
/// The store failed.
pub async fn find<E: Numbered>(
    db: &impl ConnectionTrait,
    brand: i64,
    connection: i64,
    vendor_id: &str,
) -> Result<Option<(E::Model, source_record::Model)>> {
    let row = E::find()
        .find_also_related(source_record::Entity)
        .filter(E::brand_column().eq(brand))
        .filter(E::vendor_id_column().eq(vendor_id))
        .filter(source_record::Column::ConnectionId.eq(connection));
    Ok(row.one(db).await?.and_then(|(row, record)| Some((row, record?))))
}

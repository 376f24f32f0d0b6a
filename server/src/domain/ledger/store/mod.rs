//! Rows of the ledger: accounts, lots, debits and their allocations.
//!
//! What changes them moves sets in SQL, so that a spend, a reversal or the expiry of a thousand lots is a fixed number of statements.

pub mod accounts;
pub mod debits;
pub mod lots;
pub mod pools;

use entity::{OfSourceRecord, source_record};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, FunctionCall, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, PrimaryKeyToColumn, QueryFilter};

use crate::error::Result;

/// Rows by their ids, within the brand of the record they hang on.
///
/// # Errors
/// The store failed.
pub async fn rows<E: OfSourceRecord>(db: &impl ConnectionTrait, brand: i64, ids: &[i64]) -> Result<Vec<E::Model>>
where
    E::PrimaryKey: PrimaryKeyToColumn<Column = E::Column>,
{
    use sea_orm::Iterable;
    let mut query = E::find();
    for key in E::PrimaryKey::iter() {
        query = query.filter(key.into_column().is_in(ids.iter().copied()));
    }
    let record = Query::select()
        .column(source_record::Column::Id)
        .from(source_record::Entity)
        .and_where(
            Expr::col((source_record::Entity, source_record::Column::Id))
                .equals((E::default(), E::source_record_column())),
        )
        .and_where(source_record::Column::BrandId.eq(brand))
        .to_owned();
    Ok(query.filter(Expr::exists(record)).all(db).await?)
}

/// The records that count for a customer: linked to it, and not deleted at their vendor.
fn records_of(brand: i64, customer: i64) -> SelectStatement {
    Query::select()
        .column(source_record::Column::Id)
        .from(source_record::Entity)
        .and_where(source_record::Column::CustomerId.eq(customer))
        .and_where(source_record::Column::BrandId.eq(brand))
        .and_where(record_counts())
        .to_owned()
}

/// The condition that a source record counts.
fn record_counts() -> SimpleExpr {
    source_record::Column::State.ne(source_record::RecordState::Deleted)
}

/// A sum as the 64-bit number it is made of; PostgreSQL sums those into a numeric.
fn sum(of: impl Into<SimpleExpr>) -> FunctionCall {
    Func::cast_as(Func::sum(of), Alias::new("BIGINT"))
}

//! What customers have of each sort, over all their records: read for many customers in one statement.

use std::collections::HashMap;
use std::hash::Hash;

use entity::ledger_account::{self, LedgerUnit};
use entity::source_record::RecordState;
use entity::{Amount, Timestamp, ledger_debit, ledger_lot, source_record};
use sea_orm::sea_query::{
    Alias, Asterisk, ColumnRef, Expr, ExprTrait, Func, IntoColumnRef, JoinType, Order, OverStatement, Query,
    SelectStatement, WindowStatement,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseConnection, FromQueryResult, Iterable, ModelTrait, QueryResult};

use super::{record_counts, sum};
use crate::domain::ledger::{Balance, DebitFilter, Expiring, LotFilter, Pool, Sort};
use crate::error::Result;
use crate::store::children::Listed;
use crate::store::keyset::{self, Page, PageArgs};

/// Rows that belong to an account, listed by pool.
pub trait Entry: Listed
where
    Self::Model: ModelTrait<Entity = Self> + Send + Sync + Clone,
{
    /// The column that holds the account's id.
    fn account() -> Self::Column;
}

/// A filter that lists rows of pools, for loaders that serve all such lists alike.
pub trait Entries: Clone + Eq + Hash + Send + Sync + 'static {
    /// What it lists.
    type Row: Clone + Send + Sync + 'static;

    /// A page for each pool of these customers: see [`pages`].
    fn pages(
        &self,
        db: &DatabaseConnection,
        brand: i64,
        customers: &[i64],
        args: &PageArgs,
    ) -> impl Future<Output = Result<HashMap<Pool, Page<Self::Row>>>> + Send;

    /// How many each pool of these customers has: see [`counts`].
    fn counts(
        &self,
        db: &DatabaseConnection,
        brand: i64,
        customers: &[i64],
    ) -> impl Future<Output = Result<HashMap<Pool, u64>>> + Send;
}

macro_rules! entries {
    ($filter:ident => $table:ident) => {
        impl Entries for $filter {
            type Row = $table::Model;

            async fn pages(
                &self,
                db: &DatabaseConnection,
                brand: i64,
                customers: &[i64],
                args: &PageArgs,
            ) -> Result<HashMap<Pool, Page<$table::Model>>> {
                pages::<$table::Entity>(db, brand, customers, self, args).await
            }

            async fn counts(
                &self,
                db: &DatabaseConnection,
                brand: i64,
                customers: &[i64],
            ) -> Result<HashMap<Pool, u64>> {
                counts::<$table::Entity>(db, brand, customers, self).await
            }
        }
    };
}

entries!(LotFilter => ledger_lot);
entries!(DebitFilter => ledger_debit);

const CUSTOMER: &str = "pool_customer";
const UNIT: &str = "pool_unit";
const TYPE: &str = "pool_type";
const CURRENCY: &str = "pool_currency";
const ROW: &str = "row_no";

/// What each of `customers` can spend of each sort at `now`, in one statement. Sorts in a fixed order: points first, then by type and
/// currency.
///
/// # Errors
/// The store failed.
pub async fn balances(
    db: &impl ConnectionTrait,
    brand: i64,
    customers: &[i64],
    now: Timestamp,
) -> Result<HashMap<i64, Vec<Balance>>> {
    use ledger_account::{Column, Entity};
    let due = Query::select()
        .expr(sum(Expr::col((ledger_lot::Entity, ledger_lot::Column::Available))))
        .from(ledger_lot::Entity)
        .and_where(Expr::col((ledger_lot::Entity, ledger_lot::Column::AccountId)).equals((Entity, Column::Id)))
        .and_where(ledger_lot::Column::ExpiresAt.lte(now))
        .and_where(ledger_lot::Column::Available.gt(0))
        .and_where(ledger_lot::Column::State.eq(RecordState::Active))
        .to_owned();
    let due = Func::coalesce([due.into(), Expr::value(0_i64)]);
    let mut statement = Query::select();
    statement.from(Entity);
    let statement = of_customers(statement, brand, customers)
        .expr_as(sum(Expr::col((Entity, Column::Balance)).sub(due)), Alias::new("amount"))
        .group_by_columns(pool_columns())
        .to_owned();
    let mut found: HashMap<i64, Vec<Balance>> = customers.iter().map(|id| (*id, Vec::new())).collect();
    for row in db.query_all(&statement).await? {
        let balance = Balance { pool: pool(&row)?, amount: Amount(row.try_get("", "amount")?) };
        found.entry(balance.pool.customer).or_default().push(balance);
    }
    for balances in found.values_mut() {
        balances.sort_by(|a, b| place(&a.pool.sort).cmp(&place(&b.pool.sort)));
    }
    Ok(found)
}

fn place(sort: &Sort) -> (bool, Option<i64>, Option<&str>) {
    (sort.unit == LedgerUnit::Credits, sort.type_id, sort.currency.as_deref())
}

/// What each pool of these customers loses next, in one statement; pools that lose nothing are left out.
///
/// # Errors
/// The store failed.
pub async fn next_expiries(
    db: &impl ConnectionTrait,
    brand: i64,
    customers: &[i64],
    now: Timestamp,
) -> Result<HashMap<Pool, Expiring>> {
    use ledger_lot::{Column, Entity};
    let mut lots = in_pools::<Entity>(brand, customers);
    let window = WindowStatement::new()
        .partition_by_columns(pool_columns())
        .order_by((Entity, Column::ExpiresAt), Order::Asc)
        .to_owned();
    lots.expr_as(sum(Expr::col((Entity, Column::Available))), Alias::new("amount"))
        .expr_as(Expr::col((Entity, Column::ExpiresAt)), Alias::new("at"))
        .expr_window_as(Expr::cust("ROW_NUMBER()"), window, Alias::new(ROW))
        .and_where(Column::ExpiresAt.gt(now))
        .and_where(Column::Available.gt(0))
        .and_where(Column::State.eq(RecordState::Active))
        .group_by_columns(pool_columns())
        .add_group_by([Expr::col((Entity, Column::ExpiresAt))]);
    let first = Query::select()
        .column(Asterisk)
        .from_subquery(lots, Alias::new("ranked"))
        .and_where(Expr::col(Alias::new(ROW)).eq(1))
        .to_owned();
    let mut found = HashMap::new();
    for row in db.query_all(&first).await? {
        let next = Expiring { amount: Amount(row.try_get("", "amount")?), at: Timestamp(row.try_get("", "at")?) };
        found.insert(pool(&row)?, next);
    }
    Ok(found)
}

/// A page of `E` for each pool of these customers, in one statement; the limit is per pool and belongs to the SQL. Pools without rows
/// are left out.
///
/// # Errors
/// The store failed, or a cursor does not fit the list.
pub async fn pages<E>(
    db: &impl ConnectionTrait,
    brand: i64,
    customers: &[i64],
    filter: &E::Filter,
    args: &PageArgs,
) -> Result<HashMap<Pool, Page<E::Model>>>
where
    E: Entry,
    E::Model: ModelTrait<Entity = E> + FromQueryResult + Send + Sync + Clone,
{
    let ordering = E::ordering(filter);
    let direction = if args.backward { ordering.direction.reversed() } else { ordering.direction };
    let table = Alias::new(E::default().as_str());
    let window = WindowStatement::new()
        .partition_by_columns(pool_columns())
        .order_by_with_nulls((E::default(), ordering.column), direction.order(), direction.nulls())
        .order_by((E::default(), E::id()), direction.order())
        .to_owned();
    let mut inner = in_pools::<E>(brand, customers);
    inner
        .columns(E::Column::iter().map(|column| (E::default(), column)))
        .expr_window_as(Expr::cust("ROW_NUMBER()"), window, Alias::new(ROW))
        .cond_where(E::condition(filter))
        .cond_where(keyset::between(&table, ordering, E::id(), args)?);
    let statement = Query::select()
        .column(Asterisk)
        .from_subquery(inner, Alias::new("ranked"))
        .and_where(Expr::col(Alias::new(ROW)).lte(args.limit + 1))
        .order_by(Alias::new(ROW), Order::Asc)
        .to_owned();
    let mut found: HashMap<Pool, Vec<_>> = HashMap::new();
    for row in db.query_all(&statement).await? {
        let model = E::Model::from_query_result(&row, "")?;
        let place = keyset::place(&model, ordering.column, E::id());
        found.entry(pool(&row)?).or_default().push((place, model));
    }
    Ok(found.into_iter().map(|(pool, rows)| (pool, Page::cut(rows, args))).collect())
}

/// How many of `E` each pool of these customers has, in one statement.
///
/// # Errors
/// The store failed.
pub async fn counts<E>(
    db: &impl ConnectionTrait,
    brand: i64,
    customers: &[i64],
    filter: &E::Filter,
) -> Result<HashMap<Pool, u64>>
where
    E: Entry,
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
{
    let mut statement = in_pools::<E>(brand, customers);
    statement
        .expr_as(Expr::col((E::default(), E::id())).count(), Alias::new("n"))
        .cond_where(E::condition(filter))
        .group_by_columns(pool_columns());
    let mut found = HashMap::new();
    for row in db.query_all(&statement).await? {
        let count: i64 = row.try_get("", "n")?;
        found.insert(pool(&row)?, count.unsigned_abs());
    }
    Ok(found)
}

/// `SELECT <pool> FROM <entries of accounts of these customers>`.
fn in_pools<E>(brand: i64, customers: &[i64]) -> SelectStatement
where
    E: Entry,
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
{
    let mut statement = Query::select();
    statement.from(E::default()).join(
        JoinType::InnerJoin,
        ledger_account::Entity,
        Expr::col((ledger_account::Entity, ledger_account::Column::Id)).equals((E::default(), E::account())),
    );
    of_customers(statement, brand, customers)
}

/// Narrows a statement over accounts to these customers, and selects their pools.
fn of_customers(mut statement: SelectStatement, brand: i64, customers: &[i64]) -> SelectStatement {
    let record = Expr::col((source_record::Entity, source_record::Column::Id));
    let [customer, unit, type_id, currency] = pool_columns();
    statement
        .join(
            JoinType::InnerJoin,
            source_record::Entity,
            record.equals((ledger_account::Entity, ledger_account::Column::SourceRecordId)),
        )
        .and_where(source_record::Column::CustomerId.is_in(customers.iter().copied()))
        .and_where(source_record::Column::BrandId.eq(brand))
        .and_where(record_counts())
        .expr_as(Expr::col(customer), Alias::new(CUSTOMER))
        .expr_as(Expr::col(unit), Alias::new(UNIT))
        .expr_as(Expr::col(type_id), Alias::new(TYPE))
        .expr_as(Expr::col(currency), Alias::new(CURRENCY))
        .to_owned()
}

fn pool_columns() -> [ColumnRef; 4] {
    use ledger_account::{Column, Entity};
    [
        (source_record::Entity, source_record::Column::CustomerId).into_column_ref(),
        (Entity, Column::Unit).into_column_ref(),
        (Entity, Column::TypeId).into_column_ref(),
        (Entity, Column::Currency).into_column_ref(),
    ]
}

fn pool(row: &QueryResult) -> Result<Pool> {
    let unit: LedgerUnit = row.try_get("", UNIT)?;
    let sort = Sort { unit, type_id: row.try_get("", TYPE)?, currency: row.try_get("", CURRENCY)? };
    Ok(Pool { customer: row.try_get("", CUSTOMER)?, sort })
}

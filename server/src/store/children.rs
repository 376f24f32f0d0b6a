//! Lists that belong to something, read for many owners in one statement: what hangs on customers, the items of purchases.

use std::collections::HashMap;
use std::hash::Hash;

use entity::source_record;
use sea_orm::sea_query::{
    Alias, Asterisk, ColumnRef, Expr, ExprTrait, IntoColumnRef, JoinType, Query, SelectStatement, SimpleExpr,
    UnionType, WindowStatement,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IdenStatic, Iterable, ModelTrait,
    QueryResult,
};

use super::keyset::{self, Ordering, Page, PageArgs};
use crate::domain::account::Permission;
use crate::error::Result;

/// How a row finds its owner.
#[derive(Clone, Copy, Debug)]
pub enum Link<C> {
    /// Through this column to a source record, and from there to the customer: the owner is the customer.
    SourceRecord(C),
    /// This column holds the owner's id. Whoever asks has found the owner in the viewer's brand before.
    Owner(C),
    /// Through other tables: a row may have many owners. Given a brand and owners, the statement selects pairs of owner and row,
    /// each once, under the names [`OWNER`] and [`MEMBER`].
    Pairs(fn(i64, &[i64]) -> SelectStatement),
}

/// Rows that are listed under an owner.
pub trait Listed: EntityTrait + Send + Sync + 'static
where
    Self::Model: ModelTrait<Entity = Self> + Send + Sync + Clone,
{
    /// What a list of them can be narrowed by.
    type Filter: Clone + Default + Eq + Hash + Send + Sync + 'static;

    /// What is needed to read the list.
    const NEEDS: Permission = Permission::CustomerRead;

    /// How a row finds its owner.
    fn link(filter: &Self::Filter) -> Link<Self::Column>;

    /// The order of the list.
    fn ordering(filter: &Self::Filter) -> Ordering<Self::Column>;

    /// The row's id.
    fn id() -> Self::Column;

    /// The filter as SQL over the columns of this table.
    fn condition(filter: &Self::Filter) -> Condition;

    /// Whether an owner may have more rows than a statement should walk through for one page. Then every owner's page has a limit of
    /// its own, which an index in this order serves.
    fn is_long(_: &Self::Filter) -> bool {
        false
    }
}

/// Owners in one statement when their lists are long; SQLite puts together 500 selects at the most.
const LONG_LISTS: usize = 100;

/// Reads a page of `E` for each of `owners`, all in one statement; the limit is per owner and belongs to the SQL.
///
/// # Errors
/// The store failed.
pub async fn pages<E>(
    db: &impl ConnectionTrait,
    brand: i64,
    owners: &[i64],
    filter: &E::Filter,
    args: &PageArgs,
) -> Result<HashMap<i64, Page<E::Model>>>
where
    E: Listed,
    E::Model: ModelTrait<Entity = E> + FromQueryResult + Send + Sync + Clone,
{
    let ordering = E::ordering(filter);
    let mut found: HashMap<i64, Vec<_>> = owners.iter().map(|owner| (*owner, Vec::new())).collect();
    let together = if E::is_long(filter) { LONG_LISTS } else { owners.len().max(1) };
    for owners in owners.chunks(together) {
        for row in db.query_all(&statement::<E>(brand, owners, filter, args)?).await? {
            let (owner, model) = read::<E>(&row)?;
            let place = keyset::place(&model, ordering.column, E::id());
            found.entry(owner).or_default().push((place, model));
        }
    }
    Ok(found.into_iter().map(|(owner, rows)| (owner, Page::cut(rows, args))).collect())
}

/// The statement that reads a page for each of these owners, as [`pages`] runs it; for tests that ask how it is carried out.
///
/// # Errors
/// A cursor belongs to a list sorted by another type of column.
pub fn statement<E>(brand: i64, owners: &[i64], filter: &E::Filter, args: &PageArgs) -> Result<SelectStatement>
where
    E: Listed,
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
{
    let ordering = E::ordering(filter);
    match E::is_long(filter) {
        true => limited::<E>(brand, owners, filter, ordering, args),
        false => numbered::<E>(brand, owners, filter, ordering, args),
    }
}

/// Counts the rows of `E` for each of `owners` in one statement.
///
/// # Errors
/// The store failed.
pub async fn counts<E>(
    db: &impl ConnectionTrait,
    brand: i64,
    owners: &[i64],
    filter: &E::Filter,
) -> Result<HashMap<i64, u64>>
where
    E: Listed,
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
{
    let mut statement = owned::<E>(brand, owners, filter);
    statement.expr_as(Expr::col((E::default(), E::id())).count(), Alias::new("n")).group_by_col(owner::<E>(filter));
    let mut counts: HashMap<i64, u64> = owners.iter().map(|owner| (*owner, 0)).collect();
    for row in db.query_all(&statement).await? {
        let count: i64 = row.try_get("", "n")?;
        counts.insert(row.try_get("", OWNER)?, u64::try_from(count).unwrap_or_default());
    }
    Ok(counts)
}

/// The owner's id in a result, and in [`Link::Pairs`]. No table may have a column of this name: `owner_id` would be a pipeline's own.
pub(crate) const OWNER: &str = "list_owner";
/// The row's id in [`Link::Pairs`].
pub(crate) const MEMBER: &str = "member_id";
const PAIRS: &str = "pairs";
const ROW: &str = "row_no";

/// The column that holds the owner's id.
fn owner<E: Listed>(filter: &E::Filter) -> ColumnRef
where
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
{
    match E::link(filter) {
        Link::SourceRecord(_) => (source_record::Entity, source_record::Column::CustomerId).into_column_ref(),
        Link::Owner(column) => (E::default(), column).into_column_ref(),
        Link::Pairs(_) => (Alias::new(PAIRS), Alias::new(OWNER)).into_column_ref(),
    }
}

/// `SELECT <owner> AS owner_id FROM <table> …` for these owners, within one brand.
fn owned<E>(brand: i64, owners: &[i64], filter: &E::Filter) -> SelectStatement
where
    E: Listed,
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
{
    let mut statement = Query::select();
    statement
        .expr_as(Expr::col(owner::<E>(filter)), Alias::new(OWNER))
        .from(E::default())
        .and_where(Expr::col(owner::<E>(filter)).is_in(owners.iter().copied()))
        .cond_where(E::condition(filter));
    match E::link(filter) {
        Link::SourceRecord(column) => {
            let parent = Expr::col((source_record::Entity, source_record::Column::Id));
            statement
                .join(JoinType::InnerJoin, source_record::Entity, parent.equals((E::default(), column)))
                .and_where(source_record::Column::BrandId.eq(brand));
        }
        Link::Owner(_) => {}
        Link::Pairs(pairs) => {
            let member = Expr::col((Alias::new(PAIRS), Alias::new(MEMBER))).equals((E::default(), E::id()));
            statement.join_subquery(JoinType::InnerJoin, pairs(brand, owners), Alias::new(PAIRS), member);
        }
    }
    statement
}

/// The rows of these owners that the page may come from, with all their columns.
fn behind<E>(
    brand: i64,
    owners: &[i64],
    filter: &E::Filter,
    ordering: Ordering<E::Column>,
    args: &PageArgs,
) -> Result<SelectStatement>
where
    E: Listed,
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
{
    let table = Alias::new(E::default().as_str());
    let mut statement = owned::<E>(brand, owners, filter);
    for column in E::Column::iter() {
        statement.column((E::default(), column));
    }
    statement.cond_where(keyset::between(&table, ordering, E::id(), args)?);
    Ok(statement)
}

/// All rows of the owners, numbered, of which the first are taken.
fn numbered<E>(
    brand: i64,
    owners: &[i64],
    filter: &E::Filter,
    ordering: Ordering<E::Column>,
    args: &PageArgs,
) -> Result<SelectStatement>
where
    E: Listed,
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
{
    let direction = if args.backward { ordering.direction.reversed() } else { ordering.direction };
    let mut inner = behind::<E>(brand, owners, filter, ordering, args)?;
    let window = WindowStatement::partition_by(owner::<E>(filter))
        .order_by_with_nulls((E::default(), ordering.column), direction.order(), direction.nulls())
        .order_by((E::default(), E::id()), direction.order())
        .to_owned();
    inner.expr_window_as(SimpleExpr::from(Expr::cust("ROW_NUMBER()")), window, Alias::new(ROW));
    Ok(Query::select()
        .column(Asterisk)
        .from_subquery(inner, Alias::new("ranked"))
        .and_where(Expr::col(Alias::new(ROW)).lte(args.limit + 1))
        .order_by(Alias::new(OWNER), sea_orm::Order::Asc)
        .order_by(Alias::new(ROW), sea_orm::Order::Asc)
        .to_owned())
}

/// The first rows of each owner by themselves, put together.
fn limited<E>(
    brand: i64,
    owners: &[i64],
    filter: &E::Filter,
    ordering: Ordering<E::Column>,
    args: &PageArgs,
) -> Result<SelectStatement>
where
    E: Listed,
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
{
    let direction = if args.backward { ordering.direction.reversed() } else { ordering.direction };
    let mut parts = Vec::with_capacity(owners.len());
    for owner in owners {
        let part = behind::<E>(brand, std::slice::from_ref(owner), filter, ordering, args)?
            .order_by_with_nulls((E::default(), ordering.column), direction.order(), direction.nulls())
            .order_by((E::default(), E::id()), direction.order())
            .limit(args.limit + 1)
            .to_owned();
        parts.push(Query::select().column(Asterisk).from_subquery(part, Alias::new("part")).to_owned());
    }
    let mut whole = parts.pop().unwrap_or_else(|| owned::<E>(brand, &[], filter));
    whole.unions(parts.into_iter().map(|part| (UnionType::All, part)));
    Ok(Query::select()
        .column(Asterisk)
        .from_subquery(whole, Alias::new("parts"))
        .order_by(Alias::new(OWNER), sea_orm::Order::Asc)
        .order_by_with_nulls(Alias::new(ordering.column.as_str()), direction.order(), direction.nulls())
        .order_by(Alias::new(E::id().as_str()), direction.order())
        .to_owned())
}

fn read<E: EntityTrait>(row: &QueryResult) -> Result<(i64, E::Model)>
where
    E::Model: FromQueryResult,
{
    Ok((row.try_get("", OWNER)?, E::Model::from_query_result(row, "")?))
}

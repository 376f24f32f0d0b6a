//! Keyset paging: a page is found by the sort key and id of its neighbour, so page 4,000 costs what page 1 costs.
//!
//! Nulls sort below everything, on both databases.

use sea_orm::sea_query::{Alias, ExprTrait, IntoIden, NullOrdering, Order, SimpleExpr};
use sea_orm::{
    ColumnTrait, ColumnType, Condition, ConnectionTrait, EntityTrait, ModelTrait, QueryFilter, QueryOrder, QuerySelect,
    Select, Value,
};

use crate::error::{Error, Result, Rule, Violation};

/// A sort direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

impl Direction {
    /// The other one.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }

    pub(crate) fn order(self) -> Order {
        match self {
            Self::Ascending => Order::Asc,
            Self::Descending => Order::Desc,
        }
    }

    pub(crate) fn nulls(self) -> NullOrdering {
        match self {
            Self::Ascending => NullOrdering::First,
            Self::Descending => NullOrdering::Last,
        }
    }
}

/// The value a row is sorted by, as a cursor carries it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// The column is null.
    Null,
    /// Instants, amounts, integers.
    Integer(i64),
    /// Texts, and dates as `YYYY-MM-DD`.
    Text(String),
    /// Calendar dates.
    Date(chrono::NaiveDate),
}

impl Key {
    /// Reads the sort value out of a row.
    pub(crate) fn of(value: Value) -> Self {
        match value {
            Value::BigInt(Some(number)) => Self::Integer(number),
            Value::Int(Some(number)) => Self::Integer(number.into()),
            Value::SmallInt(Some(number)) => Self::Integer(number.into()),
            Value::String(Some(text)) => Self::Text(text),
            Value::ChronoDate(Some(date)) => Self::Date(date),
            _ => Self::Null,
        }
    }

    /// Whether a column of this type can hold it: a cursor comes from outside, and the databases disagree on what `1 < 'a'` is.
    fn fits(&self, column: &ColumnType) -> bool {
        use ColumnType::{BigInteger, Char, Date, Integer, SmallInteger, String, Text, TinyInteger};
        match self {
            Self::Null => true,
            Self::Integer(_) => matches!(column, TinyInteger | SmallInteger | Integer | BigInteger),
            Self::Text(_) => matches!(column, Char(_) | String(_) | Text),
            Self::Date(_) => matches!(column, Date),
        }
    }

    fn value(&self) -> Option<Value> {
        match self {
            Self::Null => None,
            Self::Integer(number) => Some((*number).into()),
            Self::Text(text) => Some(text.clone().into()),
            Self::Date(date) => Some((*date).into()),
        }
    }
}

/// A place in a sorted list: sort value, and the row's id to break ties.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// The sort value.
    pub key: Key,
    /// The row's id.
    pub id: i64,
}

/// Which rows of a list are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageArgs {
    /// How many rows, already within the configured limit.
    pub limit: u64,
    /// Rows behind this place.
    pub after: Option<Cursor>,
    /// Rows before this place.
    pub before: Option<Cursor>,
    /// Whether the rows nearest the end are meant (`last`) rather than those nearest the start (`first`).
    pub backward: bool,
}

impl PageArgs {
    /// The first `limit` rows.
    pub fn first(limit: u64) -> Self {
        Self { limit, after: None, before: None, backward: false }
    }
}

/// Rows of a list, in the order asked for.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows, each with its place.
    pub rows: Vec<(Cursor, T)>,
    /// Whether rows follow.
    pub has_next: bool,
    /// Whether rows come before.
    pub has_previous: bool,
}

impl<T> Page<T> {
    /// Cuts a result that was read with one row more than the limit, and puts it in order.
    pub(crate) fn cut(mut rows: Vec<(Cursor, T)>, args: &PageArgs) -> Self {
        let more = rows.len() as u64 > args.limit;
        rows.truncate(usize::try_from(args.limit).unwrap_or(usize::MAX));
        if args.backward {
            rows.reverse();
            Self { rows, has_next: args.before.is_some(), has_previous: more }
        } else {
            Self { rows, has_next: more, has_previous: args.after.is_some() }
        }
    }

    /// The same page of other values.
    pub fn map<U>(self, mut with: impl FnMut(T) -> U) -> Page<U> {
        Page {
            rows: self.rows.into_iter().map(|(cursor, row)| (cursor, with(row))).collect(),
            has_next: self.has_next,
            has_previous: self.has_previous,
        }
    }
}

/// The order of a list: one column, then the id.
#[derive(Clone, Copy, Debug)]
pub struct Ordering<C> {
    /// The column sorted by.
    pub column: C,
    /// Its direction, and the id's.
    pub direction: Direction,
}

impl<C: ColumnTrait> Ordering<C> {
    /// Smallest first.
    pub fn ascending(column: C) -> Self {
        Self { column, direction: Direction::Ascending }
    }

    /// Largest first.
    pub fn descending(column: C) -> Self {
        Self { column, direction: Direction::Descending }
    }
}

/// Reads one page of `query` in `ordering`.
///
/// # Errors
/// The store failed, or a cursor belongs to a list sorted by another type of column.
pub async fn page<E>(
    db: &impl ConnectionTrait,
    query: Select<E>,
    ordering: Ordering<E::Column>,
    id: E::Column,
    args: &PageArgs,
) -> Result<Page<E::Model>>
where
    E: EntityTrait,
    E::Model: ModelTrait<Entity = E>,
{
    let direction = if args.backward { ordering.direction.reversed() } else { ordering.direction };
    let table = Alias::new(E::default().to_string());
    let rows = query
        .filter(between(&table, ordering, id, args)?)
        .order_by_with_nulls(ordering.column, direction.order(), direction.nulls())
        .order_by(id, direction.order())
        .limit(args.limit + 1)
        .all(db)
        .await?;
    let rows = rows.into_iter().map(|row| (place(&row, ordering.column, id), row)).collect();
    Ok(Page::cut(rows, args))
}

/// Where a row stands in its list.
pub(crate) fn place<M: ModelTrait>(
    row: &M,
    column: <M::Entity as EntityTrait>::Column,
    id: <M::Entity as EntityTrait>::Column,
) -> Cursor {
    let id = match row.get(id) {
        Value::BigInt(Some(id)) => id,
        _ => 0,
    };
    Cursor { key: Key::of(row.get(column)), id }
}

/// The condition for "behind `after` and before `before`" in a list sorted by `ordering`.
///
/// # Errors
/// A cursor belongs to a list sorted by another type of column.
pub(crate) fn between<C: ColumnTrait>(
    table: &(impl IntoIden + Clone),
    ordering: Ordering<C>,
    id: C,
    args: &PageArgs,
) -> Result<Condition> {
    let (column, id, direction) = (ordering.column.as_str(), id.as_str(), ordering.direction);
    let mut condition = Condition::all();
    for (path, cursor, direction) in [("after", &args.after, direction), ("before", &args.before, direction.reversed())]
    {
        if let Some(cursor) = cursor {
            if !cursor.key.fits(ordering.column.def().get_column_type()) {
                return Err(bad_cursor(path));
            }
            condition = condition.add(beyond(table, column, id, direction, cursor));
        }
    }
    Ok(condition)
}

fn beyond(table: &(impl IntoIden + Clone), column: &str, id: &str, direction: Direction, cursor: &Cursor) -> Condition {
    let col = || SimpleExpr::Column((table.clone().into_iden(), Alias::new(column)).into());
    let row_id = || SimpleExpr::Column((table.clone().into_iden(), Alias::new(id)).into());
    match (cursor.key.value(), direction) {
        (Some(value), Direction::Ascending) => {
            Condition::all().add(pair(col(), row_id()).gt(pair(value.into(), cursor.id.into())))
        }
        // Rows whose sort value is null come last in a descending list, and a comparison never finds them.
        (Some(value), Direction::Descending) => {
            Condition::any().add(pair(col(), row_id()).lt(pair(value.into(), cursor.id.into()))).add(col().is_null())
        }
        (None, Direction::Ascending) => Condition::any().add(col().is_not_null()).add(row_id().gt(cursor.id)),
        (None, Direction::Descending) => Condition::all().add(col().is_null()).add(row_id().lt(cursor.id)),
    }
}

fn pair(first: SimpleExpr, second: SimpleExpr) -> SimpleExpr {
    SimpleExpr::Tuple(vec![first, second])
}

/// The error for a cursor that cannot be read.
pub fn bad_cursor(path: &str) -> Error {
    Violation::new(path, Rule::Format, "this is not a cursor of this list").into()
}

//! Writing many rows in few statements.

use sea_orm::sea_query::{CommonTableExpression, OnConflict, WithClause};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, Iterable, QueryTrait};

use crate::error::Result;

/// How many values one statement may bind: SQLite's limit; PostgreSQL's is twice as high.
const MOST_VALUES: usize = 32_766;

/// How many things are worked on together: enough that a statement's fixed cost does not matter, and few enough that the ids of all of
/// them find room in one.
pub const TOGETHER: usize = 500;

/// Rows that are written together however many they are.
const LAST: usize = 64;

/// Rows of each of two tables that are written together: as many as come of one customer that was made.
const FEW_EACH: usize = 6;

/// How many rows of so many columns fit into one statement.
pub const fn rows(columns: usize) -> usize {
    MOST_VALUES / columns
}

/// Writes rows, in as many statements as their number asks for.
///
/// # Errors
/// The store failed.
pub async fn insert<A>(db: &impl ConnectionTrait, rows: Vec<A>, conflict: Option<OnConflict>) -> Result<()>
where
    A: ActiveModelTrait,
{
    for chunk in chunks(rows) {
        let mut insert = A::Entity::insert_many(chunk);
        if let Some(conflict) = &conflict {
            insert = insert.on_conflict(conflict.clone());
        }
        insert.exec_without_returning(db).await?;
    }
    Ok(())
}

/// The same, answering with the rows as they are now. They come in no order that could be relied on.
///
/// # Errors
/// The store failed.
pub async fn insert_returning<A>(
    db: &impl ConnectionTrait,
    rows: Vec<A>,
    conflict: Option<OnConflict>,
) -> Result<Vec<<A::Entity as EntityTrait>::Model>>
where
    A: ActiveModelTrait,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    let mut written = Vec::with_capacity(rows.len());
    for chunk in chunks(rows) {
        let mut insert = A::Entity::insert_many(chunk);
        if let Some(conflict) = &conflict {
            insert = insert.on_conflict(conflict.clone());
        }
        written.extend(insert.exec_with_returning(db).await?);
    }
    Ok(written)
}

/// Writes rows of two tables, neither of which names the other: in one round trip where the database can do that and they are few.
///
/// # Errors
/// The store failed.
pub async fn insert_both<A, B>(db: &impl ConnectionTrait, first: Vec<A>, second: Vec<B>) -> Result<()>
where
    A: ActiveModelTrait,
    B: ActiveModelTrait,
{
    let few = 1..=FEW_EACH;
    if !few.contains(&first.len()) || !few.contains(&second.len()) || db.get_database_backend() != DbBackend::Postgres {
        insert(db, first, None).await?;
        return insert(db, second, None).await;
    }
    let mut beside = CommonTableExpression::new();
    beside.table_name("beside").query(A::Entity::insert_many(first).into_query());
    let both = WithClause::new().cte(beside).to_owned();
    db.execute(&B::Entity::insert_many(second).into_query().with(both)).await?;
    Ok(())
}

fn chunks<A: ActiveModelTrait>(rows: Vec<A>) -> impl Iterator<Item = Vec<A>> {
    let size = self::rows(<A::Entity as EntityTrait>::Column::iter().count());
    let mut rows = rows.into_iter();
    std::iter::from_fn(move || {
        let next = step(rows.len(), size);
        let chunk: Vec<A> = rows.by_ref().take(next).collect();
        (!chunk.is_empty()).then_some(chunk)
    })
}

/// How many of `left` rows the next statement takes: `most`, else a power of two, else the last few. A connection keeps the statements it
/// has prepared, one for each number of rows, and one of many rows takes megabytes.
fn step(left: usize, most: usize) -> usize {
    match left {
        left if left >= most => most,
        left if left < LAST => left,
        left => 1 << left.ilog2(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_taken_in_few_sizes() {
        assert_eq!([1_000, 999, 487, 231, 103, 39, 0].map(|left| step(left, 1_000)), [1_000, 512, 256, 128, 64, 39, 0]);
        assert_eq!(step(40, 10), 10);
    }
}

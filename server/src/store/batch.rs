//! Writing many rows in few statements.

use sea_orm::sea_query::{CommonTableExpression, OnConflict, WithClause};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, Iterable, QueryTrait};

use crate::error::Result;

/// How many values one statement may bind: SQLite's limit; PostgreSQL's is twice as high.
const MOST_VALUES: usize = 32_766;

/// How many things are worked on together: enough that a statement's fixed cost does not matter, and few enough that the ids of all of
/// them find room in one.
pub const TOGETHER: usize = 500;

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
    let is_one = !first.is_empty() && !second.is_empty() && width::<A>(&first) + width::<B>(&second) <= MOST_VALUES;
    if !is_one || db.get_database_backend() != DbBackend::Postgres {
        insert(db, first, None).await?;
        return insert(db, second, None).await;
    }
    let mut beside = CommonTableExpression::new();
    beside.table_name("beside").query(A::Entity::insert_many(first).into_query());
    let both = WithClause::new().cte(beside).to_owned();
    db.execute(&B::Entity::insert_many(second).into_query().with(both)).await?;
    Ok(())
}

fn width<A: ActiveModelTrait>(rows: &[A]) -> usize {
    rows.len() * <A::Entity as EntityTrait>::Column::iter().count()
}

fn chunks<A: ActiveModelTrait>(rows: Vec<A>) -> impl Iterator<Item = Vec<A>> {
    let size = self::rows(<A::Entity as EntityTrait>::Column::iter().count());
    let mut rows = rows.into_iter();
    std::iter::from_fn(move || {
        let chunk: Vec<A> = rows.by_ref().take(size).collect();
        (!chunk.is_empty()).then_some(chunk)
    })
}

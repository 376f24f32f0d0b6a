//! Statements: keeping ids free, and writing many rows at once.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement, Value};

use super::rows::{Ids, Rows, TABLES};
use crate::store::Store;

/// Rows in one statement, at most. More make the statement's text longer than what it saves.
const ROWS: usize = 128;

/// Values that one statement may bind: SQLite's limit is 32 766, PostgreSQL's 65 535.
const VALUES: usize = 32_000;

/// Keeps ids free for so many customers in every table, so that the server may write meanwhile and a row can name another before
/// either is written.
///
/// # Errors
/// The store failed.
pub(super) async fn reserve(store: &Store, customers: i64) -> Result<Ids, DbErr> {
    let mut firsts = Vec::with_capacity(TABLES.len());
    for (table, most) in TABLES {
        let tx = store.begin().await?;
        let count = customers * most;
        let first = match tx.get_database_backend() {
            DbBackend::Postgres => reserve_in_postgres(&tx, table, count).await?,
            _ => reserve_in_sqlite(&tx, table, count).await?,
        };
        tx.commit().await?;
        firsts.push(first);
    }
    Ok(Ids::starting(&firsts, customers))
}

/// SQLite never issues an id at or below the table's entry in `sqlite_sequence`.
async fn reserve_in_sqlite(db: &impl ConnectionTrait, table: &str, count: i64) -> Result<i64, DbErr> {
    let last = one(db, "SELECT seq FROM sqlite_sequence WHERE name = ?", [table.into()]).await?;
    let sql = match last {
        Some(_) => "UPDATE sqlite_sequence SET seq = ? WHERE name = ?",
        None => "INSERT INTO sqlite_sequence (seq, name) VALUES (?, ?)",
    };
    let last = last.unwrap_or_default();
    run(db, sql, [(last + count).into(), table.into()]).await?;
    Ok(last + 1)
}

/// The lock keeps out whoever would take an id between the two statements.
async fn reserve_in_postgres(db: &impl ConnectionTrait, table: &str, count: i64) -> Result<i64, DbErr> {
    run(db, &format!(r#"LOCK TABLE "{table}" IN SHARE ROW EXCLUSIVE MODE"#), []).await?;
    let first = one(db, "SELECT nextval(pg_get_serial_sequence($1, 'id'))", [table.into()]).await?.unwrap_or(1);
    let last = (first + count - 1).max(first);
    one(db, "SELECT setval(pg_get_serial_sequence($1, 'id'), $2)", [table.into(), last.into()]).await?;
    Ok(first)
}

/// Gives back the ids that were kept free and not used.
///
/// # Errors
/// The store failed.
pub(super) async fn settle(store: &Store) -> Result<(), DbErr> {
    for (table, _) in TABLES {
        let tx = store.begin().await?;
        match tx.get_database_backend() {
            DbBackend::Postgres => {
                run(&tx, &format!(r#"LOCK TABLE "{table}" IN SHARE ROW EXCLUSIVE MODE"#), []).await?;
                let next = format!(
                    r#"SELECT setval(pg_get_serial_sequence('{table}', 'id'), COALESCE(MAX(id), 1), MAX(id) IS NOT NULL) FROM "{table}""#
                );
                one(&tx, &next, []).await?;
            }
            _ => {
                let last = format!(
                    r#"UPDATE sqlite_sequence SET seq = (SELECT COALESCE(MAX(id), 0) FROM "{table}") WHERE name = ?"#
                );
                run(&tx, &last, [(*table).into()]).await?;
            }
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Writes rows with a few statement texts a table, so that the database prepares each of them once.
#[derive(Debug)]
pub(super) struct Inserts {
    backend: DbBackend,
    texts: HashMap<(&'static str, usize), String>,
}

impl Inserts {
    pub(super) fn new(backend: DbBackend) -> Self {
        Self { backend, texts: HashMap::new() }
    }

    /// Writes rows of one table; how many they were.
    ///
    /// # Errors
    /// The store failed.
    pub(super) async fn write(&mut self, db: &impl ConnectionTrait, rows: Rows) -> Result<u64, DbErr> {
        let width = rows.columns.len();
        let total = rows.values.len() / width;
        let mut values = rows.values.into_iter();
        let mut left = total;
        while left > 0 {
            let count = step(left, width);
            let text = self
                .texts
                .entry((rows.table, count))
                .or_insert_with(|| insert(self.backend, rows.table, &rows.columns, count));
            let statement =
                Statement::from_sql_and_values(self.backend, text.as_str(), values.by_ref().take(count * width));
            db.execute_raw(statement).await?;
            left -= count;
        }
        Ok(total as u64)
    }
}

/// How many of `left` rows the next statement takes: as many as fit, else a power of two, which makes few different texts.
fn step(left: usize, width: usize) -> usize {
    let full = ROWS.min(VALUES / width);
    if left >= full { full } else { 1 << left.ilog2() }
}

fn insert(backend: DbBackend, table: &str, columns: &[&str], count: usize) -> String {
    let row = |row: usize| {
        let places = (0..columns.len()).map(|column| match backend {
            DbBackend::Postgres => format!("${}", row * columns.len() + column + 1),
            _ => "?".to_owned(),
        });
        format!("({})", places.collect::<Vec<_>>().join(","))
    };
    let rows = (0..count).map(row).collect::<Vec<_>>().join(",");
    format!(r#"INSERT INTO "{table}" ("{}") VALUES {rows}"#, columns.join(r#"",""#))
}

async fn run<const N: usize>(db: &impl ConnectionTrait, sql: &str, values: [Value; N]) -> Result<(), DbErr> {
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    Ok(())
}

/// The first column of the first row.
async fn one<const N: usize>(db: &impl ConnectionTrait, sql: &str, values: [Value; N]) -> Result<Option<i64>, DbErr> {
    let row = db.query_one_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    row.map(|row| row.try_get_by_index(0)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_rows_in_few_sizes() {
        assert_eq!(step(1_000, 10), ROWS);
        assert_eq!(step(100, 10), 64);
        assert_eq!(step(3, 10), 2);
        assert!(step(1_000, 1_000) * 1_000 <= VALUES);
    }

    #[test]
    fn binds_in_the_databases_own_way() {
        let columns = ["id", "name"];
        assert_eq!(
            insert(DbBackend::Sqlite, "lookup", &columns, 2),
            r#"INSERT INTO "lookup" ("id","name") VALUES (?,?),(?,?)"#
        );
        assert_eq!(
            insert(DbBackend::Postgres, "lookup", &columns, 2),
            r#"INSERT INTO "lookup" ("id","name") VALUES ($1,$2),($3,$4)"#
        );
    }
}

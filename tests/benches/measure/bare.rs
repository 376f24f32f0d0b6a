//! The database through its driver and nothing else, over the connections that Onefold itself uses, so that both have the same settings.

use chrono::NaiveDate;
use onefold::store::Store;
use sea_orm::DbBackend;
use sea_orm::sqlx::types::Json;
use sea_orm::sqlx::{self, AssertSqlSafe, PgPool, QueryBuilder, SqlitePool};
use serde_json::Value;

/// As many rows of six columns as a statement of SQLite can bind.
const ROWS: usize = 32_766 / 6;

/// Writers and readers.
pub(crate) enum Bare {
    Sqlite { writer: SqlitePool, reader: SqlitePool },
    Postgres(PgPool),
}

/// A row of `bare_metric`.
pub(crate) struct Metric {
    pub(crate) record: i64,
    pub(crate) definition: i64,
    pub(crate) day: NaiveDate,
    pub(crate) value: Value,
    pub(crate) number: i64,
}

/// The columns, indexes and foreign keys of `metric_value`.
const TABLE_IN_SQLITE: [&str; 3] = [
    "CREATE TABLE bare_metric (id integer NOT NULL PRIMARY KEY AUTOINCREMENT,
        source_record_id bigint NOT NULL REFERENCES source_record (id) ON DELETE CASCADE,
        definition_id bigint NOT NULL REFERENCES score_definition (id) ON DELETE CASCADE,
        day date_text NOT NULL, value jsonb_text NOT NULL, number bigint, updated_at bigint NOT NULL)",
    "CREATE UNIQUE INDEX ux_bare ON bare_metric (source_record_id, definition_id, day)",
    "CREATE INDEX ix_bare ON bare_metric (source_record_id, day, id)",
];
const TABLE_IN_POSTGRES: [&str; 2] = [
    "CREATE TABLE bare_metric (LIKE metric_value INCLUDING ALL)",
    "ALTER TABLE bare_metric ADD FOREIGN KEY (source_record_id) REFERENCES source_record (id) ON DELETE CASCADE,
        ADD FOREIGN KEY (definition_id) REFERENCES score_definition (id) ON DELETE CASCADE",
];
const OVER: &str = " ON CONFLICT (source_record_id, definition_id, day) DO UPDATE SET value = excluded.value, number = excluded.number,
    updated_at = excluded.updated_at";

/// Inserts the rows in one transaction. The statement is the same text for both drivers, whose types are not.
macro_rules! insert {
    ($pool:expr, $rows:expr, $over:expr) => {{
        let mut transaction = $pool.begin().await.expect("a transaction");
        for rows in $rows.chunks(ROWS) {
            let mut insert = QueryBuilder::new(
                "INSERT INTO bare_metric (source_record_id, definition_id, day, value, number, updated_at) ",
            );
            insert.push_values(rows, |mut row, metric| {
                row.push_bind(metric.record).push_bind(metric.definition).push_bind(metric.day);
                row.push_bind(Json(&metric.value)).push_bind(metric.number).push_bind(1_795_336_200_123_456_i64);
            });
            insert.push($over);
            insert.build().execute(&mut *transaction).await.expect("rows");
        }
        transaction.commit().await.expect("a commit");
    }};
}

/// Runs statements in one transaction, each given the id that the one before it returned.
macro_rules! chain {
    ($pool:expr, $statements:expr) => {{
        let mut transaction = $pool.begin().await.expect("a transaction");
        let mut id = 0_i64;
        for statement in $statements {
            let made = sqlx::query_scalar(AssertSqlSafe(statement.as_str())).bind(id);
            id = made.fetch_one(&mut *transaction).await.expect("a row");
        }
        transaction.commit().await.expect("a commit");
    }};
}

impl Bare {
    pub(crate) fn of(store: &Store) -> Self {
        match store.reader().get_database_backend() {
            DbBackend::Sqlite => Self::Sqlite {
                writer: store.writer().get_sqlite_connection_pool().clone(),
                reader: store.reader().get_sqlite_connection_pool().clone(),
            },
            _ => Self::Postgres(store.writer().get_postgres_connection_pool().clone()),
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// What makes the database look at its rows before it plans.
    pub(crate) fn statistics(&self) -> String {
        "ANALYZE".to_owned()
    }

    pub(crate) async fn run(&self, sql: &str) {
        let sql = AssertSqlSafe(sql);
        match self {
            Self::Sqlite { writer, .. } => drop(sqlx::query(sql).execute(writer).await.expect("a statement")),
            Self::Postgres(pool) => drop(sqlx::query(sql).execute(pool).await.expect("a statement")),
        }
    }

    pub(crate) async fn make_table(&self) {
        let statements = match self {
            Self::Sqlite { .. } => &TABLE_IN_SQLITE[..],
            Self::Postgres(_) => &TABLE_IN_POSTGRES,
        };
        for statement in statements {
            self.run(statement).await;
        }
    }

    pub(crate) async fn insert(&self, rows: &[Metric], over: bool) {
        let over = if over { OVER } else { "" };
        match self {
            Self::Sqlite { writer, .. } => insert!(writer, rows, over),
            Self::Postgres(pool) => insert!(pool, rows, over),
        }
    }

    pub(crate) async fn chain(&self, statements: &[String]) {
        match self {
            Self::Sqlite { writer, .. } => chain!(writer, statements),
            Self::Postgres(pool) => chain!(pool, statements),
        }
    }

    /// The ids that a statement finds.
    pub(crate) async fn ids(&self, statement: &str) -> Vec<i64> {
        let sql = AssertSqlSafe(statement);
        match self {
            Self::Sqlite { reader, .. } => sqlx::query_scalar(sql).fetch_all(reader).await.expect("ids"),
            Self::Postgres(pool) => sqlx::query_scalar(sql).fetch_all(pool).await.expect("ids"),
        }
    }

    /// Reads all rows of all statements, one after another, and says how many.
    pub(crate) async fn read(&self, statements: &[String]) -> usize {
        let mut rows = 0;
        for statement in statements {
            let query = AssertSqlSafe(statement.as_str());
            rows += match self {
                Self::Sqlite { reader, .. } => sqlx::query(query).fetch_all(reader).await.expect("rows").len(),
                Self::Postgres(pool) => sqlx::query(query).fetch_all(pool).await.expect("rows").len(),
            };
        }
        rows
    }
}

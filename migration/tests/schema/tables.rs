//! Tables, columns, indexes; up and down.

use std::collections::BTreeSet;

use entity::TABLES_OF_SOURCE_RECORD;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use crate::entities::{Tables, expected, read_all};
use crate::kit::{empty_databases, migrated_databases};

const COLUMNS_IN_SQLITE: &str = r#"SELECT m.name, c.name, CASE WHEN c."notnull" THEN 'NO' ELSE 'YES' END
    FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'"#;
const COLUMNS_IN_POSTGRES: &str = "SELECT table_name::text, column_name::text, is_nullable::text
    FROM information_schema.columns WHERE table_schema = current_schema()";
const INDEXES_IN_SQLITE: &str = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index'";
const INDEXES_IN_POSTGRES: &str =
    "SELECT indexname::text, tablename::text, indexdef FROM pg_indexes WHERE schemaname = current_schema()";

/// The longest name PostgreSQL keeps whole.
const LONGEST_NAME: usize = 63;

async fn rows(db: &DatabaseConnection, sqlite: &str, postgres: &str) -> Vec<[String; 3]> {
    let backend = db.get_database_backend();
    let sql = if backend == DbBackend::Sqlite { sqlite } else { postgres };
    let rows = db.query_all_raw(Statement::from_string(backend, sql)).await.expect("the database's own catalogue");
    rows.iter().map(|row| [0, 1, 2].map(|at| row.try_get_by_index(at).unwrap_or_default())).collect()
}

async fn found(db: &DatabaseConnection) -> Tables {
    let mut tables = Tables::new();
    for [table, column, nullable] in rows(db, COLUMNS_IN_SQLITE, COLUMNS_IN_POSTGRES).await {
        tables.entry(table).or_default().insert(column, nullable == "YES");
    }
    tables.remove("seaql_migrations");
    tables
}

#[tokio::test]
async fn every_entity_can_be_read() {
    for (kind, db) in migrated_databases("read").await {
        read_all(&db).await.unwrap_or_else(|(table, error)| panic!("{kind}: {table}: {error}"));
    }
}

#[tokio::test]
async fn tables_columns_and_nulls_are_those_of_the_entities() {
    for (kind, db) in migrated_databases("columns").await {
        let (found, expected) = (found(&db).await, expected());
        for (table, columns) in &expected {
            assert_eq!(found.get(table), Some(columns), "{kind}: {table}");
        }
        assert_eq!(found.len(), expected.len(), "{kind}: a table without entity");
    }
}

#[test]
fn the_list_of_what_hangs_on_a_source_record_is_complete() {
    let tables = expected();
    let required = tables.iter().filter(|(_, columns)| columns.get("source_record_id") == Some(&false));
    let required: BTreeSet<&str> = required.map(|(table, _)| table.as_str()).collect();
    assert_eq!(required, TABLES_OF_SOURCE_RECORD.iter().copied().collect());
}

#[tokio::test]
async fn every_table_of_a_source_record_has_an_index_that_starts_with_it() {
    for (kind, db) in migrated_databases("indexes").await {
        let indexes = rows(&db, INDEXES_IN_SQLITE, INDEXES_IN_POSTGRES).await;
        for table in TABLES_OF_SOURCE_RECORD {
            let indexed = indexes.iter().any(|[_, of, sql]| {
                let columns = sql.split_once('(').map_or("", |(_, columns)| columns).trim_start();
                of == table && columns.trim_start_matches('"').starts_with("source_record_id")
            });
            assert!(indexed, "{kind}: {table}");
        }
    }
}

#[tokio::test]
async fn index_names_are_not_cut() {
    for (kind, db) in migrated_databases("names").await {
        for [name, ..] in rows(&db, INDEXES_IN_SQLITE, INDEXES_IN_POSTGRES).await {
            assert!(name.len() <= LONGEST_NAME, "{kind}: {name}");
        }
    }
}

#[tokio::test]
async fn down_removes_everything_and_up_can_start_again() {
    for (kind, db) in empty_databases("down").await {
        for round in 1..=2 {
            Migrator::up(&db, None).await.unwrap_or_else(|error| panic!("{kind}: up {round}: {error}"));
            assert!(!found(&db).await.is_empty());
            Migrator::down(&db, None).await.unwrap_or_else(|error| panic!("{kind}: down {round}: {error}"));
            assert_eq!(found(&db).await, Tables::new(), "{kind}: left over");
        }
    }
}

#[tokio::test]
async fn migrations_can_go_down_one_by_one() {
    for (kind, db) in migrated_databases("steps").await {
        for step in 1..=Migrator::migrations().len() {
            Migrator::down(&db, Some(1)).await.unwrap_or_else(|error| panic!("{kind}: step {step}: {error}"));
        }
        assert_eq!(found(&db).await, Tables::new(), "{kind}: left over");
    }
}

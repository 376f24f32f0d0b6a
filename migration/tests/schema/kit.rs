//! A fresh database per test.

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

/// Empty databases of every kind that is at hand, each with its name for messages.
pub(crate) async fn empty_databases(test: &str) -> Vec<(&'static str, DatabaseConnection)> {
    let mut databases = vec![("SQLite", sqlite().await)];
    if let Ok(url) = std::env::var("ONEFOLD_TEST_POSTGRES") {
        databases.push(("PostgreSQL", postgres(&url, test).await));
    }
    databases
}

/// The same after all migrations.
pub(crate) async fn migrated_databases(test: &str) -> Vec<(&'static str, DatabaseConnection)> {
    let databases = empty_databases(test).await;
    for (kind, db) in &databases {
        Migrator::up(db, None).await.unwrap_or_else(|error| panic!("{kind}: up: {error}"));
    }
    databases
}

async fn sqlite() -> DatabaseConnection {
    let mut options = ConnectOptions::new("sqlite::memory:");
    // A second connection would see a second, empty database.
    options.max_connections(1);
    Database::connect(options).await.expect("SQLite in memory")
}

async fn postgres(url: &str, test: &str) -> DatabaseConnection {
    let schema = format!("migration_{test}");
    let admin = Database::connect(url).await.expect("ONEFOLD_TEST_POSTGRES");
    for statement in [format!("DROP SCHEMA IF EXISTS {schema} CASCADE"), format!("CREATE SCHEMA {schema}")] {
        admin.execute_unprepared(&statement).await.expect("a schema of its own");
    }
    admin.close().await.expect("closed");
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).set_schema_search_path(schema);
    Database::connect(options).await.expect("ONEFOLD_TEST_POSTGRES")
}

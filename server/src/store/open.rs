//! Opening the store: the settings that the two databases need to be fast and safe.

use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr};

use super::{StatementCount, Store};
use crate::config::StoreConfig;

/// Prepared statements that a connection keeps.
const STATEMENTS: usize = 512;

/// KiB of pages that a connection to SQLite keeps.
pub(super) const CACHE: u32 = 64 * 1024;

/// Connects to `url` (`sqlite:` or `postgres:`).
///
/// # Errors
/// The URL names another database, or the database does not answer.
pub async fn open(url: &str, config: &StoreConfig) -> Result<Store, DbErr> {
    let statements = Arc::new(StatementCount::default());
    let (writer, reader) = if url.starts_with("sqlite:") {
        let writer = connect(sqlite(url, config, 1), &statements).await?;
        let reader = connect(sqlite(url, config, config.connections), &statements).await?;
        (writer, reader)
    } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        let pool = connect(postgres(url, config), &statements).await?;
        (pool.clone(), pool)
    } else {
        // The driver would say the same with the whole URL, password included.
        return Err(DbErr::Custom("the database URL must begin with sqlite: or postgres:".to_owned()));
    };
    Ok(Store::new(writer, reader, statements))
}

async fn connect(options: ConnectOptions, statements: &Arc<StatementCount>) -> Result<DatabaseConnection, DbErr> {
    let mut connection = Database::connect(options).await?;
    let statements = Arc::clone(statements);
    connection.set_metric_callback(move |_| statements.add_one());
    Ok(connection)
}

fn sqlite(url: &str, config: &StoreConfig, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.to_owned());
    let busy = Duration::from_secs(config.acquire_seconds);
    shared(&mut options, config).max_connections(connections).min_connections(connections);
    options.map_sqlx_sqlite_opts(move |sqlite| {
        sqlite
            .journal_mode(SqliteJournalMode::Wal)
            // With WAL, `normal` survives a killed process; only a power cut may lose the last commits, never the file.
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(busy)
            .foreign_keys(true)
            .statement_cache_capacity(STATEMENTS)
            .pragma("cache_size", format!("-{CACHE}"))
            .pragma("temp_store", "memory")
            .pragma("mmap_size", "268435456")
    });
    options
}

fn postgres(url: &str, config: &StoreConfig) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.to_owned());
    shared(&mut options, config).max_connections(config.connections).min_connections(config.connections.min(4));
    // There are more statements than the hundred that the driver keeps by itself.
    options.map_sqlx_postgres_opts(|postgres| postgres.statement_cache_capacity(STATEMENTS));
    options
}

fn shared<'a>(options: &'a mut ConnectOptions, config: &StoreConfig) -> &'a mut ConnectOptions {
    options
        .acquire_timeout(Duration::from_secs(config.acquire_seconds))
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        // A ping before each use costs a round trip; a broken connection shows at its first statement anyway.
        .test_before_acquire(false)
        .sqlx_logging(false)
}

//! The store: pools, transactions, keyset paging. No topic is known here.

pub(crate) mod alternatives;
mod backup;
pub mod batch;
mod bulk;
pub mod children;
pub mod hanging;
pub mod insert;
pub mod keyset;
pub mod listing;
pub mod numbering;
mod open;
pub mod slice;
mod statements;
pub(crate) mod text;
mod work;

use std::sync::Arc;

use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};

pub use backup::backup;
pub use open::open;
pub use statements::StatementCount;
pub use work::{TimelineDraft, Work};

/// Both sides of the database.
///
/// SQLite has one writer: a pool of one connection whose transactions begin immediate, beside several readers. PostgreSQL has one
/// pool for both.
#[derive(Clone, Debug)]
pub struct Store {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    statements: Arc<StatementCount>,
}

impl Store {
    pub(crate) fn new(writer: DatabaseConnection, reader: DatabaseConnection, statements: Arc<StatementCount>) -> Self {
        Self { writer, reader, statements }
    }

    /// For statements that only read.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// For migrations and single statements that write outside a [`Work`].
    pub fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Begins a transaction that will write.
    ///
    /// # Errors
    /// No connection became free in time.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        // A deferred transaction would fail on its first write when another process wrote meanwhile; an immediate one waits its turn.
        let options = TransactionOptions {
            isolation_level: None,
            access_mode: None,
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        };
        self.writer.begin_with_options(options).await
    }

    /// How many statements were run, for tests that hold a query to a fixed number.
    pub fn statements(&self) -> &StatementCount {
        &self.statements
    }

    /// Connections of readers that are open, and how many of them are not in use.
    pub fn pool(&self) -> (u32, usize) {
        match self.reader.get_database_backend() {
            DbBackend::Postgres => {
                let pool = self.reader.get_postgres_connection_pool();
                (pool.size(), pool.num_idle())
            }
            _ => {
                let pool = self.reader.get_sqlite_connection_pool();
                (pool.size(), pool.num_idle())
            }
        }
    }

    /// Whether the store answers.
    ///
    /// # Errors
    /// It does not.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.reader.ping().await
    }
}

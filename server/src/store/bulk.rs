//! Settings for the while that very many rows are written.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};

use super::{Store, open};

/// Pages of the write-ahead log (256 MiB of them) after which they are moved into the file. The same pages of an index are changed by batch
/// after batch, and are moved once for all of these.
const LOG: u32 = 65_536;

/// KiB of pages that the writer keeps: the parts of the indexes that are written to, of some hundred thousand customers.
const CACHE: u32 = 512 * 1024;

impl Store {
    /// Prepares the writer for very many rows, until [`Store::end_bulk`]. What is committed is as safe as ever. PostgreSQL needs none of
    /// it.
    ///
    /// # Errors
    /// The store failed.
    pub async fn begin_bulk(&self) -> Result<(), DbErr> {
        self.set(&format!("PRAGMA wal_autocheckpoint = {LOG}; PRAGMA cache_size = -{CACHE};")).await
    }

    /// Has the writer work as before, with the log moved into the file and given back.
    ///
    /// # Errors
    /// The store failed.
    pub async fn end_bulk(&self) -> Result<(), DbErr> {
        let usual = open::CACHE;
        self.set(&format!(
            "PRAGMA wal_autocheckpoint = 1000; PRAGMA cache_size = -{usual}; PRAGMA wal_checkpoint(TRUNCATE);"
        ))
        .await
    }

    async fn set(&self, settings: &str) -> Result<(), DbErr> {
        match self.writer().get_database_backend() {
            DbBackend::Sqlite => self.writer().execute_unprepared(settings).await.map(|_| ()),
            _ => Ok(()),
        }
    }
}

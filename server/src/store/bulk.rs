//! Settings for the while that very many rows are written.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

use super::{Store, open};

/// Pages of the write-ahead log (256 MiB of them) after which they are moved into the file. The same pages of an index are changed by batch
/// after batch, and are moved once for all of these.
const LOG: u32 = 65_536;

/// KiB of pages that the writer keeps: the parts of the indexes that are written to, of some hundred thousand customers.
const CACHE: u32 = 512 * 1024;

impl Store {
    /// Prepares the writer for very many rows, until [`Store::end_bulk`]. As ever a killed process loses nothing that is committed and a
    /// power cut the last of it, but that may be more than usual. PostgreSQL needs none of it.
    ///
    /// # Errors
    /// The store failed.
    pub async fn begin_bulk(&self) -> Result<(), DbErr> {
        self.set(&format!("PRAGMA wal_autocheckpoint = {LOG}; PRAGMA cache_size = -{CACHE};")).await
    }

    /// Has the writer work as before. The log is moved into the file and its room given back; while somebody reads, that is left to a later
    /// time, for nobody else could write meanwhile.
    ///
    /// # Errors
    /// The store failed.
    pub async fn end_bulk(&self) -> Result<(), DbErr> {
        let usual = open::CACHE;
        let patience = self.patience().await?;
        self.set(&format!(
            "PRAGMA wal_autocheckpoint = 1000; PRAGMA cache_size = -{usual}; PRAGMA busy_timeout = 0; \
             PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = {patience};"
        ))
        .await
    }

    /// How long the writer waits for others, in milliseconds; 0 on PostgreSQL, which is not asked.
    async fn patience(&self) -> Result<i64, DbErr> {
        if self.writer().get_database_backend() != DbBackend::Sqlite {
            return Ok(0);
        }
        let asked = Statement::from_string(DbBackend::Sqlite, "PRAGMA busy_timeout");
        let row = self.writer().query_one_raw(asked).await?;
        row.map_or(Ok(0), |row| row.try_get_by_index(0))
    }

    async fn set(&self, settings: &str) -> Result<(), DbErr> {
        match self.writer().get_database_backend() {
            DbBackend::Sqlite => self.writer().execute_unprepared(settings).await.map(|_| ()),
            _ => Ok(()),
        }
    }
}

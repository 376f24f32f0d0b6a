//! Copying a SQLite store while it is in use.

use std::path::Path;

use anyhow::{Context, ensure};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::Store;

/// Writes a consistent copy of the store to `file`.
///
/// # Errors
/// The store is not SQLite (PostgreSQL has `pg_dump`), or the file exists or cannot be written.
pub async fn backup(store: &Store, file: &Path) -> anyhow::Result<()> {
    ensure!(
        store.reader().get_database_backend() == DbBackend::Sqlite,
        "only a SQLite store is copied so; use pg_dump"
    );
    ensure!(!file.exists(), "{} exists", file.display());
    let path = file.to_str().context("the file's name is not text")?.to_owned();
    let copy = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [path.into()]);
    store.reader().execute_raw(copy).await.context("copying the store")?;
    Ok(())
}

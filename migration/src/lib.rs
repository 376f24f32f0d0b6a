//! The store's schema as ordered migrations, the same for SQLite and PostgreSQL.
//!
//! One file a topic. Names are plain text, not those of the `entity` crate: entities move on, a migration that has run
//! somewhere does not. Each migration runs in a transaction on both databases, so a failed one leaves nothing behind.
//!
//! To change the schema: 1. a new file `mYYYYMMDD_NNNNNN_<topic>.rs`, a `mod` line and a line in
//! [`Migrator::migrations`], never an edit of an old file; 2. the entity; 3. the test in `tests/` compares the two.

use sea_orm_migration::prelude::*;

mod column;
mod table;

mod m20261122_000001_tenancy;
mod m20261122_000002_customer;
mod m20261122_000003_access;
mod m20261122_000004_catalogue;
mod m20261122_000005_loyalty;
mod m20261122_000006_activity;
mod m20261122_000007_scoring;
mod m20261122_000008_survey;
mod m20261122_000009_timeline;
mod m20261122_000010_audit;
mod m20261124_000011_guessing;
mod m20261124_000012_notification;
mod m20261124_000013_upstream;
mod m20261124_000015_told;

/// What [`Migrator`] can do, re-exported so that callers need no further dependency.
pub use sea_orm_migration::MigratorTrait;

/// Brings a database to the current schema, or back.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_tenancy::Migration),
            Box::new(m20261122_000002_customer::Migration),
            Box::new(m20261122_000003_access::Migration),
            Box::new(m20261122_000004_catalogue::Migration),
            Box::new(m20261122_000005_loyalty::Migration),
            Box::new(m20261122_000006_activity::Migration),
            Box::new(m20261122_000007_scoring::Migration),
            Box::new(m20261122_000008_survey::Migration),
            Box::new(m20261122_000009_timeline::Migration),
            Box::new(m20261122_000010_audit::Migration),
            Box::new(m20261124_000011_guessing::Migration),
            Box::new(m20261124_000012_notification::Migration),
            Box::new(m20261124_000013_upstream::Migration),
            Box::new(m20261124_000015_told::Migration),
        ]
    }
}

//! `onefold seed` and `onefold backup`.

use std::path::PathBuf;

use clap::Args;

use super::output;
use crate::app::App;
use crate::domain::connection::service as connections;
use crate::seed;
use crate::store::backup;

/// Fill the store with deterministic demo data.
#[derive(Debug, Args)]
pub(super) struct Seed {
    /// How many customers, each with about fifty rows of its own
    #[arg(long, default_value_t = 500)]
    customers: u64,
    /// The same number gives the same data
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The brand's number; needed when there are several
    #[arg(long)]
    brand: Option<i32>,
}

impl Seed {
    pub(super) async fn run(self, app: App) -> anyhow::Result<()> {
        app.migrate().await?;
        if connections::is_empty(&app).await? {
            connections::create_brand(&app, self.brand.unwrap_or(1), "Brand 1").await?;
        }
        let brand = connections::named_brand(&app, self.brand).await?;
        seed::definitions(&app, &brand).await?;
        let options = seed::Options { customers: self.customers, seed: self.seed };
        let report = seed::fill(&app, &brand, options, |progress| {
            output::progress(&format!("{} of {} customers", progress.customers, progress.of));
        });
        let report = report.await?;
        let seconds = report.elapsed.as_secs_f64().max(0.001);
        output::text(&format!(
            "{} customers, {} rows in {seconds:.1} s: {:.0} customers a second, {:.0} rows a second",
            report.customers,
            report.rows,
            report.customers as f64 / seconds,
            report.rows as f64 / seconds
        ))
    }
}

/// Copy a SQLite store while it is in use.
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// The file to write; it must not exist
    file: PathBuf,
}

impl Backup {
    pub(super) async fn run(self, app: App) -> anyhow::Result<()> {
        backup(app.store(), &self.file).await?;
        output::text(&format!("The store was copied to {}", self.file.display()))
    }
}

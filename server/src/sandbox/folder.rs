//! Where the sandbox keeps its store, and what the store was filled with.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use super::credentials::{self, Shown};
use crate::app::App;
use crate::config::{Config, Secret};
use crate::domain::connection::service as connections;
use crate::seed;

const STORE: &str = "sandbox.sqlite";
/// Written when the store is whole, so that one without it was cut off or is no sandbox's.
const FILLING: &str = "sandbox.json";

const SEED: u64 = 1;
const CUSTOMERS: u64 = 20;
/// The brand's number, which Omnidesk's calls name.
const BRAND: i32 = 1;

/// A folder that is kept, or goes with the sandbox.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    temporary: Option<TempDir>,
}

impl Folder {
    pub(super) fn open(kept: Option<PathBuf>) -> anyhow::Result<Self> {
        let Some(path) = kept else {
            let temporary = TempDir::with_prefix("onefold-sandbox-").context("making a temporary folder")?;
            return Ok(Self { path: temporary.path().to_owned(), temporary: Some(temporary) });
        };
        ensure!(
            path.join(FILLING).exists() || !path.join(STORE).exists(),
            "the store in {} was left half made; remove the folder",
            path.display()
        );
        Ok(Self { path, temporary: None })
    }

    /// The configuration with this folder's store and key in place of its own.
    pub(super) fn config(&self, config: Config) -> Config {
        let mut config = Config {
            database_url: Some(Secret::new(format!("sqlite://{}?mode=rwc", self.path.join(STORE).display()))),
            data_dir: self.path.clone(),
            secret_key: None,
            public_url: None,
            ..config
        };
        // Nothing here is secret: the password follows from the seed.
        (config.auth.hash_memory_kib, config.auth.hash_passes) = (64, 1);
        config
    }

    pub(super) fn close(self) -> anyhow::Result<()> {
        match self.temporary {
            Some(temporary) => temporary.close().context("removing the temporary folder"),
            None => Ok(()),
        }
    }
}

/// What the store was filled with.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Filling {
    seed: u64,
    customers: u64,
    /// What clients show.
    pub(super) shown: Shown,
}

impl Filling {
    /// What it follows from.
    pub(super) fn seed(&self) -> u64 {
        self.seed
    }

    /// That of the folder, which must be what is asked for; a new one where there is none.
    pub(super) async fn of(
        app: &App,
        folder: &Folder,
        seed: Option<u64>,
        customers: Option<u64>,
    ) -> anyhow::Result<Self> {
        let file = folder.path.join(FILLING);
        if file.exists() {
            let kept = Self::read(&file).with_context(|| format!("reading {}", file.display()))?;
            ensure!(
                seed.is_none_or(|seed| seed == kept.seed)
                    && customers.is_none_or(|customers| customers == kept.customers),
                "{} was filled with --seed {} --customers {}",
                folder.path.display(),
                kept.seed,
                kept.customers
            );
            return Ok(kept);
        }
        let made = Self::make(app, seed.unwrap_or(SEED), customers.unwrap_or(CUSTOMERS)).await?;
        fs::write(&file, serde_json::to_vec_pretty(&made)?).with_context(|| format!("writing {}", file.display()))?;
        Ok(made)
    }

    fn read(file: &Path) -> anyhow::Result<Self> {
        Ok(serde_json::from_slice(&fs::read(file)?)?)
    }

    async fn make(app: &App, seed: u64, customers: u64) -> anyhow::Result<Self> {
        let brand = connections::create_brand(app, BRAND, "Sandbox").await?;
        seed::definitions(app, &brand).await?;
        if customers > 0 {
            seed::fill(app, &brand, seed::Options { customers, seed }, |_| {}).await?;
        }
        let shown = credentials::make(app, &brand, seed).await?;
        Ok(Self { seed, customers, shown })
    }
}

//! `onefold sandbox`.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use entity::Timestamp;

use super::output;
use super::signal::Told;
use crate::config::Config;
use crate::sandbox;
use crate::sandbox::script::Script;

/// Serve the vendors' APIs over demo data, with faults by a script, for testing an integration.
#[derive(Debug, Args)]
pub(super) struct Sandbox {
    /// Where to listen; port 0 is any that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    bind: SocketAddr,
    /// Let other machines call; the credentials are no secret
    #[arg(long)]
    open: bool,
    /// The same number gives the same data and credentials; 1 unless the data folder has its own
    #[arg(long)]
    seed: Option<u64>,
    /// How many customers there are; 20 unless the data folder has its own
    #[arg(long)]
    customers: Option<u64>,
    /// When it is, such as 2026-01-01T00:00:00Z; the clock then stands until it is moved
    #[arg(long)]
    now: Option<Timestamp>,
    /// A fault script
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    /// Keep the store in this folder instead of a temporary one
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

impl Sandbox {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<()> {
        let faults = self.faults.as_deref().map(Script::of_file).transpose()?.unwrap_or_default();
        let sandbox = sandbox::Sandbox::start(sandbox::Options {
            config,
            bind: self.bind,
            open: self.open,
            seed: self.seed,
            customers: self.customers,
            now: self.now,
            faults,
            data_dir: self.data_dir,
        })
        .await?;
        let told = Told::listen().context("listening for signals")?;
        // On one line, so that a script knows when it has the whole.
        output::text(&sandbox.document().to_string())?;
        told.wait().await;
        sandbox.stop().await
    }
}

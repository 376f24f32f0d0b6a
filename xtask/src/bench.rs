//! What Onefold costs beside the bare database.

use anyhow::Result;
use clap::Args;

use crate::build;
use crate::postgres::Cluster;
use crate::rust_tests;
use crate::workspace::Workspace;

/// What to measure.
#[derive(Args)]
pub(crate) struct Options {
    /// Only subjects whose name contains this text.
    filter: Option<String>,
}

/// Builds the measurements optimised and runs them on SQLite and on a PostgreSQL of their own.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    build::assets(workspace)?;
    let filter = options.filter.as_deref();
    rust_tests::measure(workspace, filter, None)?;
    let cluster = Cluster::start(&workspace.shell)?;
    rust_tests::measure(workspace, filter, Some(&cluster.url()))
}

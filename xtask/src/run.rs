//! Commands that end in the server's program.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;
use xshell::cmd;

use crate::build::{self, Profile};
use crate::progress::step;
use crate::workspace::Workspace;

/// How much to make up.
#[derive(Args)]
pub(crate) struct Seed {
    /// Customers to add, each with all that hangs on a customer.
    #[arg(long)]
    customers: u64,
    /// The same number gives the same data.
    #[arg(long)]
    seed: Option<u64>,
}

/// Builds everything and becomes the server.
pub(crate) fn serve(workspace: &Workspace, profile: Profile, args: &[String]) -> Result<()> {
    let program = build::all(workspace, profile)?;
    become_program(workspace, &program, ["serve", "--demo"].into_iter().chain(args.iter().map(String::as_str)))
}

/// Fills the store, by the optimised program: the rate it prints is the one that counts.
pub(crate) fn seed(workspace: &Workspace, seed: &Seed) -> Result<()> {
    let program = build::server(workspace, Profile::Release)?;
    let mut args = vec!["seed".to_owned(), format!("--customers={}", seed.customers)];
    args.extend(seed.seed.map(|seed| format!("--seed={seed}")));
    become_program(workspace, &program, args.iter().map(String::as_str))
}

/// Writes the schema that the server serves; the admin app's queries are checked against it.
pub(crate) fn schema(workspace: &Workspace) -> Result<()> {
    let program = build::server(workspace, Profile::Dev)?;
    let path = workspace.path("schema.graphql");
    step("schema.graphql", || {
        let shell = &workspace.shell;
        let schema = cmd!(shell, "{program} schema").quiet().output()?.stdout;
        // The admin app is compiled again when the file changes.
        if fs::read(&path).ok().as_ref() != Some(&schema) {
            fs::write(&path, schema)?;
        }
        Ok(())
    })
}

/// Replaces this process, so that signals and the exit code are the program's own.
fn become_program<'a>(workspace: &Workspace, program: &Path, args: impl Iterator<Item = &'a str>) -> Result<()> {
    let error = Command::new(program).args(args).current_dir(&workspace.root).exec();
    Err(error).with_context(|| program.display().to_string())
}

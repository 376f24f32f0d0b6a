//! Building, running and testing Onefold, with nothing to install but Rust and Node.
//!
//! ```text
//! build ─► web (frontend/ → wasm → target/site) ─► bundles (web/* → target/site/*) ─► server
//! run   ─► build, then `onefold serve --demo`
//! test  ─► build, then SQLite, PostgreSQL, API, made-up calls, browser
//! bench ─► build, then measurements on SQLite and PostgreSQL
//! ci    ─► format, lints, then test
//! ```
//!
//! To add a command: a file with its work, a variant of [`Task`], a line in [`run`].

mod apt;
mod bench;
mod build;
mod bundle;
mod chromium;
mod ci;
mod folder;
mod fuzz;
mod node;
mod postgres;
mod progress;
mod python;
mod run;
mod rust_tests;
mod server;
mod stamp;
mod test;
mod tools;
mod web;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::build::Profile;
use crate::workspace::Workspace;

/// Builds, runs and tests Onefold.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds the admin app, GraphiQL and the server that holds both.
    Build {
        /// Optimised, as it is deployed.
        #[arg(long)]
        release: bool,
    },
    /// Builds everything and serves it, with demo data when the store is empty.
    Run {
        /// Optimised, as it is deployed.
        #[arg(long)]
        release: bool,
        /// More arguments for `onefold serve`.
        #[arg(last = true)]
        args: Vec<String>,
    },
    /// Fills the store with as many made-up customers as wanted.
    Seed(run::Seed),
    /// Writes the server's GraphQL schema to `schema.graphql`.
    Schema,
    /// Runs all tests: on SQLite, on PostgreSQL, against the running server, in a browser.
    Test(test::Options),
    /// Measures Onefold against the bare database, on SQLite and on PostgreSQL, and prints the ratios.
    Bench(bench::Options),
    /// What must pass before a change goes in: format, lints, all tests.
    Ci,
}

fn main() -> ExitCode {
    match run(Cli::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Without the backtrace that `Debug` would add: what failed is a command, and it has said why.
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    let workspace = Workspace::find()?;
    match task {
        Task::Build { release } => build::all(&workspace, Profile::from_flag(release)).map(drop),
        Task::Run { release, args } => run::serve(&workspace, Profile::from_flag(release), &args),
        Task::Seed(seed) => run::seed(&workspace, &seed),
        Task::Schema => run::schema(&workspace),
        Task::Test(options) => test::run(&workspace, &options),
        Task::Bench(options) => bench::run(&workspace, &options),
        Task::Ci => ci::run(&workspace),
    }
}

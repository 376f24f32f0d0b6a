//! The command line: results on standard output, logs on standard error, exit codes that mean something (0 done, 1 failed, 2 misused).

mod connection;
mod key;
mod outbox;
mod output;
mod sandbox;
mod serve;
mod signal;
mod store;
mod user;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::telemetry;

/// Stack of a worker thread. Each level of a GraphQL operation passes through every topic that adds fields to the type, which takes more
/// than the usual 2 MiB where the compiler does not optimise. Only what is used of it takes memory.
const STACK: usize = 16 << 20;

/// A self-hosted customer graph: one GraphQL API, one admin app, one binary.
///
/// Settings come from the environment (ONEFOLD_BIND, ONEFOLD_DATA_DIR, DATABASE_URL, ONEFOLD_ADMIN_EMAIL, ONEFOLD_ADMIN_PASSWORD, …) and from onefold.toml; `onefold config` shows them all.
#[derive(Debug, Parser)]
#[command(name = "onefold", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Migrate the store and serve GraphQL, the admin app and the mirrors
    Serve(serve::Serve),
    /// Bring the store's schema up to date
    Migrate,
    /// Fill the store with deterministic demo data
    Seed(store::Seed),
    /// Print the GraphQL schema as a Federation 2 subgraph
    Schema,
    /// Print the settings in force, secrets hidden
    Config,
    /// Staff users
    #[command(subcommand)]
    User(user::User),
    /// API keys and vendor credentials
    #[command(subcommand)]
    Key(key::Key),
    /// Vendor connections
    #[command(subcommand)]
    Connection(connection::Connection),
    /// What is to be delivered to the real vendors
    #[command(subcommand)]
    Outbox(outbox::Outbox),
    /// Serve the vendors' APIs over demo data, with faults by a script, for testing an integration
    Sandbox(sandbox::Sandbox),
    /// Copy a SQLite store while it is in use
    Backup(store::Backup),
}

impl Cli {
    /// Runs the command and tells how it went.
    pub fn run(self) -> ExitCode {
        match self.execute() {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                output::problem(&error);
                ExitCode::FAILURE
            }
        }
    }

    fn execute(self) -> anyhow::Result<()> {
        if matches!(self.command, Command::Schema) {
            return output::text(&crate::graphql::sdl());
        }
        let config = Config::load()?;
        if matches!(self.command, Command::Config) {
            return output::json(&serde_json::to_value(&config)?);
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().thread_stack_size(STACK).enable_all().build()?;
        let traces = {
            let _in = runtime.enter();
            telemetry::start(&config)?
        };
        let ran = runtime.block_on(self.command.run(config));
        if let Some(traces) = traces {
            traces.end();
        }
        ran
    }
}

impl Command {
    async fn run(self, config: Config) -> anyhow::Result<()> {
        // A store of its own: the one of the configuration is not even opened.
        if let Self::Sandbox(sandbox) = self {
            return sandbox.run(config).await;
        }
        let app = App::open(config, Clock::system()).await?;
        match self {
            Self::Serve(serve) => serve.run(app).await,
            Self::Migrate => app.migrate().await,
            Self::Seed(seed) => seed.run(app).await,
            Self::User(user) => user.run(app).await,
            Self::Key(key) => key.run(app).await,
            Self::Connection(connection) => connection.run(app).await,
            Self::Outbox(outbox) => outbox.run(app).await,
            Self::Backup(backup) => backup.run(app).await,
            Self::Schema | Self::Config | Self::Sandbox(_) => Ok(()),
        }
    }
}

//! All tests, in stages.

use std::cell::OnceCell;
use std::fs;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use xshell::cmd;

use crate::build::{self, Profile};
use crate::postgres::Cluster;
use crate::progress::Stages;
use crate::server::Server;
use crate::workspace::Workspace;
use crate::{chromium, fuzz, node, rust_tests};

/// What API clients and their tools hold the server to.
const API_TESTS: [&str; 3] = ["graphql-http.test.mjs", "composition.test.mjs", "openapi.test.mjs"];

/// What staff do in a browser: a day of somebody in support, one of an operator, and every page looked at.
const BROWSER_TESTS: [&str; 3] = ["browser.test.mjs", "desk.test.mjs", "pages.test.mjs"];

/// Writes of the thorough run.
const CRASH_WRITES: &str = "2000";

/// Which tests to run.
#[derive(Args, Default)]
pub(crate) struct Options {
    /// Only this stage; may be given several times.
    #[arg(long)]
    only: Vec<Stage>,
    /// Kill servers during 2,000 writes to vendors instead of 300.
    #[arg(long)]
    crash: bool,
    /// Only tests whose name contains this text; without `--only`, those of Rust.
    filter: Option<String>,
}

/// A part of the suite.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// All tests of Rust, on SQLite.
    Sqlite,
    /// The integration tests again, on a PostgreSQL of their own.
    Postgres,
    /// What of the admin app needs no browser.
    App,
    /// The running server as API clients see it.
    Api,
    /// The running mirrors under calls that a machine makes up from their documents.
    Fuzz,
    /// The running server in a browser.
    Browser,
}

impl Options {
    fn wants(&self, stage: Stage) -> bool {
        match (self.only.is_empty(), &self.filter) {
            (false, _) => self.only.contains(&stage),
            (true, None) => true,
            (true, Some(_)) => matches!(stage, Stage::Sqlite | Stage::Postgres),
        }
    }
}

/// Builds what is tested and runs the stages; all of them, also after a failure, unless there is nothing to test.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let mut stages = Stages::default();
    stages.run("building", || {
        build::assets(workspace)?;
        rust_tests::build(workspace)
    });
    if stages.passed() {
        rust_stages(workspace, options, &mut stages);
        outside_stages(workspace, options, &mut stages);
    }
    stages.finish()
}

fn rust_stages(workspace: &Workspace, options: &Options, stages: &mut Stages) {
    if options.crash {
        workspace.shell.set_var("ONEFOLD_CRASH_WRITES", CRASH_WRITES);
    }
    let filter = options.filter.as_deref();
    if options.wants(Stage::Sqlite) {
        stages.run("tests on SQLite", || rust_tests::on_sqlite(workspace, filter));
    }
    if options.wants(Stage::App) {
        stages.run("tests of the admin app", || rust_tests::of_app(workspace));
    }
    if options.wants(Stage::Postgres) {
        stages.run("tests on PostgreSQL", || {
            let cluster = Cluster::start(&workspace.shell)?;
            rust_tests::on_postgres(workspace, filter, &cluster.url())
        });
    }
}

fn outside_stages(workspace: &Workspace, options: &Options, stages: &mut Stages) {
    let outside = Outside { workspace, filter: options.filter.as_deref(), server: OnceCell::new() };
    if options.wants(Stage::Api) {
        stages.run("tests of the API", || outside.run(&API_TESTS, &[]));
    }
    if options.wants(Stage::Fuzz) {
        stages.run("made-up calls to the mirrors", || fuzz::run(workspace));
    }
    if options.wants(Stage::Browser) {
        stages.run("tests in the browser", || {
            let chromium = chromium::require(&workspace.shell)?.display().to_string();
            let screenshots = workspace.target.join("screenshots").display().to_string();
            let environment = [("ONEFOLD_CHROMIUM", chromium), ("ONEFOLD_SCREENSHOTS", screenshots)];
            outside.run(&BROWSER_TESTS, &environment)
        });
    }
}

/// The tests that see a running server and nothing else of it; they share one.
struct Outside<'a> {
    workspace: &'a Workspace,
    filter: Option<&'a str>,
    server: OnceCell<(Server, Vec<(&'static str, String)>)>,
}

impl Outside<'_> {
    fn run(&self, files: &[&str], environment: &[(&str, String)]) -> Result<()> {
        let shell = &self.workspace.shell;
        let folder = self.workspace.path("tests/node");
        node::require(shell)?;
        node::install(self.workspace, &folder)?;
        let server = self.environment()?.iter().map(|(name, value)| (*name, value));
        let environment = environment.iter().map(|(name, value)| (*name, value)).chain(server);
        let _inside = shell.push_dir(&folder);
        let filter = self.filter.map(|text| format!("--test-name-pattern={text}"));
        // One file after the other: several browsers at a time would be slow on a small machine.
        let options = ["--test-reporter=spec", "--test-concurrency=1"];
        Ok(cmd!(shell, "node --test {options...} {filter...} {files...}").envs(environment).quiet().run()?)
    }

    /// Starts the server at the first call.
    fn environment(&self) -> Result<&[(&'static str, String)]> {
        if self.server.get().is_none() {
            let notes = self.workspace.notes();
            fs::create_dir_all(&notes)?;
            let server = Server::start(&build::program(self.workspace, Profile::Dev), &notes.join("server.log"))?;
            let environment = server.environment()?;
            self.server.set((server, environment)).ok().context("the server was started twice")?;
        }
        Ok(self.server.get().map_or(&[], |(_, environment)| environment))
    }
}

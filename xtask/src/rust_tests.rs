//! The tests that cargo runs.
//!
//! All of them name the same packages to cargo and differ in which tests they run: another selection would unify features
//! differently and compile the dependencies a second time.

use anyhow::Result;
use xshell::Cmd;

use crate::tools;
use crate::workspace::Workspace;

const PACKAGES: [&str; 3] = ["--workspace", "--exclude", "frontend"];

/// Builds the programs, the server among them.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    Ok(workspace.cargo().arg("build").args(PACKAGES).quiet().run()?)
}

/// All tests, on SQLite; or those whose name contains `filter`.
pub(crate) fn on_sqlite(workspace: &Workspace, filter: Option<&str>) -> Result<()> {
    let run = if has_nextest() { nextest(workspace, filter) } else { cargo_test(workspace) };
    Ok(run.args(filter).env_remove("ONEFOLD_TEST_DATABASE_URL").run()?)
}

/// The integration tests again, on the PostgreSQL at `url`.
pub(crate) fn on_postgres(workspace: &Workspace, filter: Option<&str>, url: &str) -> Result<()> {
    let run = if has_nextest() {
        nextest(workspace, filter).args(["-E", "kind(test)"])
    } else {
        cargo_test(workspace).args(["--test", "*"])
    };
    Ok(run.args(filter).env("ONEFOLD_TEST_DATABASE_URL", url).run()?)
}

/// The measurements, on SQLite or on the PostgreSQL at `url`.
pub(crate) fn measure(workspace: &Workspace, filter: Option<&str>, url: Option<&str>) -> Result<()> {
    let run = workspace.cargo().arg("bench").args(PACKAGES).args(["--bench", "measure", "--"]).args(filter).quiet();
    let run = match url {
        Some(url) => run.env("ONEFOLD_TEST_DATABASE_URL", url),
        None => run.env_remove("ONEFOLD_TEST_DATABASE_URL"),
    };
    Ok(run.run()?)
}

/// The admin app's own tests: what of it needs no browser.
pub(crate) fn of_app(workspace: &Workspace) -> Result<()> {
    Ok(workspace.cargo().args(["test", "-p", "frontend"]).quiet().run()?)
}

fn has_nextest() -> bool {
    tools::find(&["cargo-nextest"]).is_some()
}

fn nextest<'a>(workspace: &'a Workspace, filter: Option<&str>) -> Cmd<'a> {
    // A filter may well name tests of one stage only.
    let none = if filter.is_some() { "--no-tests=warn" } else { "--no-tests=fail" };
    let threads = threads().to_string();
    let run = workspace.cargo().args(["nextest", "run"]).args(PACKAGES).args(["--no-fail-fast", none]);
    run.args(["--test-threads", &threads]).quiet()
}

/// Twice as many as there are cores: a good part of the tests waits, for vendors that hang and servers that are killed. Each has some ten
/// connections, and the cluster gives three hundred.
fn threads() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    (2 * cores).min(16)
}

fn cargo_test(workspace: &Workspace) -> Cmd<'_> {
    workspace.cargo().arg("test").args(PACKAGES).arg("--no-fail-fast").quiet()
}

//! What must pass before a change goes in.

use anyhow::Result;

use crate::progress::step;
use crate::workspace::Workspace;
use crate::{test, web};

/// Format and lints first: they fail fastest.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    step("format", || Ok(workspace.cargo().args(["fmt", "--all", "--check"]).quiet().run()?))?;
    step("lints", || lint(workspace, &["--workspace", "--exclude", "frontend", "--all-targets"]))?;
    web::add_target(workspace)?;
    step("lints of the admin app", || lint(workspace, &["-p", "frontend", "--target", web::TARGET]))?;
    test::run(workspace, &test::Options::default())
}

fn lint(workspace: &Workspace, packages: &[&str]) -> Result<()> {
    Ok(workspace.cargo().arg("clippy").args(packages).args(["--", "-D", "warnings"]).quiet().run()?)
}

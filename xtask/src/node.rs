//! Node and its packages.

use std::path::Path;

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::progress::step;
use crate::stamp::{Inputs, Stamp};
use crate::workspace::Workspace;

const OLDEST: u32 = 20;

/// Makes sure that Node is there and not too old.
pub(crate) fn require(shell: &Shell) -> Result<()> {
    let version = cmd!(shell, "node --version").quiet().read().context("Node is missing: install Node 20 or later")?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST) {
        bail!("Node {version} is too old: install Node {OLDEST} or later");
    }
    Ok(())
}

/// Installs what the lockfile of `folder` names, when it is not what is installed.
pub(crate) fn install(workspace: &Workspace, folder: &Path) -> Result<()> {
    let modules = folder.join("node_modules");
    let inputs = Inputs::default().file(&folder.join("package-lock.json"))?;
    // Beside the packages, so that it goes when they go.
    let stamp = Stamp::new(modules.join(".onefold-stamp"), inputs);
    if stamp.is_fresh(&modules) {
        return Ok(());
    }
    let shell = &workspace.shell;
    let _inside = shell.push_dir(folder);
    step(&format!("npm packages of {}", folder.display()), || {
        // No package that is used here needs its install script.
        cmd!(shell, "npm ci --ignore-scripts --no-audit --no-fund --loglevel=error").quiet().ignore_stdout().run()?;
        stamp.write()
    })
}

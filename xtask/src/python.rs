//! Python, and programs that are written in it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::apt;
use crate::progress::step;
use crate::stamp::{Inputs, Stamp};
use crate::workspace::Workspace;

/// Installs the packages that `requirements` lists into a folder of their own, when they are not there, and answers where their programs
/// lie. Nothing outside of the target folder changes.
pub(crate) fn install(workspace: &Workspace, requirements: &Path) -> Result<PathBuf> {
    let folder = workspace.target.join("python");
    let programs = folder.join("bin");
    let stamp = Stamp::new(folder.join("onefold-stamp"), Inputs::default().file(requirements)?);
    if stamp.is_fresh(&programs) {
        return Ok(programs);
    }
    let shell = &workspace.shell;
    require(shell)?;
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
    }
    step("Python packages", || {
        cmd!(shell, "python3 -m venv {folder}").quiet().run()?;
        let pip = programs.join("python");
        cmd!(shell, "{pip} -m pip install --quiet --disable-pip-version-check --requirement {requirements}")
            .quiet()
            .run()?;
        stamp.write()
    })?;
    Ok(programs)
}

/// Makes sure that Python 3 is there and can make an environment.
fn require(shell: &Shell) -> Result<()> {
    let works = || cmd!(shell, "python3 -c {WORKS}").quiet().ignore_stdout().ignore_stderr().run();
    if works().is_err() {
        apt::install(shell, "python3-venv")?;
        works().context("python3-venv was installed and Python cannot make an environment")?;
    }
    Ok(())
}

const WORKS: &str = "import ensurepip, venv";

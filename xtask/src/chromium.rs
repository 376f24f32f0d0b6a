//! The browser of the browser test.

use std::path::PathBuf;

use anyhow::{Context, Result};
use xshell::Shell;

use crate::{apt, tools};

/// Finds Chromium, or installs it.
pub(crate) fn require(shell: &Shell) -> Result<PathBuf> {
    if let Some(program) = find() {
        return Ok(program);
    }
    apt::install(shell, "chromium")?;
    find().context("chromium was installed and is not on the path")
}

fn find() -> Option<PathBuf> {
    tools::find(&["chromium", "chromium-browser", "google-chrome"])
}

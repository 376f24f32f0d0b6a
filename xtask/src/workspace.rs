//! Where things lie, and how cargo is called.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;
use xshell::{Cmd, Shell};

/// The folders of this checkout, and a shell that stands in its root.
pub(crate) struct Workspace {
    /// Runs commands.
    pub(crate) shell: Shell,
    /// The checkout.
    pub(crate) root: PathBuf,
    /// Cargo's target folder.
    pub(crate) target: PathBuf,
    /// The web assets that the server embeds. `server/build.rs` arrives at the same folder by itself, so that a plain
    /// `cargo build` and this program do not undo each other's work. Not `web`: cargo keeps a folder of that name for the
    /// profile `web`.
    pub(crate) web: PathBuf,
}

impl Workspace {
    /// Asks cargo.
    pub(crate) fn find() -> Result<Self> {
        let shell = Shell::new()?;
        let metadata = cargo_in(&shell).args(["metadata", "--no-deps", "--format-version", "1"]).quiet().read()?;
        let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata")?;
        let root = folder(&metadata, "workspace_root")?;
        let target = folder(&metadata, "target_directory")?;
        // The build folder is the target folder unless it was moved; cargo before 1.91 does not name it.
        let build = folder(&metadata, "build_directory").unwrap_or_else(|_| target.clone());
        let web = env::var_os("ONEFOLD_WEB_DIR").map_or_else(|| build.join("site"), PathBuf::from);
        shell.change_dir(&root);
        Ok(Self { shell, root, target, web })
    }

    /// Cargo, called as if from a terminal.
    pub(crate) fn cargo(&self) -> Cmd<'_> {
        cargo_in(&self.shell)
    }

    /// Where this program keeps its own notes.
    pub(crate) fn notes(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// A path below the root.
    pub(crate) fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }
}

/// `cargo run` leaves variables that describe *this* program. Build scripts that watch them would run again each time the same
/// build is started from a terminal and from here by turns.
fn cargo_in(shell: &Shell) -> Cmd<'_> {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let describes_us = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    env::vars_os()
        .map(|(name, _)| name)
        .filter(|name| name.to_str().is_some_and(describes_us))
        .fold(shell.cmd(program), Cmd::env_remove)
}

fn folder(metadata: &Value, key: &str) -> Result<PathBuf> {
    metadata[key].as_str().map(PathBuf::from).with_context(|| format!("cargo metadata names no {key}"))
}

//! Skipping a step whose inputs are those of its last run.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::folder;
use crate::workspace::Workspace;

/// A digest over everything that a step reads.
#[derive(Default)]
pub(crate) struct Inputs(Sha256);

impl Inputs {
    /// Adds the code of the steps themselves.
    pub(crate) fn steps(self, workspace: &Workspace) -> Result<Self> {
        self.tree(&workspace.path("xtask/src"))
    }

    /// Adds a file.
    pub(crate) fn file(mut self, path: &Path) -> Result<Self> {
        let content = fs::read(path).with_context(|| path.display().to_string())?;
        self.part(path.to_string_lossy().as_bytes());
        self.part(&content);
        Ok(self)
    }

    /// Adds all files of a folder; one that does not exist is empty.
    pub(crate) fn tree(mut self, path: &Path) -> Result<Self> {
        for (name, content) in folder::read(path)? {
            self.part(name.as_bytes());
            self.part(&content);
        }
        Ok(self)
    }

    /// Lengths keep the end of one part and the start of the next apart.
    fn part(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    fn digest(self) -> String {
        hex::encode(self.0.finalize())
    }
}

/// The note that a step left about its inputs.
pub(crate) struct Stamp {
    path: PathBuf,
    digest: String,
}

impl Stamp {
    /// The stamp at `path`, to be compared with `inputs`.
    pub(crate) fn new(path: PathBuf, inputs: Inputs) -> Self {
        Self { path, digest: inputs.digest() }
    }

    /// Whether the last run had the same inputs and `output` is still there.
    pub(crate) fn is_fresh(&self, output: &Path) -> bool {
        output.exists() && fs::read_to_string(&self.path).is_ok_and(|noted| noted == self.digest)
    }

    /// Notes that the step was done.
    pub(crate) fn write(&self) -> Result<()> {
        if let Some(parent) = self.path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&self.path, &self.digest).with_context(|| self.path.display().to_string())
    }
}

/// Sixteen hexadecimal digits that change with the content.
pub(crate) fn short_hash(content: &[u8]) -> String {
    let mut digest = hex::encode(Sha256::digest(content));
    digest.truncate(16);
    digest
}

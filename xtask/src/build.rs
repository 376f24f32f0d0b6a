//! Everything that is built, in order: the server embeds what comes before it.

use std::env::consts::EXE_SUFFIX;
use std::path::PathBuf;

use anyhow::Result;

use crate::progress::step;
use crate::workspace::Workspace;
use crate::{bundle, web};

/// How the server is compiled. The web assets are always optimised.
#[derive(Clone, Copy)]
pub(crate) enum Profile {
    /// Quick to build.
    Dev,
    /// Quick to run.
    Release,
}

impl Profile {
    /// What `--release` means.
    pub(crate) fn from_flag(release: bool) -> Self {
        if release { Self::Release } else { Self::Dev }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
        }
    }
}

/// Builds everything and answers where the server's program lies.
pub(crate) fn all(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    assets(workspace)?;
    server(workspace, profile)
}

/// Builds what the server embeds.
pub(crate) fn assets(workspace: &Workspace) -> Result<()> {
    web::build(workspace)?;
    bundle::ALL.iter().try_for_each(|bundle| bundle.build(workspace))
}

/// Builds the server with the web assets that are there, and answers where its program lies.
pub(crate) fn server(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    step("server", || {
        Ok(workspace.cargo().args(["build", "-p", "onefold", "--profile", profile.name()]).quiet().run()?)
    })?;
    Ok(program(workspace, profile))
}

/// Where cargo puts the server's program.
pub(crate) fn program(workspace: &Workspace, profile: Profile) -> PathBuf {
    workspace.target.join(profile.folder()).join(format!("onefold{EXE_SUFFIX}"))
}

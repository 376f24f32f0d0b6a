//! Installing what a test needs, where that is possible without asking.

use anyhow::{Result, bail};
use xshell::{Shell, cmd};

use crate::progress::step;
use crate::tools;

/// Installs a Debian package, or says what is missing where it may not.
pub(crate) fn install(shell: &Shell, package: &str) -> Result<()> {
    if tools::find(&["apt-get"]).is_none() || !tools::is_root(shell)? {
        bail!("{package} is missing: install it, or run this as root on Debian, where it is installed by itself");
    }
    let _quiet = shell.push_env("DEBIAN_FRONTEND", "noninteractive");
    step(&format!("installing {package}"), || {
        cmd!(shell, "apt-get update -q").quiet().ignore_stdout().run()?;
        Ok(cmd!(shell, "apt-get install -qy --no-install-recommends {package}").quiet().ignore_stdout().run()?)
    })
}

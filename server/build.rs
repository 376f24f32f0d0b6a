//! Tells the compiler where the web assets lie, and cargo to embed them again when they change. `ONEFOLD_WEB_DIR`, an absolute
//! path, names another folder to this script and to `cargo xtask` alike.

use std::env;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-env-changed=ONEFOLD_WEB_DIR");
    let folder = env::var_os("ONEFOLD_WEB_DIR").map(PathBuf::from).or_else(default_folder);
    let folder =
        folder.ok_or_else(|| io::Error::other("OUT_DIR is not where cargo used to put it: set ONEFOLD_WEB_DIR"))?;
    if !folder.exists() {
        create(&folder)?;
    }
    println!("cargo:rerun-if-changed={}", folder.display());
    println!("cargo:rustc-env=ONEFOLD_WEB_DIR={}", folder.display());
    Ok(())
}

/// `site` in cargo's target folder, where `cargo xtask build` puts the assets too.
///
/// `OUT_DIR` is `<target>/<profile>/build/…/out`, or `<target>/<triple>/<profile>/build/…/out` when cargo was told a triple.
fn default_folder() -> Option<PathBuf> {
    let out = PathBuf::from(env::var_os("OUT_DIR")?);
    let profile = out.ancestors().find(|folder| folder.ends_with("build"))?.parent()?;
    let target = profile.parent()?;
    let target = if target.ends_with(env::var_os("TARGET")?) { target.parent()? } else { target };
    Some(target.join("site"))
}

/// An empty folder, so that the server compiles before the web assets were ever built.
///
/// It looks old, because cargo would run this script again for a folder that is younger than the script's last run.
fn create(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    File::open(folder)?.set_modified(SystemTime::UNIX_EPOCH)
}

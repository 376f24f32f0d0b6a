//! The GraphiQL bundle: `web/graphiql` → `<site>/graphiql`.

use anyhow::Result;
use xshell::cmd;

use crate::progress::{fresh, step};
use crate::stamp::{Inputs, Stamp};
use crate::workspace::Workspace;
use crate::{folder, node};

/// The folder below the web assets that belongs to GraphiQL.
pub(crate) const FOLDER: &str = "graphiql";

/// Bundles GraphiQL when its sources have changed.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let source = workspace.path("web/graphiql");
    let inputs = Inputs::default()
        .steps(workspace)?
        .file(&source.join("package-lock.json"))?
        .file(&source.join("build.mjs"))?
        .tree(&source.join("src"))?;
    let stamp = Stamp::new(workspace.notes().join("graphiql.stamp"), inputs);
    if stamp.is_fresh(&workspace.web.join(FOLDER).join("index.html")) {
        fresh("GraphiQL");
        return Ok(());
    }
    node::require(&workspace.shell)?;
    node::install(workspace, &source)?;
    step("GraphiQL", || {
        bundle(workspace)?;
        stamp.write()
    })
}

fn bundle(workspace: &Workspace) -> Result<()> {
    let shell = &workspace.shell;
    let bundle = tempfile::tempdir()?;
    let (script, out) = (workspace.path("web/graphiql/build.mjs"), bundle.path());
    cmd!(shell, "node {script} {out}").quiet().run()?;
    let mut files = folder::read(out)?;
    folder::compress(&mut files)?;
    folder::write(&workspace.web.join(FOLDER), &files, None)
}

//! Pages that are bundled from npm packages: `web/<name>` → `<site>/<name>`.

use anyhow::Result;
use xshell::cmd;

use crate::progress::{fresh, step};
use crate::stamp::{Inputs, Stamp};
use crate::workspace::Workspace;
use crate::{folder, node};

/// A page with a folder of its own below `web/`, and one of the same name below the web assets.
pub(crate) struct Bundle {
    folder: &'static str,
    title: &'static str,
}

/// All of them.
pub(crate) const ALL: [Bundle; 2] =
    [Bundle { folder: "graphiql", title: "GraphiQL" }, Bundle { folder: "openapi", title: "API reference" }];

/// The folders below the web assets that belong to these pages.
pub(crate) fn folders() -> [&'static str; ALL.len()] {
    ALL.map(|bundle| bundle.folder)
}

impl Bundle {
    /// Bundles the page when its sources have changed.
    pub(crate) fn build(&self, workspace: &Workspace) -> Result<()> {
        let source = workspace.path("web").join(self.folder);
        let inputs = Inputs::default()
            .steps(workspace)?
            .file(&source.join("package-lock.json"))?
            .file(&source.join("build.mjs"))?
            .tree(&source.join("src"))?;
        let stamp = Stamp::new(workspace.notes().join(format!("{}.stamp", self.folder)), inputs);
        if stamp.is_fresh(&workspace.web.join(self.folder).join("index.html")) {
            fresh(self.title);
            return Ok(());
        }
        node::require(&workspace.shell)?;
        node::install(workspace, &source)?;
        step(self.title, || {
            self.bundle(workspace)?;
            stamp.write()
        })
    }

    fn bundle(&self, workspace: &Workspace) -> Result<()> {
        let shell = &workspace.shell;
        let bundle = tempfile::tempdir()?;
        let (script, out) = (workspace.path("web").join(self.folder).join("build.mjs"), bundle.path());
        cmd!(shell, "node {script} {out}").quiet().run()?;
        let mut files = folder::read(out)?;
        folder::compress(&mut files)?;
        folder::write(&workspace.web.join(self.folder), &files, &[])
    }
}

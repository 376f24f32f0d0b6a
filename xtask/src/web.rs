//! The admin app: `frontend/` → wasm → `<site>`.
//!
//! ```text
//! <site>/index.html                     from frontend/index.html, placeholders filled
//! <site>/assets/start-<hash>.js         loads the two below
//! <site>/assets/frontend-<hash>.js      the bridge that wasm-bindgen writes
//! <site>/assets/frontend_bg-<hash>.wasm the app
//! <site>/assets/style-<hash>.css        frontend/style/*.css, in the order of their names
//! <site>/…                              frontend/public, as it is
//! ```
//!
//! Names below `assets/` change with the content, so a browser may keep these files for ever.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;
use xshell::cmd;

use crate::bundle;
use crate::folder::{self, Files};
use crate::progress::{fresh, step};
use crate::stamp::{Inputs, Stamp, short_hash};
use crate::workspace::Workspace;

/// What the app is compiled for.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Compiles the app, and writes its web assets when something in them has changed.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    add_target(workspace)?;
    let wasm = step("admin app", || compile(workspace))?;
    let source = workspace.path("frontend");
    let inputs = Inputs::default()
        .steps(workspace)?
        .file(&wasm)?
        .file(&source.join("index.html"))?
        .tree(&source.join("style"))?
        .tree(&source.join("public"))?;
    let stamp = Stamp::new(workspace.notes().join("web.stamp"), inputs);
    if stamp.is_fresh(&workspace.web.join("index.html")) {
        fresh("web assets");
        return Ok(());
    }
    step("web assets", || {
        let mut files = assemble(&source, &wasm)?;
        folder::compress(&mut files)?;
        folder::write(&workspace.web, &files, &bundle::folders())?;
        stamp.write()
    })
}

/// Asks the compiler rather than rustup, which need not be there.
pub(crate) fn add_target(workspace: &Workspace) -> Result<()> {
    let shell = &workspace.shell;
    let libraries = cmd!(shell, "rustc --print target-libdir --target {TARGET}").quiet().read()?;
    if Path::new(&libraries).is_dir() {
        return Ok(());
    }
    step("Rust target wasm32-unknown-unknown", || {
        let add = cmd!(shell, "rustup target add {TARGET}").quiet().run();
        add.with_context(|| format!("the Rust target {TARGET} is missing and rustup could not add it"))
    })
}

/// Cargo knows best whether this is needed.
fn compile(workspace: &Workspace) -> Result<PathBuf> {
    workspace.cargo().args(["build", "-p", "frontend", "--profile", "web", "--target", TARGET]).quiet().run()?;
    Ok(workspace.target.join(TARGET).join("web/frontend.wasm"))
}

fn assemble(source: &Path, wasm: &Path) -> Result<Files> {
    let mut files = folder::read(&source.join("public"))?;
    let page = std::fs::read_to_string(source.join("index.html"))?;
    let app = App::add(&mut files, bindgen(wasm)?)?;
    let style = add(&mut files, "style", "css", style(source)?);
    let page = fill(&page, &[("start", &app.start), ("script", &app.script), ("wasm", &app.wasm), ("style", &style)])?;
    files.insert("index.html".to_owned(), page.into_bytes());
    Ok(files)
}

/// The files that wasm-bindgen makes of the compiled app.
fn bindgen(wasm: &Path) -> Result<Files> {
    let out = tempfile::tempdir()?;
    Bindgen::new()
        .input_path(wasm)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(out.path())?;
    folder::read(out.path())
}

fn style(source: &Path) -> Result<Vec<u8>> {
    let sheets = folder::read(&source.join("style"))?;
    Ok(sheets.into_iter().filter(|(name, _)| name.ends_with(".css")).flat_map(|(_, sheet)| sheet).collect())
}

/// Where the parts of the app are served.
struct App {
    start: String,
    script: String,
    wasm: String,
}

impl App {
    fn add(files: &mut Files, mut made: Files) -> Result<Self> {
        let wasm = made.remove("frontend_bg.wasm").context("wasm-bindgen wrote no frontend_bg.wasm")?;
        let script = made.remove("frontend.js").context("wasm-bindgen wrote no frontend.js")?;
        let script = add_snippets(files, String::from_utf8(script)?, made);
        let wasm = add(files, "frontend_bg", "wasm", wasm);
        let script = add(files, "frontend", "js", script.into_bytes());
        // A file of its own, because the content security policy admits no script inside the page.
        let start = format!("import init from '{script}';\nawait init({{ module_or_path: '{wasm}' }});\n");
        let start = add(files, "start", "js", start.into_bytes());
        Ok(Self { start, script, wasm })
    }
}

/// Scripts that crates bring along. They call each other by relative paths, so their common folder gets the hash.
fn add_snippets(files: &mut Files, script: String, snippets: Files) -> String {
    if snippets.is_empty() {
        return script;
    }
    let all: Vec<u8> =
        snippets.iter().flat_map(|(name, content)| [name.as_bytes(), content]).flatten().copied().collect();
    let home = format!("snippets-{}", short_hash(&all));
    for (name, content) in snippets {
        files.insert(format!("assets/{}", name.replacen("snippets", &home, 1)), content);
    }
    script.replace("./snippets/", &format!("./{home}/"))
}

/// Adds an asset under a name with its hash, and answers where it is served.
fn add(files: &mut Files, name: &str, extension: &str, content: Vec<u8>) -> String {
    let path = format!("assets/{name}-{}.{extension}", short_hash(&content));
    let url = format!("/{path}");
    files.insert(path, content);
    url
}

/// Replaces `{{name}}` by the value of that name.
fn fill(page: &str, values: &[(&str, &String)]) -> Result<String> {
    let filled =
        values.iter().fold(page.to_owned(), |page, (name, value)| page.replace(&format!("{{{{{name}}}}}"), value));
    ensure!(page.contains("{{start}}"), "frontend/index.html does not load {{{{start}}}}");
    ensure!(
        !filled.contains("{{"),
        "frontend/index.html has an unknown placeholder; known: start, script, wasm, style"
    );
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_every_placeholder() {
        let start = "/assets/start-1.js".to_owned();
        assert_eq!(
            fill("<script src=\"{{start}}\">", &[("start", &start)]).unwrap(),
            "<script src=\"/assets/start-1.js\">"
        );
    }

    #[test]
    fn refuses_a_page_with_an_unknown_placeholder_or_without_a_start() {
        let start = "s".to_owned();
        assert!(fill("{{start}}{{other}}", &[("start", &start)]).is_err());
        assert!(fill("<p>", &[("start", &start)]).is_err());
    }

    #[test]
    fn names_an_asset_by_its_content() {
        let mut files = Files::new();
        let url = add(&mut files, "style", "css", b"p{}".to_vec());
        assert_eq!(url, "/assets/style-1dd5b2c1e3ee0a61.css".replace("1dd5b2c1e3ee0a61", &short_hash(b"p{}")));
        assert!(files.contains_key(url.trim_start_matches('/')));
    }

    #[test]
    fn moves_snippets_and_the_imports_of_them() {
        let mut files = Files::new();
        let snippets = Files::from([("snippets/gloo-1/inline0.js".to_owned(), b"export {}".to_vec())]);
        let script = add_snippets(&mut files, "import './snippets/gloo-1/inline0.js'".to_owned(), snippets);
        let (path, _) = files.first_key_value().unwrap();
        assert_eq!(script, format!("import './{}'", path.trim_start_matches("assets/")));
    }
}

//! Calls that a machine makes up from the mirrors' own documents: whatever is sent, no fault of the server may follow, and no answer that
//! the document does not describe.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

use anyhow::{Context, Result, bail, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::build::{self, Profile};
use crate::python;
use crate::server::Server;
use crate::workspace::Workspace;

/// What is checked of every answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,unsupported_method";
/// The same calls every time.
const SEED: &str = "1";
/// Calls of each operation that are made up beside those that cover its document.
const EXAMPLES: &str = "10";

/// A vendor's document, or a part of it, and how one shows who one is.
struct Target {
    vendor: &'static str,
    /// Below the server's address, where the document leaves that open.
    prefix: &'static str,
    /// Only operations whose path matches.
    paths: &'static str,
    /// A header.
    credentials: String,
}

/// Makes up calls to the mirrors of all vendors.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let programs = match python::install(workspace, &workspace.path("tests/fuzz/requirements.txt")) {
        Ok(programs) => programs,
        Err(error) if is_ci() => return Err(error),
        Err(error) => {
            eprintln!("\n!!! THE MIRRORS WERE NOT TESTED WITH MADE-UP CALLS: {error:#}");
            eprintln!("!!! That needs Python 3.10 with venv, and the network once; where CI=true it must run.\n");
            return Ok(());
        }
    };
    let notes = workspace.notes();
    fs::create_dir_all(&notes)?;
    let server = Server::start(&build::program(workspace, Profile::Dev), &notes.join("fuzz-server.log"))?;
    // CareCloud has more operations than all others together.
    let (first, second) = (vec![care_cloud(&server)?], others(&server)?);
    let program = programs.join("schemathesis");
    let lane = |targets: Vec<Target>| {
        let failed = targets.iter().filter_map(|target| call(&program, &notes, &server, target).err());
        failed.map(|error| format!("{error:#}")).collect::<Vec<_>>()
    };
    let mut failed = thread::scope(|scope| {
        let beside = scope.spawn(|| lane(second));
        let mut failed = lane(first);
        failed.extend(beside.join().unwrap_or_else(|_| vec!["the second half panicked".to_owned()]));
        failed
    });
    failed.sort();
    ensure!(failed.is_empty(), "{}", failed.join("\n"));
    Ok(())
}

/// As `.ci/run` and the services that call it say it.
fn is_ci() -> bool {
    env::var("CI").is_ok_and(|ci| ci == "true")
}

fn care_cloud(server: &Server) -> Result<Target> {
    let interface = "/rest-api/enterprise-interface/v1.0";
    let made = server.vendor_key("carecloud")?;
    let login = json!({
        "user_external_application_id": made["application_id"], "login": made["user"], "password": made["password"],
    });
    let path = format!("{interface}/users/actions/login");
    let answer = server.post(&path, "application/json", &login.to_string())?;
    let token = text(&answer["data"], "bearer_token")?;
    let credentials = format!("Authorization: Bearer {token}");
    Ok(Target { vendor: "carecloud", prefix: interface, paths: ".", credentials })
}

fn others(server: &Server) -> Result<Vec<Target>> {
    let mut targets = Vec::new();
    for (vendor, header) in
        [("omnidesk", "apiKey"), ("customer_database_app", "Apikey"), ("customerscore", "customerscore-key")]
    {
        let credentials = format!("{header}: {}", text(&server.vendor_key(vendor)?, "key")?);
        targets.push(Target { vendor, prefix: "", paths: ".", credentials });
    }
    let made = server.vendor_key("customergauge")?;
    let (id, secret) = (text(&made, "client_id")?, text(&made, "client_secret")?);
    // Both are of letters that need no escape.
    let asked = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    let answer = server.post("/oauth2/token", "application/x-www-form-urlencoded", &asked)?;
    let bearer = format!("Authorization: Bearer {}", text(&answer, "access_token")?);
    let basic = format!("Authorization: Basic {}", STANDARD.encode(format!("{id}:{secret}")));
    for (paths, credentials) in [("^/(oauth2|records)", bearer), ("^/hooks", basic)] {
        targets.push(Target { vendor: "customergauge", prefix: "", paths, credentials });
    }
    Ok(targets)
}

fn text(object: &Value, name: &str) -> Result<String> {
    Ok(object[name].as_str().with_context(|| format!("there is no {name} in the answer"))?.to_owned())
}

/// One document. What was found is printed when all of it was tried, so that two at a time do not mix their lines.
fn call(program: &Path, notes: &Path, server: &Server, target: &Target) -> Result<()> {
    let Target { vendor, prefix, paths, credentials } = target;
    let output = Command::new(program)
        .current_dir(notes)
        .arg("run")
        .arg(format!("{}/openapi/{vendor}.json", server.url()))
        .args(["--url", &format!("{}{prefix}", server.url())])
        .args(["--include-path-regex", paths])
        .args(["--header", credentials])
        .args(["--checks", CHECKS, "--phases", "coverage,fuzzing", "--max-examples", EXAMPLES, "--seed", SEED])
        .args(["--request-timeout", "20", "--max-redirects", "0", "--warnings", "off", "--no-color"])
        .output()
        .with_context(|| program.display().to_string())?;
    if !output.status.success() {
        let told = [output.stdout, output.stderr].concat();
        bail!("{vendor}, {paths}: {}\n{}", output.status, String::from_utf8_lossy(&told));
    }
    Ok(())
}

//! A server of its own for the tests that look from outside.

use std::env;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use tempfile::TempDir;

use crate::tools::free_port;

const EMAIL: &str = "staff@example.com";
const PASSWORD: &str = "Only-for-this-test-7";
const PATIENCE: Duration = Duration::from_secs(120);

/// A running server with demo data. Dropping it, also in a panic, ends it and deletes its data.
pub(crate) struct Server {
    program: PathBuf,
    address: SocketAddr,
    data: TempDir,
    log: PathBuf,
    process: Child,
}

impl Server {
    /// Starts a server on a free port and waits until it is ready. Its log goes to `log`.
    pub(crate) fn start(program: &Path, log: &Path) -> Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
        let data = tempfile::Builder::new().prefix("onefold-data-").tempdir()?;
        let mut serve = command(program, data.path());
        serve.args(["serve", "--demo"]).env("ONEFOLD_BIND", address.to_string());
        serve.stdin(Stdio::null()).stdout(Stdio::null()).stderr(File::create(log)?);
        let process = serve.spawn().with_context(|| program.display().to_string())?;
        let mut server = Self { program: program.to_owned(), address, data, log: log.to_owned(), process };
        server.wait()?;
        Ok(server)
    }

    /// What the Node tests read.
    pub(crate) fn environment(&self) -> Result<Vec<(&'static str, String)>> {
        let api = self.key(&["--api", "--permissions", "CUSTOMER_READ,CUSTOMER_CUD,ADMIN"])?;
        let api: Value = serde_json::from_str(&api).context("onefold key create --api --json")?;
        let key = api["key"].as_str().context("onefold key create --api --json prints no \"key\"")?.to_owned();
        Ok(vec![
            ("ONEFOLD_URL", self.url()),
            ("ONEFOLD_EMAIL", EMAIL.to_owned()),
            ("ONEFOLD_PASSWORD", PASSWORD.to_owned()),
            ("ONEFOLD_API_KEY", key),
            ("ONEFOLD_CARECLOUD", self.key(&["--vendor", "carecloud"])?),
        ])
    }

    /// Where it answers.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What a client of this vendor needs.
    pub(crate) fn vendor_key(&self, vendor: &str) -> Result<Value> {
        serde_json::from_str(&self.key(&["--vendor", vendor])?).context("onefold key create --json")
    }

    /// Sends a body and answers with the object that comes back.
    pub(crate) fn post(&self, path: &str, content_type: &str, body: &str) -> Result<Value> {
        let length = body.len();
        let head = format!("POST {path} HTTP/1.1\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\n");
        let answer = exchange(self.address, &head, body)?;
        let (head, body) = answer.split_once("\r\n\r\n").context("an answer without an end of its head")?;
        ensure!(head.starts_with("HTTP/1.1 20"), "POST {path}: {answer}");
        serde_json::from_str(body).with_context(|| format!("POST {path}: {body}"))
    }

    fn key(&self, args: &[&str]) -> Result<String> {
        let mut create = command(&self.program, self.data.path());
        let output = create.args(["key", "create", "--json"]).args(args).output()?;
        let error = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "onefold key create {}: {error}", args.join(" "));
        Ok(String::from_utf8(output.stdout)?)
    }

    fn wait(&mut self) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if is_ready(self.address) {
                return Ok(());
            }
            if let Some(status) = self.process.try_wait()? {
                bail!("the server ended with {status}: {}", self.last_words());
            }
            thread::sleep(Duration::from_millis(50));
        }
        bail!("the server was not ready after {PATIENCE:?}: {}", self.last_words())
    }

    fn last_words(&self) -> String {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.process.kill().is_ok() {
            self.process.wait().map_or_else(|error| eprintln!("the server: {error}"), drop);
        }
    }
}

/// The program with none of this machine's settings, in a folder without a configuration file.
fn command(program: &Path, data: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("ONEFOLD_")) {
        command.env_remove(name);
    }
    command.env_remove("DATABASE_URL").env("ONEFOLD_DATA_DIR", data).current_dir(data);
    // The tests play vendors on this machine.
    command.env("ONEFOLD_UPSTREAM_PLAIN_HTTP", r#"["127.0.0.1"]"#);
    command.env("ONEFOLD_ADMIN_EMAIL", EMAIL).env("ONEFOLD_ADMIN_PASSWORD", PASSWORD);
    command
}

fn is_ready(address: SocketAddr) -> bool {
    exchange(address, "GET /health/ready HTTP/1.1\r\n", "").is_ok_and(|answer| answer.starts_with("HTTP/1.1 200 "))
}

/// One request by hand: an HTTP client would be a heavy dependency for so little.
fn exchange(address: SocketAddr, head: &str, body: &str) -> Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(format!("{head}host: {address}\r\nconnection: close\r\n\r\n{body}").as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

//! A PostgreSQL cluster that lives as long as a value of this program.

use std::fs;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;
use xshell::{Shell, cmd};

use crate::{apt, tools};

/// Settings of a cluster whose data nobody will miss.
const SETTINGS: [&str; 7] = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=300",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=128MB",
];

const PATIENCE: Duration = Duration::from_secs(30);

/// A running cluster. Dropping it, also in a panic, stops it and has its files deleted.
pub(crate) struct Cluster {
    programs: Programs,
    folder: TempDir,
    port: u16,
    postmaster: Child,
}

impl Cluster {
    /// Makes and starts a cluster; installs PostgreSQL where that is possible.
    pub(crate) fn start(shell: &Shell) -> Result<Self> {
        let programs = Programs { folder: require(shell)?, user: User::for_postgres(shell)? };
        let folder = tempfile::Builder::new().prefix("onefold-postgres-").tempdir()?;
        if let Some(User { uid, gid }) = programs.user {
            chown(folder.path(), Some(uid), Some(gid))?;
        }
        programs.initialise(&data(folder.path()))?;
        let port = tools::free_port()?;
        let postmaster = programs.launch(folder.path(), port)?;
        let mut cluster = Self { programs, folder, port, postmaster };
        cluster.wait()?;
        Ok(cluster)
    }

    /// The address of its first database; the tests make their own beside it.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// The postmaster writes `ready` to the eighth line of its own file when it takes connections.
    fn wait(&mut self) -> Result<()> {
        let state = data(self.folder.path()).join("postmaster.pid");
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            let ready = fs::read_to_string(&state)
                .is_ok_and(|text| text.lines().nth(7).is_some_and(|line| line.trim() == "ready"));
            if ready {
                return Ok(());
            }
            if let Some(status) = self.postmaster.try_wait()? {
                bail!("PostgreSQL ended with {status}: {}", self.log());
            }
            thread::sleep(Duration::from_millis(20));
        }
        bail!("PostgreSQL was not ready after {PATIENCE:?}: {}", self.log())
    }

    fn log(&self) -> String {
        fs::read_to_string(log(self.folder.path())).unwrap_or_default()
    }
}

impl Drop for Cluster {
    /// `pg_ctl` gives PostgreSQL the chance to return its shared memory, which a kill would not.
    fn drop(&mut self) {
        let stopped = self.programs.stop(&data(self.folder.path()));
        if stopped.is_err() && self.postmaster.kill().is_err() {
            eprintln!("PostgreSQL could not be stopped: process {}", self.postmaster.id());
        }
        self.postmaster.wait().map_or_else(|error| eprintln!("PostgreSQL: {error}"), drop);
        // The files of hundreds of databases take half a minute to delete. What comes next need not wait for it.
        if Command::new("rm").arg("-rf").arg(self.folder.path()).process_group(0).spawn().is_ok() {
            self.folder.disable_cleanup(true);
        }
    }
}

/// Who the cluster runs as when this program is root, which PostgreSQL refuses to be.
#[derive(Clone, Copy)]
struct User {
    uid: u32,
    gid: u32,
}

impl User {
    fn for_postgres(shell: &Shell) -> Result<Option<Self>> {
        if !tools::is_root(shell)? {
            return Ok(None);
        }
        if cmd!(shell, "id -u postgres").quiet().ignore_stderr().read().is_err() {
            cmd!(shell, "useradd --system --no-create-home postgres").quiet().run()?;
        }
        let uid = cmd!(shell, "id -u postgres").quiet().read()?.parse()?;
        let gid = cmd!(shell, "id -g postgres").quiet().read()?.parse()?;
        Ok(Some(Self { uid, gid }))
    }
}

/// The programs of one PostgreSQL.
struct Programs {
    folder: PathBuf,
    user: Option<User>,
}

impl Programs {
    fn initialise(&self, data: &Path) -> Result<()> {
        let mut initdb = self.command("initdb");
        initdb.args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]);
        succeed(initdb.arg("--pgdata").arg(data))
    }

    fn launch(&self, folder: &Path, port: u16) -> Result<Child> {
        let log = fs::File::create(log(folder))?;
        let mut postgres = self.command("postgres");
        postgres.arg("-D").arg(data(folder)).arg("-p").arg(port.to_string());
        postgres.args(SETTINGS.iter().flat_map(|setting| ["-c", setting]));
        postgres.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        postgres.spawn().context("postgres")
    }

    fn stop(&self, data: &Path) -> Result<()> {
        succeed(self.command("pg_ctl").args(["stop", "--mode=immediate", "--pgdata"]).arg(data))
    }

    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(self.folder.join(name));
        // The folder that this program stands in need not be readable for the other user.
        command.current_dir("/");
        if let Some(User { uid, gid }) = self.user {
            command.uid(uid).gid(gid);
        }
        command
    }
}

/// The folder with PostgreSQL's programs.
fn require(shell: &Shell) -> Result<PathBuf> {
    if let Some(folder) = find() {
        return Ok(folder);
    }
    apt::install(shell, "postgresql")?;
    find().context("postgresql was installed and has no initdb")
}

/// On the path, else where Debian keeps one folder a version; of these the newest.
fn find() -> Option<PathBuf> {
    let on_path = tools::find(&["initdb"]).and_then(|initdb| fs::canonicalize(initdb).ok());
    if let Some(folder) = on_path.as_deref().and_then(Path::parent).filter(|folder| is_complete(folder)) {
        return Some(folder.to_owned());
    }
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.filter_map(Result::ok);
    let mut numbered: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| is_complete(folder))
        .collect();
    numbered.sort();
    numbered.pop().map(|(_, folder)| folder)
}

fn is_complete(folder: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file())
}

fn succeed(command: &mut Command) -> Result<()> {
    let output = command.output().with_context(|| format!("{command:?}"))?;
    ensure!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

fn data(folder: &Path) -> PathBuf {
    folder.join("data")
}

fn log(folder: &Path) -> PathBuf {
    folder.join("log")
}

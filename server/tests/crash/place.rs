//! The data folder, the database and the sandbox of one run.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use entity::connection::{Mode, Vendor};
use entity::delivery::{self, DeliveryState};
use onefold::app::App;
use onefold::clock::Clock;
use onefold::config::{Config, Secret};
use onefold::domain::account::keys::{self, NewKey};
use onefold::domain::account::{Permission, Permissions, Viewer};
use onefold::domain::connection::{admin, service as connections};
use onefold::seed;
use onefold::store::Work;
use sea_orm::{ActiveEnum, ColumnTrait, ConnectionTrait, Database, DatabaseConnection, EntityTrait, QueryFilter};
use serde_json::Value as Json;
use tempfile::TempDir;

const SERVER: &str = "ONEFOLD_TEST_DATABASE_URL";
/// Those that the stories write to.
const VENDORS: [Vendor; 4] = [Vendor::Omnidesk, Vendor::Carecloud, Vendor::CustomerDatabaseApp, Vendor::Customerscore];

/// Where servers run.
pub(crate) struct Place {
    folder: TempDir,
    database: String,
    sandbox: Child,
    /// Onefold over the same database, for looking at it.
    pub(crate) app: App,
    /// A key with every permission.
    pub(crate) key: String,
}

impl Place {
    pub(crate) fn is_on_postgres() -> bool {
        std::env::var(SERVER).is_ok_and(|server| !server.is_empty())
    }

    /// Starts the sandbox and makes every connection lead to it.
    pub(crate) async fn prepare() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let database = match std::env::var(SERVER) {
            Ok(server) if !server.is_empty() => fresh(&server).await,
            _ => format!("sqlite://{}?mode=rwc", folder.path().join("onefold.sqlite").display()),
        };
        let (sandbox, document) = sandbox(&folder);
        let mut config = Config {
            database_url: Some(Secret::new(database.clone())),
            data_dir: folder.path().to_owned(),
            ..Config::default()
        };
        config.upstream.plain_http = vec!["127.0.0.1".to_owned()];
        let app = App::open(config, Clock::movable()).await.expect("the application opens");
        app.migrate().await.expect("the store migrates");
        let brand = connections::create_brand(&app, 1, "Brand 1").await.expect("brand 1");
        seed::definitions(&app, &brand).await.expect("definitions");
        let viewer = Viewer::system(brand.id);
        for vendor in VENDORS {
            let connection = connections::ensure(&app, &brand, vendor).await.expect("a connection");
            let shown = &document["vendors"][vendor.to_value()];
            let text = |value: &Json| value.as_str().expect("a text").to_owned();
            let credentials: BTreeMap<String, String> = shown["credentials"]
                .as_object()
                .expect("credentials")
                .iter()
                .map(|(name, value)| (name.clone(), text(value)))
                .collect();
            let work = Work::begin(&app, &viewer, Permission::Admin).await.expect("a unit of work");
            admin::update(&work, connection.id, |details| {
                details.mode = Mode::Proxy;
                details.base_url = Some(text(&shown["base_url"]));
            })
            .await
            .expect("a change");
            admin::set_credentials(&work, connection.id, credentials).await.expect("credentials");
            work.commit().await.expect("a commit");
        }
        let new = NewKey {
            name: "Test".to_owned(),
            brand: brand.id,
            connection: None,
            permissions: Permissions::all(),
            brands: vec![],
            expires_at: None,
        };
        let key = keys::create(&app, new).await.expect("a key").1;
        Self { folder, database, sandbox, app, key }
    }

    /// A server over the place, not started yet.
    pub(crate) fn server(&self, address: &str) -> Command {
        let mut command = program(&self.folder);
        command.arg("serve").env("ONEFOLD_BIND", address).env("DATABASE_URL", &self.database);
        command.env("ONEFOLD_DATA_DIR", self.folder.path()).env("ONEFOLD_UPSTREAM_PLAIN_HTTP", r#"["127.0.0.1"]"#);
        for (name, seconds) in [("REQUEST", "6"), ("BUDGET", "8"), ("LEASE", "10"), ("POLL", "1"), ("REST", "1")] {
            command.env(format!("ONEFOLD_UPSTREAM_{name}_SECONDS"), seconds);
        }
        // Room for a run of thousands.
        command.env("ONEFOLD_UPSTREAM_CALLS_PER_MINUTE", "60000").env("ONEFOLD_ADMIN_PASSWORD", "Only-for-this-test-7");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(self.file("server.log"));
        command
    }

    fn file(&self, name: &str) -> File {
        File::options().create(true).append(true).open(self.folder.path().join(name)).expect("a log")
    }

    /// The end of what the servers said.
    pub(crate) fn log(&self) -> String {
        let text = std::fs::read_to_string(self.folder.path().join("server.log")).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }

    /// Waits until nothing waits to be delivered.
    pub(crate) async fn until_delivered(&self, end: Instant) {
        loop {
            let open = delivery::Entity::find().filter(delivery::Column::State.ne(DeliveryState::Delivered));
            let open = open.all(self.app.store().reader()).await.expect("deliveries");
            if open.is_empty() {
                return;
            }
            let dead: Vec<_> = open.iter().filter(|row| row.state == DeliveryState::Dead).collect();
            assert!(dead.is_empty(), "{} deliveries are dead, the first {:#?}", dead.len(), dead[0]);
            assert!(Instant::now() < end, "{} deliveries wait, the first {:#?}\n{}", open.len(), open[0], self.log());
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// Ends the sandbox, whose store is then read.
    pub(crate) fn end_sandbox(&mut self) {
        if self.sandbox.kill().is_ok() {
            let _ = self.sandbox.wait();
        }
    }

    /// What the vendors hold.
    pub(crate) async fn vendors(&self) -> DatabaseConnection {
        let file = self.folder.path().join("sandbox/sandbox.sqlite");
        Database::connect(format!("sqlite://{}", file.display())).await.expect("the sandbox's store")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.end_sandbox();
    }
}

/// The program without this machine's settings.
fn program(folder: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onefold"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("ONEFOLD_")) {
        command.env_remove(name);
    }
    command.env_remove("DATABASE_URL").env_remove("RUST_LOG").current_dir(folder.path());
    command.env("ONEFOLD_AUTH_HASH_MEMORY_KIB", "64").env("ONEFOLD_AUTH_HASH_PASSES", "1");
    command
}

fn sandbox(folder: &TempDir) -> (Child, Json) {
    let kept: PathBuf = folder.path().join("sandbox");
    let mut command = program(folder);
    command.args(["sandbox", "--customers", "0", "--data-dir"]).arg(&kept);
    let log = File::create(folder.path().join("sandbox.log")).expect("a log");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
    let mut process = command.spawn().expect("the sandbox starts");
    let mut line = String::new();
    let out = process.stdout.take().expect("a pipe");
    BufReader::new(out).read_line(&mut line).expect("a line");
    let document = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
    (process, document)
}

/// A new database on a PostgreSQL server; the server is thrown away whole.
async fn fresh(server: &str) -> String {
    let admin = Database::connect(server).await.expect("the PostgreSQL server answers");
    let name = format!("onefold_crash_{}_{:x}", std::process::id(), rand::random::<u64>());
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database");
    admin.close().await.expect("the server lets go");
    let front = server.rsplit_once('/').map_or(server, |(front, _)| front);
    format!("{front}/{name}")
}

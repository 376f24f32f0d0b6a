//! The sandbox: the vendors for whoever tests an integration with them. The mirrors over a store of its own, with data that follow from
//! a seed, a clock that can be moved, faults by a script, and a journal of what was called.
//!
//! ```text
//!  a client ──► door: which operation ──► faults ──► the mirrors ──► faults ──► an answer, a part of one, none
//!                         │                              │
//!  a test ────► control: clock, script, journal ◄────────┘
//! ```
//!
//! | file | holds |
//! |---|---|
//! | `folder`, `credentials`, `store` | a store filled from a seed, and what clients show |
//! | `operations` | which operation of which vendor a call is |
//! | [`script`] | the rules of a fault script and how they are read |
//! | `faults` | what a fault does to a request and to an answer |
//! | [`journal`] | the calls that came |
//! | `control` | the same over HTTP, beside the vendors' paths |
//!
//! To add a fault: its line in [`script::Fault`] and what it does in `door`.

mod control;
mod credentials;
mod door;
mod faults;
mod folder;
pub mod journal;
mod operations;
pub mod script;
mod store;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, ensure};
use entity::Timestamp;
use entity::connection::Vendor;
use sea_orm::ActiveEnum;
use serde_json::Value as Json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

use self::door::Door;
use self::folder::{Filling, Folder};
use self::journal::Call;
use self::script::{Script, ScriptError};
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::{job, web};

/// Seconds that requests under way may take when the sandbox is told to stop.
const DRAIN: Duration = Duration::from_secs(10);

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Options {
    /// Limits of requests, calls and logs. The store that it names is left alone.
    pub config: Config,
    /// Where to listen; port 0 is any that is free.
    pub bind: SocketAddr,
    /// Whether other machines may call: neither the credentials nor the control are secret.
    pub open: bool,
    /// The same seed gives the same data and credentials. Absent: the folder's, else 1.
    pub seed: Option<u64>,
    /// How many customers there are. Absent: the folder's, else 20.
    pub customers: Option<u64>,
    /// When it is. The clock then stands; absent, it goes with the system's until it is moved.
    pub now: Option<Timestamp>,
    /// Faults from the start.
    pub faults: Script,
    /// Where the store is kept. Absent: in a temporary folder that is removed at the end.
    pub data_dir: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            config: Config::default(),
            bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            open: false,
            seed: None,
            customers: None,
            now: None,
            faults: Script::default(),
            data_dir: None,
        }
    }
}

/// A sandbox that listens. It ends when this is dropped.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    door: Arc<Door>,
    server: JoinHandle<()>,
    jobs: JoinHandle<()>,
    stop: DropGuard,
    folder: Folder,
}

impl Sandbox {
    /// Fills the store and listens.
    ///
    /// # Errors
    /// The address is taken, or reaches other machines and `open` was not said; the folder holds something else; the store failed.
    pub async fn start(options: Options) -> anyhow::Result<Self> {
        ensure!(
            options.open || options.bind.ip().is_loopback(),
            "{} can be reached from other machines, and anybody there could see the credentials and control the sandbox; \
             say --open if that is meant",
            options.bind.ip()
        );
        let folder = Folder::open(options.data_dir)?;
        let clock = options.now.map_or_else(Clock::movable, Clock::fixed);
        let app = App::open(folder.config(options.config), clock).await?;
        app.migrate().await?;
        let filling = Filling::of(&app, &folder, options.seed, options.customers).await?;
        let listener =
            TcpListener::bind(options.bind).await.with_context(|| format!("listening on {}", options.bind))?;
        let address = listener.local_addr()?;
        let stop = CancellationToken::new();
        let jobs = job::start(app.clone(), stop.clone());
        let head = Duration::from_secs(app.config().http.head_seconds);
        let door = Arc::new(Door::new(app, filling, format!("http://{address}"), stop.clone()));
        door.faults.replace(options.faults);
        let server = tokio::spawn(web::serve(listener, door::service(Arc::clone(&door)), head, stop.clone()));
        Ok(Self { address, door, server, jobs, stop: stop.drop_guard(), folder })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What a client is told: the addresses of all that is served, and what to show there.
    pub fn document(&self) -> &Json {
        &self.door.document
    }

    /// What stands before the paths of a vendor.
    pub fn base_url(&self, vendor: Vendor) -> String {
        self.of(vendor)["base_url"].as_str().unwrap_or_default().to_owned()
    }

    /// What a client of the vendor shows, under the names by which a connection to it asks.
    pub fn credentials(&self, vendor: Vendor) -> &Json {
        &self.of(vendor)["credentials"]
    }

    fn of(&self, vendor: Vendor) -> &Json {
        &self.document()["vendors"][vendor.to_value()]
    }

    /// A key to the GraphQL of its store.
    pub fn graphql_key(&self) -> &str {
        self.document()["graphql"]["key"].as_str().unwrap_or_default()
    }

    /// Begins another fault script; what the one before it counted is forgotten.
    ///
    /// # Errors
    /// Names the place in the script that is wrong; the script before it then stays.
    pub fn set_faults(&self, rules: Json) -> Result<(), ScriptError> {
        self.door.faults.replace(Script::of(rules)?);
        Ok(())
    }

    /// Ends all faults.
    pub fn clear_faults(&self) {
        self.door.faults.replace(Script::default());
    }

    /// The calls that were performed, oldest first: of one vendor or of all.
    pub fn calls(&self, vendor: Option<Vendor>) -> Vec<Call> {
        self.received(vendor).into_iter().filter(|call| call.performed).collect()
    }

    /// The calls that came, with those that a fault kept from being performed.
    pub fn received(&self, vendor: Option<Vendor>) -> Vec<Call> {
        self.door
            .journal
            .after(0)
            .into_iter()
            .filter(|call| vendor.is_none_or(|vendor| call.vendor == vendor))
            .collect()
    }

    /// Forgets the calls.
    pub fn clear_calls(&self) {
        self.door.journal.clear();
    }

    /// The clock of its mirrors, to be moved.
    pub fn clock(&self) -> &Clock {
        self.app().clock()
    }

    /// The application behind the mirrors, to look into its store.
    pub fn app(&self) -> &App {
        &self.door.app
    }

    /// Ends it when the requests under way have been answered.
    ///
    /// # Errors
    /// The server or a job fell over.
    pub async fn stop(self) -> anyhow::Result<()> {
        drop(self.stop);
        if let Ok(ended) = tokio::time::timeout(DRAIN, self.server).await {
            ended?;
        }
        self.jobs.await?;
        self.folder.close()
    }
}

//! The application: what every request shares. Cheap to clone; holds no state that a second server would miss.

use std::sync::Arc;

use anyhow::Context;
use entity::Timestamp;
use entity::connection::{self, Vendor};
use entity::source_record;
use tokio::sync::Notify;

use crate::clock::Clock;
use crate::config::Config;
use crate::domain::account::customers::Proof;
use crate::domain::account::customers::hand_over::{Form as TokenForm, IssuedToken};
use crate::domain::account::passwords::Passwords;
use crate::domain::account::tokens::Tokens;
use crate::domain::account::vault::Vault;
use crate::domain::connection::Form;
use crate::domain::drift::Sightings;
use crate::domain::freshness::service::Flights;
use crate::domain::health::Way;
use crate::domain::outbox::{Plan, What};
use crate::domain::source::store as records;
use crate::error::Error;
use crate::metrics::Metrics;
use crate::net::Net;
use crate::store::{self, Store, Work};
use crate::vendor;
use crate::vendor::identity;
use crate::vendor::outbound::Lines;
use crate::vendor::outbound::line::Breaker;
use crate::vendor::outbound::reading::{read, readings};
use crate::vendor::plan::Asked;

/// Configuration, store, clock and keys.
#[derive(Clone, Debug)]
pub struct App(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    config: Config,
    store: Store,
    clock: Clock,
    vault: Vault,
    passwords: Passwords,
    tokens: Tokens,
    net: Net,
    lines: Lines,
    sightings: Sightings,
    metrics: Metrics,
    outbox_bell: Notify,
    flights: Flights,
}

impl App {
    /// Opens the store that `config` names. The schema is not changed; see [`App::migrate`].
    ///
    /// # Errors
    /// The store does not answer, or the secret key cannot be read or made.
    pub async fn open(config: Config, clock: Clock) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&config.data_dir)
            .with_context(|| format!("making the data folder {}", config.data_dir.display()))?;
        let store = store::open(&config.store_url(), &config.store).await.context("opening the store")?;
        let vault = Vault::open(&config)?;
        let passwords = Passwords::new(&config.auth)?;
        let tokens = Tokens::new(config.auth.access_seconds);
        let net = Net::new(&config.net, &config.upstream);
        let lines = Lines::default();
        Ok(Self(Arc::new(Inner {
            config,
            store,
            clock,
            vault,
            passwords,
            tokens,
            net,
            lines,
            sightings: Sightings::default(),
            metrics: Metrics::default(),
            outbox_bell: Notify::new(),
            flights: Flights::default(),
        })))
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// A migration failed; the ones before it stay applied.
    pub async fn migrate(&self) -> anyhow::Result<()> {
        use migration::MigratorTrait;
        migration::Migrator::up(self.store().writer(), None).await.context("migrating the store")
    }

    /// What was configured.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// What the connections of a vendor can be told.
    pub fn form(&self, vendor: Vendor) -> &'static Form {
        vendor::form(vendor)
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The time.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// What seals secrets that must be read again.
    pub fn vault(&self) -> &Vault {
        &self.0.vault
    }

    /// What hashes and checks passwords.
    pub fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    /// What calls others.
    pub fn net(&self) -> &Net {
        &self.0.net
    }

    /// What is known of the ways to the vendors: their health, tokens, and how busy they are.
    pub fn lines(&self) -> &Lines {
        &self.0.lines
    }

    /// How the way to a connection is that last changed at `version`, as this server saw it.
    pub fn way(&self, connection: i64, version: Timestamp) -> Way {
        self.lines().way(connection, version, &self.config().upstream, self.clock().now())
    }

    /// What is counted of the server's work.
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// What was seen of the vendors' replies that is not as documented.
    pub fn sightings(&self) -> &Sightings {
        &self.0.sightings
    }

    /// Rung when there is something to deliver, so that it need not wait for the next round.
    pub fn outbox_bell(&self) -> &Notify {
        &self.0.outbox_bell
    }

    /// How a connection's vendor carries out a change.
    ///
    /// # Errors
    /// The store failed.
    pub async fn plan(
        &self,
        work: &Work<'_>,
        connection: &connection::Model,
        record: &source_record::Model,
        what: &What,
    ) -> crate::error::Result<Plan> {
        vendor::plan::plan(&Asked { work, connection, record, what }).await
    }

    /// Vendors of whose customers something can be read.
    pub fn readable_vendors(&self) -> Vec<Vendor> {
        vendor::readable()
    }

    /// Reads a record at its vendor, part by part, and records what the vendor says. Without the first part, the customer itself, the
    /// others are not read.
    pub async fn read(
        &self,
        connection: &connection::Model,
        record: &source_record::Model,
    ) -> Vec<(&'static str, Result<(), Arc<Error>>)> {
        let mut done = Vec::new();
        let mut known = record.clone();
        for part in readings(connection) {
            let read = read(self, connection, &known, part).await.map(|_| ()).map_err(Arc::new);
            let (is_first, is_lost) = (done.is_empty(), read.is_err());
            done.push((part.part, read));
            if is_first && is_lost {
                break;
            }
            // The others may be asked for by what the first said.
            if is_first && let Ok(Some(said)) = records::find(self.store().reader(), record.brand_id, record.id).await {
                known = said;
            }
        }
        done
    }

    /// Vendors that say which customer it is who shows something.
    pub fn identifying_vendors(&self) -> Vec<Vendor> {
        vendor::identifying()
    }

    /// Asks a connection's vendor who shows this: its id of the customer; nothing when it knows nobody, or cannot be asked by this.
    ///
    /// # Errors
    /// The vendor does not answer, or not as it should.
    pub async fn identify(
        &self,
        connection: &connection::Model,
        proof: &Proof<'_>,
    ) -> crate::error::Result<Option<String>> {
        identity::identify(self, connection, proof).await
    }

    /// Has a connection's vendor make a token that hands the customer of a record over to another application; nothing when it refuses.
    ///
    /// # Errors
    /// As [`App::identify`].
    pub async fn hand_over(
        &self,
        connection: &connection::Model,
        record: &source_record::Model,
        application: &str,
        form: TokenForm,
    ) -> crate::error::Result<Option<IssuedToken>> {
        identity::hand_over(self, connection, record, application, form).await
    }

    /// Whether reads at a connection's vendor are let through, by the name that the graph has for it.
    pub fn read_breaker(&self, connection: &connection::Model) -> &'static str {
        self.lines().known(connection).map_or(Breaker::Closed, |line| line.breakers().0).name()
    }

    /// Readings under way on this server.
    pub fn flights(&self) -> &Flights {
        &self.0.flights
    }

    /// What signs and checks access tokens.
    pub fn tokens(&self) -> &Tokens {
        &self.0.tokens
    }
}

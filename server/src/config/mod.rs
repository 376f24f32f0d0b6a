//! Configuration: one section a file, each with documented defaults.
//!
//! Read from defaults, then `onefold.toml` (or the file named by `ONEFOLD_CONFIG`), then the environment: `ONEFOLD_BIND`, and
//! `ONEFOLD_<SECTION>_<FIELD>` for a field of a section, such as `ONEFOLD_GRAPHQL_MAX_PAGE`. `DATABASE_URL` is read under that name.

mod admin;
mod auth;
mod graphql;
mod http;
mod log;
mod net;
mod secret;
mod store;
mod upstream;

use std::net::SocketAddr;
use std::path::PathBuf;

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

pub use admin::AdminConfig;
pub use auth::AuthConfig;
pub use graphql::GraphqlConfig;
pub use http::HttpConfig;
pub use log::{LogConfig, LogFormat};
pub use net::NetConfig;
pub use secret::Secret;
pub use store::StoreConfig;
pub use upstream::UpstreamConfig;

/// Everything that can be set.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Address to listen on.
    pub bind: SocketAddr,
    /// `sqlite:` or `postgres:` URL. Absent: a SQLite file in `data_dir`.
    pub database_url: Option<Secret>,
    /// Where the SQLite file and the secret key file lie.
    pub data_dir: PathBuf,
    /// The address browsers see, such as `https://crm.example.com`; it decides whether cookies are marked secure.
    pub public_url: Option<String>,
    /// 32 bytes in hexadecimal that seal stored credentials. Absent: kept in `secret.key` in `data_dir`, made at the first start.
    pub secret_key: Option<Secret>,
    /// The first login.
    pub admin: AdminConfig,
    /// Passwords, sessions, tokens.
    pub auth: AuthConfig,
    /// Limits of GraphQL documents and pages.
    pub graphql: GraphqlConfig,
    /// Limits of HTTP requests.
    pub http: HttpConfig,
    /// Logs.
    pub log: LogConfig,
    /// Calls that the server makes to others.
    pub net: NetConfig,
    /// Pools and time-outs of the store.
    pub store: StoreConfig,
    /// Calls to the real vendors.
    pub upstream: UpstreamConfig,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            bind: SocketAddr::from(([127, 0, 0, 1], 8080)),
            database_url: None,
            data_dir: PathBuf::from("data"),
            public_url: None,
            secret_key: None,
            admin: AdminConfig::default(),
            auth: AuthConfig::default(),
            graphql: GraphqlConfig::default(),
            http: HttpConfig::default(),
            log: LogConfig::default(),
            net: NetConfig::default(),
            store: StoreConfig::default(),
            upstream: UpstreamConfig::default(),
        }
    }
}

const SECTIONS: [&str; 8] = ["admin", "auth", "graphql", "http", "log", "net", "store", "upstream"];
const PREFIX: &str = "ONEFOLD_";

impl Config {
    /// Reads defaults, file and environment, and checks the whole.
    ///
    /// # Errors
    /// A value that cannot be read, an unknown name, or a value outside its range.
    pub fn load() -> anyhow::Result<Self> {
        let file = std::env::var("ONEFOLD_CONFIG").unwrap_or_else(|_| "onefold.toml".to_owned());
        let figment = Figment::from(Serialized::defaults(Self::default()))
            .merge(Toml::file(file))
            .merge(Env::raw().only(&["DATABASE_URL"]))
            .merge(Env::prefixed(PREFIX).ignore(&["config"]).filter(is_setting).map(|key| place(key.as_str()).into()));
        let config: Self = figment.extract().map_err(|error| anyhow::anyhow!("configuration: {error}"))?;
        config.validate()?;
        Ok(config)
    }

    /// Checks ranges that a type cannot express.
    ///
    /// # Errors
    /// Names the field and its range.
    pub fn validate(&self) -> anyhow::Result<()> {
        self.auth.validate()?;
        self.graphql.validate()?;
        self.net.validate()?;
        self.store.validate()
    }

    /// The address of the store: what was set, else a SQLite file in the data folder.
    pub fn store_url(&self) -> String {
        match &self.database_url {
            Some(url) => url.expose().to_owned(),
            None => format!("sqlite://{}?mode=rwc", self.data_dir.join("onefold.sqlite").display()),
        }
    }
}

/// `ONEFOLD_TEST_…` and `ONEFOLD_WEB_DIR` belong to the build and the tests.
fn is_setting(key: &figment::value::UncasedStr) -> bool {
    !key.starts_with("test_") && key != "web_dir"
}

/// `GRAPHQL_MAX_PAGE` is field `max_page` of section `graphql`.
fn place(key: &str) -> String {
    let key = key.to_ascii_lowercase();
    for section in SECTIONS {
        if let Some(field) = key.strip_prefix(section).and_then(|rest| rest.strip_prefix('_')) {
            return format!("{section}.{field}");
        }
    }
    key
}

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
mod telemetry;
mod upstream;

use std::env;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::ensure;
use figment::Figment;
use figment::providers::{Data, Env, Format, Serialized, Toml};
use figment::value::UncasedStr;
use serde::{Deserialize, Serialize};

pub use admin::AdminConfig;
pub use auth::AuthConfig;
pub use graphql::GraphqlConfig;
pub use http::HttpConfig;
pub use log::{LogConfig, LogFormat};
pub use net::NetConfig;
pub use secret::Secret;
pub use store::StoreConfig;
pub use telemetry::{TelemetryConfig, TelemetryProtocol};
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
    /// Traces and numbers for those who run the server.
    pub telemetry: TelemetryConfig,
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
            telemetry: TelemetryConfig::default(),
            upstream: UpstreamConfig::default(),
        }
    }
}

const SECTIONS: [&str; 9] = ["admin", "auth", "graphql", "http", "log", "net", "store", "telemetry", "upstream"];
const PREFIX: &str = "ONEFOLD_";

/// Variables taken as they are. Others are read as numbers, truth values or lists where they look so, and `007` is a password too.
const TEXTS: [(&str, &str); 8] = [
    ("DATABASE_URL", "database_url"),
    ("ONEFOLD_DATA_DIR", "data_dir"),
    ("ONEFOLD_PUBLIC_URL", "public_url"),
    ("ONEFOLD_SECRET_KEY", "secret_key"),
    ("ONEFOLD_ADMIN_EMAIL", "admin.email"),
    ("ONEFOLD_ADMIN_PASSWORD", "admin.password"),
    ("ONEFOLD_LOG_FILTER", "log.filter"),
    ("ONEFOLD_TELEMETRY_ENDPOINT", "telemetry.endpoint"),
];

impl Config {
    /// Reads defaults, file and environment, and checks the whole.
    ///
    /// # Errors
    /// A value that cannot be read, an unknown name, or a value outside its range.
    pub fn load() -> anyhow::Result<Self> {
        let mut figment = Figment::from(Serialized::defaults(Self::default())).merge(file()?);
        let settings = Env::prefixed(PREFIX).filter(is_setting).filter(|key| text_of(key.as_str()).is_none());
        figment = figment.merge(settings.map(|key| place(key.as_str()).into()));
        for (variable, field) in TEXTS {
            if let Ok(text) = env::var(variable) {
                figment = figment.merge((field, text));
            }
        }
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
        self.store.validate()?;
        self.telemetry.validate()?;
        self.upstream.validate()
    }

    /// The address of the store: what was set, else a SQLite file in the data folder.
    pub fn store_url(&self) -> String {
        match &self.database_url {
            Some(url) => url.expose().to_owned(),
            None => format!("sqlite://{}?mode=rwc", self.data_dir.join("onefold.sqlite").display()),
        }
    }
}

/// The file: one that was named must be there, the usual one may be.
fn file() -> anyhow::Result<Data<Toml>> {
    match env::var("ONEFOLD_CONFIG") {
        Ok(named) => {
            ensure!(Path::new(&named).is_file(), "configuration: {named}, which ONEFOLD_CONFIG names, is not there");
            Ok(Toml::file(named))
        }
        Err(_) => Ok(Toml::file("onefold.toml")),
    }
}

/// Names of ours that are no settings: where the file is, a password for one command, and what belongs to the build and the tests.
fn is_setting(key: &UncasedStr) -> bool {
    !key.starts_with("test_") && !["config", "user_password", "web_dir"].iter().any(|name| key == *name)
}

/// The field that takes a variable's text as it is.
fn text_of(key: &str) -> Option<&'static str> {
    let known =
        TEXTS.iter().find(|(name, _)| name.strip_prefix(PREFIX).is_some_and(|name| name.eq_ignore_ascii_case(key)));
    known.map(|(_, field)| *field)
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

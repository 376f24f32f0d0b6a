//! `onefold connection`.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use entity::brand;
use entity::connection::{self, Mode, Vendor};
use serde_json::{Value, json};

use super::key::vendor_name;
use super::output;
use crate::app::App;
use crate::domain::account::{Permission, Viewer};
use crate::domain::connection::{admin, service as connections};
use crate::store::Work;

/// Vendor connections.
#[derive(Debug, Subcommand)]
pub(super) enum Connection {
    /// Every connection of every brand, as JSON
    List,
    /// Change a brand's connection: one of its settings, or where it leads and what it shows there
    Set(Set),
}

#[derive(Debug, Args)]
pub(super) struct Set {
    /// The vendor; a connection to it is made when the brand has none
    #[arg(long, value_parser = vendor_name)]
    vendor: Vendor,
    /// The brand's number; needed when there are several
    #[arg(long)]
    brand: Option<i32>,
    /// mirror: Onefold answers the vendor's clients itself; proxy: the vendor does, through Onefold
    #[arg(long, value_parser = mode_name)]
    mode: Option<Mode>,
    /// Where the vendor answers, such as https://api.example.com; another server needs other credentials
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// A file with what is shown to the vendor, or - for standard input: a JSON object of names and values; {} forgets them
    #[arg(long, value_name = "FILE")]
    credentials: Option<PathBuf>,
    /// The setting, one of those that docs/vendors.md lists for the vendor: crm_lookup_url
    #[arg(requires = "value")]
    name: Option<String>,
    /// Its value: JSON, or a text; null takes the setting away
    value: Option<String>,
}

fn mode_name(text: &str) -> Result<Mode, String> {
    serde_json::from_value(json!(text)).map_err(|_| "known modes: mirror, proxy".to_owned())
}

impl Connection {
    pub(super) async fn run(self, app: App) -> anyhow::Result<()> {
        app.migrate().await?;
        match self {
            Self::List => list(&app).await,
            Self::Set(set) => set.run(&app).await,
        }
    }
}

async fn list(app: &App) -> anyhow::Result<()> {
    let mut all = Vec::new();
    for brand in connections::all_brands(app).await? {
        for connection in connections::of_brand(app, brand.id).await? {
            all.push(shown(&brand, &connection));
        }
    }
    output::json(&all.into())
}

fn shown(brand: &brand::Model, connection: &connection::Model) -> Value {
    json!({
        "brand": brand.number,
        "vendor": connection.vendor,
        "name": connection.name,
        "mode": connection.mode,
        "base_url": connection.base_url,
        "time_zone": connection.time_zone,
        "settings": connection.settings,
        "has_credentials": connection.sealed_credentials.is_some(),
    })
}

impl Set {
    async fn run(self, app: &App) -> anyhow::Result<()> {
        if self.name.is_none() && self.mode.is_none() && self.base_url.is_none() && self.credentials.is_none() {
            bail!("nothing is to be set; give a setting and its value, --mode, --base-url or --credentials");
        }
        // Read before anything is changed.
        let credentials = self.credentials.as_deref().map(read).transpose()?;
        let brand = connections::named_brand(app, self.brand).await?;
        let mut connection = connections::ensure(app, &brand, self.vendor).await?;
        if let (Some(name), Some(value)) = (&self.name, &self.value) {
            let value = serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.clone()));
            connection = connections::set(app, connection, name, value).await?;
        }
        let viewer = Viewer::system(brand.id);
        let work = Work::begin(app, &viewer, Permission::Admin).await?;
        if self.mode.is_some() || self.base_url.is_some() {
            let change = |details: &mut crate::domain::connection::Details| {
                details.mode = self.mode.unwrap_or(details.mode);
                details.base_url = self.base_url.clone().or(details.base_url.take());
            };
            admin::update(&work, connection.id, change).await?;
        }
        if let Some(credentials) = credentials {
            admin::set_credentials(&work, connection.id, credentials).await?;
        }
        work.commit().await?;
        output::json(&shown(&brand, &connections::ensure(app, &brand, self.vendor).await?))
    }
}

/// What is secret stands in no argument, which everybody on the machine can see.
fn read(file: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let text = if file == Path::new("-") {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).context("reading the credentials from standard input")?;
        text
    } else {
        std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?
    };
    serde_json::from_str(&text).context("the credentials must be a JSON object of names and texts")
}

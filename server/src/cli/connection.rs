//! `onefold connection`.

use clap::{Args, Subcommand};
use entity::{brand, connection, connection::Vendor};
use serde_json::{Value, json};

use super::key::vendor_name;
use super::output;
use crate::app::App;
use crate::domain::connection::service as connections;

/// Vendor connections.
#[derive(Debug, Subcommand)]
pub(super) enum Connection {
    /// Every connection of every brand, as JSON
    List,
    /// Change one of the settings of a brand's connection
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
    /// The setting, one of those that docs/vendors.md lists for the vendor: crm_lookup_url
    name: String,
    /// Its value: JSON, or a text; null takes the setting away
    value: String,
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
    })
}

impl Set {
    async fn run(self, app: &App) -> anyhow::Result<()> {
        let brand = connections::named_brand(app, self.brand).await?;
        let connection = connections::ensure(app, &brand, self.vendor).await?;
        let value = serde_json::from_str(&self.value).unwrap_or_else(|_| Value::String(self.value.clone()));
        let connection = connections::set(app, connection, &self.name, value).await?;
        output::json(&shown(&brand, &connection))
    }
}

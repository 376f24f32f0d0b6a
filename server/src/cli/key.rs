//! `onefold key`.

use anyhow::ensure;
use clap::{ArgGroup, Args, Subcommand};
use entity::connection::Vendor;
use serde_json::{Value, json};

use super::output;
use crate::app::App;
use crate::domain::account::keys::{self, NewKey};
use crate::domain::account::{Permission, Permissions};
use crate::domain::connection::service as connections;
use crate::vendor;

/// API keys and vendor credentials.
#[derive(Debug, Subcommand)]
pub(super) enum Key {
    /// Make a key and print it; it is shown this once
    Create(Create),
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("opens").required(true).args(["vendor", "api"]))]
pub(super) struct Create {
    /// What that vendor's client needs: carecloud, omnidesk, customer_database_app, customerscore, customergauge
    #[arg(long, value_parser = vendor_name)]
    vendor: Option<Vendor>,
    /// A key for GraphQL, sent as `Authorization: Bearer`
    #[arg(long)]
    api: bool,
    /// The brand's number; needed when there are several
    #[arg(long)]
    brand: Option<i32>,
    /// Further brands that the key may name, by number, for a vendor whose calls name a brand (omnidesk)
    #[arg(long, value_delimiter = ',', requires = "vendor")]
    grant: Vec<i32>,
    /// Of CUSTOMER_READ, CUSTOMER_CUD, ADMIN
    #[arg(long, value_delimiter = ',', default_value = "CUSTOMER_READ,CUSTOMER_CUD")]
    permissions: Vec<Permission>,
    /// A name for people
    #[arg(long)]
    name: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Key {
    pub(super) async fn run(self, app: App) -> anyhow::Result<()> {
        let Self::Create(create) = self;
        app.migrate().await?;
        if connections::is_empty(&app).await? {
            connections::create_brand(&app, create.brand.unwrap_or(1), "Brand 1").await?;
        }
        let shown = create.make(&app).await?;
        if create.json {
            return output::json(&shown);
        }
        let lines = shown.as_object().into_iter().flatten().map(|(name, value)| match value.as_str() {
            Some(text) => format!("{name}: {text}"),
            None => format!("{name}: {value}"),
        });
        output::text(&lines.collect::<Vec<_>>().join("\n"))
    }
}

impl Create {
    async fn make(&self, app: &App) -> anyhow::Result<Value> {
        let brand = connections::named_brand(app, self.brand).await?;
        let permissions: Permissions = self.permissions.iter().copied().collect();
        if let Some(vendor) = self.vendor {
            ensure!(vendor != Vendor::Onefold, "Onefold's own key is made by --api");
            let name = self.name.clone().unwrap_or_else(|| "command line".to_owned());
            let mut further = Vec::with_capacity(self.grant.len());
            for number in self.grant.iter().filter(|number| **number != brand.number) {
                further.push(connections::named_brand(app, Some(*number)).await?);
            }
            return Ok(vendor::credentials::issue_over(app, &brand, &further, vendor, &name, permissions).await?);
        }
        let name = self.name.clone().unwrap_or_else(|| "API key".to_owned());
        let new = NewKey { name, brand: brand.id, connection: None, permissions, brands: Vec::new(), expires_at: None };
        let (_, text) = keys::create(app, new).await?;
        Ok(json!({ "key": text, "permissions": self.permissions }))
    }
}

pub(super) fn vendor_name(text: &str) -> Result<Vendor, String> {
    serde_json::from_value(json!(text.replace('-', "_"))).map_err(|_| {
        "known vendors: carecloud, omnidesk, customer_database_app, customerscore, customergauge".to_owned()
    })
}

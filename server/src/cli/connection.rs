//! `onefold connection`.

use clap::Subcommand;
use serde_json::json;

use super::output;
use crate::app::App;
use crate::domain::connection::service as connections;

/// Vendor connections.
#[derive(Debug, Subcommand)]
pub(super) enum Connection {
    /// Every connection of every brand, as JSON
    List,
}

impl Connection {
    pub(super) async fn run(self, app: App) -> anyhow::Result<()> {
        app.migrate().await?;
        let Self::List = self;
        let mut shown = Vec::new();
        for brand in connections::all_brands(&app).await? {
            for connection in connections::of_brand(&app, brand.id).await? {
                shown.push(json!({
                    "brand": brand.number,
                    "vendor": connection.vendor,
                    "name": connection.name,
                    "mode": connection.mode,
                    "base_url": connection.base_url,
                    "time_zone": connection.time_zone,
                }));
            }
        }
        output::json(&shown.into())
    }
}

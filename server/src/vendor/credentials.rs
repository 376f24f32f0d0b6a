//! What a vendor's client needs in order to talk to its mirror.

use entity::brand;
use entity::connection::Vendor;
use serde_json::{Value, json};

use super::{customer_database_app, customergauge};
use crate::app::App;
use crate::domain::account::clients;
use crate::domain::account::keys::{self, NewKey};
use crate::domain::account::{Permission, Permissions, Viewer};
use crate::domain::connection::{Access, access, service as connections};
use crate::error::{Error, Result};
use crate::store::Work;

/// Makes credentials for `vendor`'s client in `brand`, and the connection in mirror mode when the brand has none. Shown this once.
///
/// # Errors
/// The store failed, or `vendor` is Onefold itself.
pub async fn issue(
    app: &App,
    brand: &brand::Model,
    vendor: Vendor,
    name: &str,
    permissions: Permissions,
) -> Result<Value> {
    issue_over(app, brand, &[], vendor, name, permissions).await
}

/// The same, granting further brands. Only a client whose calls name a brand can use them.
///
/// # Errors
/// As [`issue`]; also when the vendor's calls name no brand.
pub async fn issue_over(
    app: &App,
    brand: &brand::Model,
    further: &[brand::Model],
    vendor: Vendor,
    name: &str,
    permissions: Permissions,
) -> Result<Value> {
    if !further.is_empty() && vendor != Vendor::Omnidesk {
        return Err(Error::Conflict("a client of this vendor cannot name a brand".to_owned()));
    }
    let access = access(vendor).ok_or(Error::NotFound { kind: "vendor" })?;
    let connection = connections::ensure(app, brand, vendor).await?;
    match access {
        Access::Login => {
            let client = clients::create_login(app, &connection).await?;
            Ok(json!({ "user": client.login, "password": client.password, "application_id": client.application_id }))
        }
        Access::OauthClient => {
            let viewer = Viewer::system(brand.id);
            let work = Work::begin(app, &viewer, Permission::Admin).await?;
            let configurations = customergauge::set_up(&work, connection.id).await?;
            work.commit().await?;
            let client = clients::create_oauth_client(app, connection.id, name).await?;
            Ok(json!({
                "client_id": client.client_id,
                "client_secret": client.client_secret,
                "token_path": "/oauth2/token",
                "records_path": "/records/",
                "hooks_path": "/hooks/customergauge/",
                "configurations": configurations,
            }))
        }
        Access::ApiKey => {
            for brand in further {
                connections::ensure(app, brand, vendor).await?;
            }
            let granted = || std::iter::once(brand).chain(further);
            let new = NewKey {
                name: name.to_owned(),
                brand: brand.id,
                connection: Some(connection.id),
                permissions,
                brands: granted().map(|brand| brand.id).collect(),
                expires_at: None,
            };
            let (_, text) = keys::create(app, new).await?;
            let mut shown = json!({ "key": text });
            if vendor == Vendor::Omnidesk {
                shown["header"] = "apiKey".into();
                shown["brand_id"] = brand.number.into();
                shown["brand_ids"] = granted().map(|brand| brand.number).collect();
            }
            if vendor == Vendor::CustomerDatabaseApp {
                let viewer = Viewer::system(brand.id);
                let work = Work::begin(app, &viewer, Permission::Admin).await?;
                customer_database_app::set_up(&work, connection.id).await?;
                work.commit().await?;
                shown["header"] = "Apikey".into();
            }
            Ok(shown)
        }
    }
}

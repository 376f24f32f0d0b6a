//! What a vendor's client needs in order to talk to its mirror.

use entity::brand;
use entity::connection::Vendor;
use serde_json::{Value, json};

use crate::app::App;
use crate::domain::account::Permissions;
use crate::domain::account::clients;
use crate::domain::account::keys::{self, NewKey};
use crate::domain::connection::service as connections;
use crate::error::{Error, Result};

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
    if vendor == Vendor::Onefold {
        return Err(Error::NotFound { kind: "vendor" });
    }
    let connection = connections::ensure(app, brand, vendor).await?;
    match vendor {
        Vendor::Carecloud => {
            let client = clients::create_login(app, connection.id, super::carecloud::digest_for(&connection)).await?;
            Ok(json!({ "user": client.login, "password": client.password, "application_id": client.application_id }))
        }
        Vendor::Customergauge => {
            let client = clients::create_oauth_client(app, connection.id, name).await?;
            Ok(json!({ "client_id": client.client_id, "client_secret": client.client_secret }))
        }
        _ => {
            let new = NewKey {
                name: name.to_owned(),
                brand: brand.id,
                connection: Some(connection.id),
                permissions,
                brands: vec![brand.id],
                expires_at: None,
            };
            let (_, text) = keys::create(app, new).await?;
            Ok(json!({ "key": text }))
        }
    }
}

//! What a vendor's client needs in order to talk to its mirror.

use entity::brand;
use entity::connection::{self, Vendor};
use serde_json::{Map, Value};

use super::account::{Account, Newcomer, told};
use crate::app::App;
use crate::domain::account::clients;
use crate::domain::account::keys::{self, NewKey};
use crate::domain::account::{Permission, Permissions, Viewer};
use crate::domain::connection::{Access, service as connections};
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
    let account = super::account_of(vendor);
    if !further.is_empty() && !account.names_brands {
        return Err(Error::Conflict("a client of this vendor cannot name a brand".to_owned()));
    }
    let access = account.form.access.ok_or(Error::NotFound { kind: "vendor" })?;
    let connection = connections::ensure(app, brand, vendor).await?;
    for brand in further {
        connections::ensure(app, brand, vendor).await?;
    }
    let brands: Vec<&brand::Model> = std::iter::once(brand).chain(further).collect();
    let mut shown = make(app, access, &connection, &brands, name, permissions).await?;
    shown.extend(welcome(app, account, &connection, &brands).await?);
    Ok(shown.into())
}

/// The credentials, in the form in which the vendor's clients hold them.
async fn make(
    app: &App,
    access: Access,
    connection: &connection::Model,
    brands: &[&brand::Model],
    name: &str,
    permissions: Permissions,
) -> Result<Map<String, Value>> {
    match access {
        Access::Login => {
            let client = clients::create_login(app, connection).await?;
            Ok(told([
                ("user", client.login.into()),
                ("password", client.password.into()),
                ("application_id", client.application_id.into()),
            ]))
        }
        Access::OauthClient => {
            let client = clients::create_oauth_client(app, connection.id, name).await?;
            Ok(told([("client_id", client.client_id.into()), ("client_secret", client.client_secret.into())]))
        }
        Access::ApiKey => {
            let new = NewKey {
                name: name.to_owned(),
                brand: connection.brand_id,
                connection: Some(connection.id),
                permissions,
                brands: brands.iter().map(|brand| brand.id).collect(),
                expires_at: None,
            };
            let (_, text) = keys::create(app, new).await?;
            Ok(told([("key", text.into())]))
        }
    }
}

async fn welcome(
    app: &App,
    account: &Account,
    connection: &connection::Model,
    brands: &[&brand::Model],
) -> Result<Map<String, Value>> {
    let Some(welcome) = account.welcome else { return Ok(Map::new()) };
    let viewer = Viewer::system(connection.brand_id);
    let work = Work::begin(app, &viewer, Permission::Admin).await?;
    let known = welcome(&Newcomer { work: &work, connection: connection.id, brands }).await?;
    work.commit().await?;
    Ok(known)
}

//! API keys: `<kind>_<prefix>_<secret>`, shown once, kept as a digest. One kind opens GraphQL, the others a vendor's mirror.

use entity::{Timestamp, api_key};
use sea_orm::ActiveValue::Set;

use super::{Actor, Permissions, Viewer, secrets, service, store};
use crate::app::App;
use crate::error::{Error, Result};

/// A key to be made.
#[derive(Debug)]
pub struct NewKey {
    /// For people.
    pub name: String,
    /// The brand it acts in.
    pub brand: i64,
    /// The vendor connection whose mirror it opens; absent: it opens GraphQL.
    pub connection: Option<i64>,
    /// What its bearer may do.
    pub permissions: Permissions,
    /// Further brands it may name, for vendors whose calls name a brand.
    pub brands: Vec<i64>,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
}

/// Makes a key and returns its text, which is shown this once.
///
/// # Errors
/// The store failed.
pub async fn create(app: &App, new: NewKey) -> Result<(api_key::Model, String)> {
    let prefix = secrets::random_hex::<6>()?;
    let text = format!("ofk_{prefix}_{}", secrets::random_hex::<24>()?);
    let row = api_key::ActiveModel {
        brand_id: Set(new.brand),
        connection_id: Set(new.connection),
        name: Set(new.name),
        prefix: Set(prefix),
        secret_hash: Set(secrets::digest(&text)),
        permissions: Set(serde_json::to_value(&new.permissions).map_err(Error::internal)?),
        brands: Set(serde_json::to_value(&new.brands).map_err(Error::internal)?),
        expires_at: Set(new.expires_at),
        created_at: Set(app.clock().now()),
        ..Default::default()
    };
    let key = store::insert_api_key(app.store().writer(), row).await?;
    Ok((key, text))
}

/// The living key with this text.
///
/// # Errors
/// [`Error::Unauthenticated`] when there is none, or it ended or was revoked.
pub async fn find(app: &App, text: &str) -> Result<api_key::Model> {
    let prefix = text.strip_prefix("ofk_").and_then(|rest| rest.split_once('_')).map(|(prefix, _)| prefix);
    let key = match prefix {
        Some(prefix) => store::api_key(app.store().reader(), prefix).await?,
        None => None,
    };
    let now = app.clock().now();
    key.filter(|key| secrets::matches(text, &key.secret_hash))
        .filter(|key| key.revoked_at.is_none() && key.expires_at.is_none_or(|end| end > now))
        .ok_or(Error::Unauthenticated)
}

/// The viewer behind a GraphQL key.
///
/// # Errors
/// As [`find`]; also when the key is for a vendor's mirror.
pub async fn viewer(app: &App, text: &str) -> Result<Viewer> {
    let key = find(app, text).await?;
    if key.connection_id.is_some() { Err(Error::Unauthenticated) } else { as_viewer(&key) }
}

/// The brands that a key may name, its own first.
///
/// # Errors
/// The kept list cannot be read.
pub fn granted(key: &api_key::Model) -> Result<Vec<i64>> {
    let further: Vec<i64> = serde_json::from_value(key.brands.clone()).map_err(Error::internal)?;
    let further = further.into_iter().filter(|brand| *brand != key.brand_id);
    Ok(std::iter::once(key.brand_id).chain(further).collect())
}

/// A key's bearer as a viewer in one of the brands that the key grants.
///
/// # Errors
/// [`Error::NotFound`] when it does not grant the brand: what is not granted is as unknown.
pub fn viewer_in(key: &api_key::Model, brand: i64) -> Result<Viewer> {
    if !granted(key)?.contains(&brand) {
        return Err(Error::NotFound { kind: "brand" });
    }
    let permissions = service::permissions(&key.permissions)?;
    Ok(Viewer::new(Actor::ApiKey(key.id), brand, key.name.clone(), permissions))
}

/// A key's bearer as a viewer.
///
/// # Errors
/// The kept permissions cannot be read.
pub fn as_viewer(key: &api_key::Model) -> Result<Viewer> {
    viewer_in(key, key.brand_id)
}

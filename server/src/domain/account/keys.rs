//! API keys: `<kind>_<prefix>_<secret>`, shown once, kept as a digest. One kind opens GraphQL, the others a vendor's mirror.

use entity::{Timestamp, api_key};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::{Actor, Permissions, Viewer, secrets, service, staff, staff::distinct, store};
use crate::app::App;
use crate::domain::connection::{self, Access};
use crate::domain::rules;
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{Work, listing};

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
    let (row, text) = draft(new, app.clock().now())?;
    Ok((store::insert_api_key(app.store().writer(), row).await?, text))
}

/// Makes a key for an administrator, who may give only what is theirs, and returns its text too.
///
/// # Errors
/// A rule is broken.
pub async fn issue(work: &Work<'_>, mut new: NewKey) -> Result<(i64, String)> {
    let mut broken = vec![rules::name("name", &new.name)];
    if new.permissions.iter().next().is_none() {
        broken.push(Some(Violation::new("permissions", Rule::Empty, "a key needs at least one permission")));
    }
    if new.expires_at.is_some_and(|end| end <= work.now()) {
        broken.push(Some(Violation::new("expiresAt", Rule::NotAllowed, "the key would have ended already")));
    }
    match new.connection {
        Some(id) => {
            broken.push(connection::service::not_open_to(work, "connectionId", id, Access::ApiKey).await?);
            broken.push(staff::beyond_reach(work, "brandIds", &new.brands).await?);
            new.brands.push(new.brand);
            distinct(&mut new.brands);
        }
        None if !new.brands.is_empty() => {
            let message = "only the key of a vendor's client names further brands";
            broken.push(Some(Violation::new("brandIds", Rule::NotAllowed, message)));
        }
        None => {}
    }
    rules::check(broken)?;
    let data = json!({ "name": new.name, "permissions": new.permissions, "connection": new.connection });
    let (row, text) = draft(new, work.now())?;
    let key = store::insert_api_key(work.db(), row).await?;
    work.audit("api_key.create", "api_key", key.id, data).await;
    Ok((key.id, text))
}

/// Revokes a key of the brand, from the next request on. One that was revoked stays as it is.
///
/// # Errors
/// There is no such key in the brand.
pub async fn revoke(work: &Work<'_>, id: i64) -> Result<i64> {
    let key = listing::find::<api_key::Entity>(work.db(), work.brand(), id).await?;
    let key = key.ok_or(Error::NotFound { kind: "API key" })?;
    if store::revoke_api_key(work.db(), id, work.now()).await? {
        work.audit("api_key.revoke", "api_key", id, json!({ "name": key.name })).await;
    }
    Ok(id)
}

/// The brands that calls with a key may name.
///
/// # Errors
/// The kept ids cannot be read.
pub fn brands(key: &api_key::Model) -> Result<Vec<i64>> {
    serde_json::from_value(key.brands.clone()).map_err(Error::internal)
}

/// The row of a key, and its text.
fn draft(new: NewKey, now: Timestamp) -> Result<(api_key::ActiveModel, String)> {
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
        created_at: Set(now),
        ..Default::default()
    };
    Ok((row, text))
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

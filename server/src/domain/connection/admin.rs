//! What administrators do to connections. Credentials go in and never come out: they are sealed here and opened for calls to the vendor
//! only.

use std::collections::BTreeMap;

use entity::connection::{self, Mode, Vendor};
use serde_json::json;

use super::{Details, NewConnection, leads_elsewhere, store, unfit_address, unfit_settings};
use crate::app::App;
use crate::config::Secret;
use crate::domain::account::{Permission, Viewer};
use crate::domain::rules;
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;

const SUBJECT: &str = "connection";

/// The brand's connections, oldest first.
///
/// # Errors
/// The viewer is no administrator, or the store failed.
pub async fn all(app: &App, viewer: &Viewer) -> Result<Vec<connection::Model>> {
    viewer.require(Permission::Admin)?;
    store::of_brand(app.store().reader(), viewer.brand()).await
}

/// The zone of a connection for which none was given: the brand's.
///
/// # Errors
/// The store failed.
pub async fn usual_time_zone(work: &Work<'_>) -> Result<String> {
    let brand = store::brand(work.db(), work.brand()).await?;
    brand.map(|brand| brand.time_zone).ok_or_else(|| Error::internal("the viewer's brand is gone"))
}

/// Makes a connection.
///
/// # Errors
/// A rule is broken, or the brand has a connection of this name to the vendor.
pub async fn create(work: &Work<'_>, new: NewConnection) -> Result<i64> {
    let mut broken = broken(work.app(), new.vendor, &new.details);
    if new.vendor == Vendor::Onefold {
        broken.push(Violation::new("vendor", Rule::NotAllowed, "each brand has one connection to Onefold itself"));
    }
    rules::check(broken.into_iter().map(Some))?;
    let data = json!({ "vendor": new.vendor, "is": shown(&new.details) });
    let row = store::insert_new(work.db(), work.brand(), new, work.now()).await?.ok_or_else(taken)?;
    work.audit("connection.create", SUBJECT, row.id, data).await;
    Ok(row.id)
}

/// Changes a connection. When it shall lead to another server, its credentials are forgotten: they were meant for the first.
///
/// # Errors
/// There is no such connection in the brand, a rule is broken, or the name is taken.
pub async fn update(work: &Work<'_>, id: i64, change: impl FnOnce(&mut Details)) -> Result<i64> {
    let row = find(work, id).await?;
    let was = Details::of(&row);
    let mut details = was.clone();
    change(&mut details);
    rules::check(broken(work.app(), row.vendor, &details).into_iter().map(Some))?;
    let moved = leads_elsewhere(work.app().form(row.vendor), &was, &details);
    let forgotten = moved && row.sealed_credentials.is_some();
    if moved {
        store::set_credentials(work.db(), id, None, work.now()).await?;
    }
    let data = json!({ "was": shown(&was), "is": shown(&details), "credentials_forgotten": forgotten });
    match store::update(work.db(), id, details, work.now()).await {
        Err(error) if error.is_unique_violation() => return Err(taken()),
        other => other?,
    }
    work.audit("connection.update", SUBJECT, id, data).await;
    Ok(id)
}

/// Replaces the credentials that the vendor wants to see; none: they are forgotten.
///
/// # Errors
/// There is no such connection in the brand, or the vendor knows no credential of a name.
pub async fn set_credentials(work: &Work<'_>, id: i64, given: BTreeMap<String, String>) -> Result<i64> {
    let row = find(work, id).await?;
    let known = work.app().form(row.vendor).credentials;
    let broken = given.iter().map(|(name, value)| {
        let path = format!("credentials.{name}");
        if known.iter().any(|(known, _)| known == name) {
            rules::filled(&path, value)
        } else {
            Some(Violation::new(path, Rule::NotFound, "the vendor asks for no such credential"))
        }
    });
    rules::check(broken)?;
    let sealed = if given.is_empty() {
        None
    } else {
        let text = serde_json::to_vec(&given).map_err(Error::internal)?;
        Some(work.app().vault().seal(&purpose(id), &text)?)
    };
    store::set_credentials(work.db(), id, sealed, work.now()).await?;
    let names: Vec<_> = given.keys().collect();
    work.audit("connection.set_credentials", SUBJECT, id, json!({ "names": names })).await;
    Ok(id)
}

/// The credentials that a call to the vendor shows, by name; none when there are none.
///
/// # Errors
/// They were sealed under another key.
pub fn credentials(app: &App, connection: &connection::Model) -> Result<BTreeMap<String, Secret>> {
    let Some(sealed) = &connection.sealed_credentials else { return Ok(BTreeMap::new()) };
    let text = app.vault().unseal(&purpose(connection.id), sealed)?;
    serde_json::from_slice(&text).map_err(Error::internal)
}

/// Sealed for one connection, credentials do not open for another.
fn purpose(connection: i64) -> String {
    format!("connection:{connection}")
}

async fn find(work: &Work<'_>, id: i64) -> Result<connection::Model> {
    store::of_brand_by_id(work.db(), work.brand(), id).await?.ok_or(Error::NotFound { kind: "connection" })
}

fn broken(app: &App, vendor: Vendor, details: &Details) -> Vec<Violation> {
    let plain_http = &app.config().upstream.plain_http;
    let mut broken = unfit_settings(app.form(vendor), &details.settings, plain_http);
    broken.extend(rules::name("name", &details.name));
    broken.extend(rules::time_zone("timeZone", &details.time_zone));
    broken.extend(details.base_url.as_deref().and_then(|text| unfit_address("baseUrl", text, plain_http)));
    match (vendor, details.mode) {
        (Vendor::Onefold, Mode::Proxy) => {
            broken.push(Violation::new("mode", Rule::NotAllowed, "behind Onefold itself there is no vendor"));
        }
        (_, Mode::Proxy) if details.base_url.is_none() => broken.push(Violation::required("baseUrl")),
        _ => {}
    }
    broken
}

fn shown(details: &Details) -> serde_json::Value {
    json!({
        "name": details.name,
        "mode": details.mode,
        "base_url": details.base_url,
        "time_zone": details.time_zone,
        "settings": details.settings,
    })
}

fn taken() -> Error {
    Violation::new("name", Rule::AlreadyExists, "the brand has a connection of this name to the vendor").into()
}

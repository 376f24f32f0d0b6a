//! Brands and their connections.

use entity::brand;
use entity::connection::{self, Vendor};
use sea_orm::ConnectionTrait;
use serde_json::Value as Json;

use super::{Access, Details, leads_elsewhere, store, unfit_setting};
use crate::app::App;
use crate::domain::identity::Policy;
use crate::domain::identity::service::policy_of;
use crate::domain::rules;
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;

/// The name of a connection that was made without one.
const DEFAULT_NAME: &str = "default";

/// The brand's first-party connection.
///
/// # Errors
/// The brand has none, which [`create_brand`] rules out.
pub async fn first_party(work: &Work<'_>) -> Result<i64> {
    let found = store::of_vendor(work.db(), work.brand(), Vendor::Onefold).await?;
    found
        .first()
        .map(|connection| connection.id)
        .ok_or_else(|| Error::internal("the brand has no first-party connection"))
}

/// Holds a connection of the brand until the work ends, so that two bulk imports into it follow one another instead of blocking each
/// other halfway, and two calls that look for somebody before they make them find each other's.
///
/// # Errors
/// There is no such connection in the brand.
pub async fn hold(work: &Work<'_>, connection: i64) -> Result<()> {
    let held = store::hold(work.db(), work.brand(), connection).await?;
    if held { Ok(()) } else { Err(Error::NotFound { kind: "connection" }) }
}

/// The rule that is broken when `path` names something other than a connection of the brand whose clients come with this sort of access.
///
/// # Errors
/// The store failed.
pub async fn not_open_to(work: &Work<'_>, path: &str, id: i64, by: Access) -> Result<Option<Violation>> {
    let Some(found) = store::of_brand_by_id(work.db(), work.brand(), id).await? else {
        return Ok(Some(Violation::new(path, Rule::NotFound, "the brand has no such connection")));
    };
    let message = "the clients of this vendor prove in another way who they are";
    Ok((work.app().form(found.vendor).access != Some(by)).then(|| Violation::new(path, Rule::NotAllowed, message)))
}

/// The brand's survivorship policy.
///
/// # Errors
/// The store failed.
pub async fn policy(db: &impl ConnectionTrait, brand: i64) -> Result<Policy> {
    let brand = store::brand(db, brand).await?;
    Ok(brand.map(|brand| policy_of(&brand.settings)).unwrap_or_default())
}

/// Makes a brand with its first-party connection.
///
/// # Errors
/// The number is taken.
pub async fn create_brand(app: &App, number: i32, name: &str) -> Result<brand::Model> {
    let tx = app.store().begin().await?;
    let now = app.clock().now();
    let brand = store::insert_brand(&tx, number, name, now).await?;
    store::insert(&tx, &brand, Vendor::Onefold, DEFAULT_NAME, now).await?;
    tx.commit().await?;
    Ok(brand)
}

/// The brand with this number, or the only one there is.
///
/// # Errors
/// There is no such brand, or there are several and none was named.
pub async fn named_brand(app: &App, number: Option<i32>) -> Result<brand::Model> {
    let mut brands = store::brands(app.store().reader()).await?;
    match number {
        Some(number) => {
            brands.into_iter().find(|brand| brand.number == number).ok_or(Error::NotFound { kind: "brand" })
        }
        None if brands.len() == 1 => Ok(brands.remove(0)),
        None if brands.is_empty() => Err(Error::NotFound { kind: "brand" }),
        None => Err(Error::Conflict("there are several brands; name one by its number".to_owned())),
    }
}

/// The brand's connection to a vendor, made in mirror mode when it has none.
///
/// # Errors
/// The store failed.
pub async fn ensure(app: &App, brand: &brand::Model, vendor: Vendor) -> Result<connection::Model> {
    if let Some(found) = store::of_vendor(app.store().reader(), brand.id, vendor).await?.into_iter().next() {
        return Ok(found);
    }
    store::insert(app.store().writer(), brand, vendor, DEFAULT_NAME, app.clock().now()).await
}

/// Every brand, by number.
///
/// # Errors
/// The store failed.
pub async fn all_brands(app: &App) -> Result<Vec<brand::Model>> {
    store::brands(app.store().reader()).await
}

/// Sets one of a connection's settings; `Null` takes it away. Called by commands on the server's own machine, which need no viewer. The
/// rules are those for administrators: what the vendor does not know is refused, and credentials are not shown to another server.
///
/// # Errors
/// The vendor has no such setting or it does not take the value, or the store failed.
pub async fn set(app: &App, connection: connection::Model, name: &str, value: Json) -> Result<connection::Model> {
    let mut settings = connection.settings.as_object().cloned().unwrap_or_default();
    let form = app.form(connection.vendor);
    match value {
        Json::Null => settings.remove(name),
        value => {
            rules::check([unfit_setting(form, name, &value, &app.config().upstream.plain_http)])?;
            settings.insert(name.to_owned(), value)
        }
    };
    let was = Details::of(&connection);
    let is = Details { settings: settings.into(), ..was.clone() };
    let moved = leads_elsewhere(form, &was, &is);
    store::set_settings(app.store().writer(), connection, is.settings, moved, app.clock().now()).await
}

/// Whether there is no brand yet.
///
/// # Errors
/// The store failed.
pub async fn is_empty(app: &App) -> Result<bool> {
    Ok(all_brands(app).await?.is_empty())
}

/// A brand's connections, oldest first.
///
/// # Errors
/// The store failed.
pub async fn of_brand(app: &App, brand: i64) -> Result<Vec<connection::Model>> {
    store::of_brand(app.store().reader(), brand).await
}

/// The brand of a connection.
///
/// # Errors
/// The store failed.
pub async fn brand_of(app: &App, connection: &connection::Model) -> Result<brand::Model> {
    let brand = store::brand(app.store().reader(), connection.brand_id).await?;
    brand.ok_or_else(|| Error::internal("a connection has no brand"))
}

/// A connection that must be to this vendor.
///
/// # Errors
/// [`Error::Unauthenticated`] when it is not, or is gone.
pub async fn of_vendor(app: &App, id: i64, vendor: Vendor) -> Result<connection::Model> {
    let found = store::find(app.store().reader(), id).await?;
    found.filter(|found| found.vendor == vendor).ok_or(Error::Unauthenticated)
}

/// These brands, each with a connection to a vendor, in the order given: the one `named`, where it is the brand's, else its oldest.
/// Brands that have none are left out.
///
/// # Errors
/// The store failed.
pub async fn in_brands(
    app: &App,
    ids: &[i64],
    vendor: Vendor,
    named: i64,
) -> Result<Vec<(brand::Model, connection::Model)>> {
    let mut found = store::in_brands(app.store().reader(), ids, vendor).await?;
    found.sort_by_key(|(brand, connection)| (ids.iter().position(|id| *id == brand.id), connection.id != named));
    found.dedup_by_key(|(brand, _)| brand.id);
    Ok(found)
}

/// The connection that a vendor key opens.
///
/// # Errors
/// [`Error::Unauthenticated`] when the key opens another vendor's mirror, or GraphQL.
pub async fn of_key(app: &App, key: &entity::api_key::Model, vendor: Vendor) -> Result<connection::Model> {
    let id = key.connection_id.ok_or(Error::Unauthenticated)?;
    of_vendor(app, id, vendor).await
}

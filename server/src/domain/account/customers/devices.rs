//! Devices of customers: an app or browser gets a token of its own, on which a customer may log in and out.

use entity::connection::{self, Vendor};
use entity::vendor_token::{self, TokenKind};
use sea_orm::ActiveValue::Set;
use serde_json::{Value as Json, json};

use super::store;
use crate::app::App;
use crate::domain::account::secrets;
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{TimelineDraft, Work};

/// A device that asks for a token.
#[derive(Clone, Debug)]
pub struct NewDevice {
    /// The application that runs on it.
    pub application: String,
    /// Its own id.
    pub device: String,
    /// What else it says of itself.
    pub details: Json,
}

/// Gives a device a token of the connection that knows its application. The token it had for the application ends.
///
/// # Errors
/// No connection to `vendor` knows the application, or several do.
pub async fn register(app: &App, vendor: Vendor, new: NewDevice) -> Result<String> {
    let connection = connection_of(app, vendor, &new.application).await?;
    let token = secrets::random_hex::<36>()?;
    let now = app.clock().now();
    let tx = app.store().begin().await?;
    store::revoke_device(&tx, connection.id, &new.application, &new.device, now).await?;
    let row = vendor_token::ActiveModel {
        connection_id: Set(connection.id),
        kind: Set(TokenKind::Customer),
        token_hash: Set(secrets::digest(&token)),
        application_id: Set(Some(new.application)),
        device_id: Set(Some(new.device)),
        details: Set(Some(new.details)),
        issued_at: Set(now),
        ..Default::default()
    };
    store::insert_device(&tx, row).await?;
    tx.commit().await?;
    Ok(token)
}

/// Nobody is logged in yet, so that it is the application that tells which brand is meant.
async fn connection_of(app: &App, vendor: Vendor, application: &str) -> Result<connection::Model> {
    let known = store::connections_of_application(app.store().reader(), None, application).await?;
    let mut known = known.into_iter().filter(|connection| connection.vendor == vendor);
    known.next().filter(|_| known.next().is_none()).ok_or_else(|| {
        let message = "the application is not known";
        Violation::new("external_application_id", Rule::NotFound, message).with_value(application).into()
    })
}

/// The token that the real vendor gave the same device; none before it first needed one.
///
/// # Errors
/// It was sealed under another key.
pub fn upstream_token(app: &App, device: &vendor_token::Model) -> Result<Option<String>> {
    let Some(sealed) = &device.sealed_upstream_token else { return Ok(None) };
    let token = app.vault().unseal(&purpose(device.id), sealed)?;
    String::from_utf8(token).map(Some).map_err(Error::internal)
}

/// Keeps it, sealed.
///
/// # Errors
/// The store failed.
pub async fn keep_upstream_token(app: &App, device: &vendor_token::Model, token: &str) -> Result<()> {
    let sealed = app.vault().seal(&purpose(device.id), token.as_bytes())?;
    store::set_upstream_token(app.store().writer(), device.id, sealed).await
}

fn purpose(device: i64) -> String {
    format!("device:{device}")
}

/// Logs a customer in on a device.
///
/// # Errors
/// The store failed.
pub async fn log_in(work: &Work<'_>, token: i64, source_record: i64) -> Result<()> {
    store::set_logged_in(work.db(), token, Some(source_record)).await?;
    work.timeline(source_record, TimelineDraft::new("customer.logged_in", "Logged in to an app")).await;
    work.audit("device.log_in", "vendor_token", token, json!({ "source_record": source_record })).await;
    Ok(())
}

/// Logs whoever is logged in on a device out.
///
/// # Errors
/// The store failed.
pub async fn log_out(work: &Work<'_>, token: i64) -> Result<()> {
    store::set_logged_in(work.db(), token, None).await?;
    work.audit("device.log_out", "vendor_token", token, json!({})).await;
    Ok(())
}

/// Whether an application of this id is known in the brand.
///
/// # Errors
/// [`Error::Invalid`] at `path` when it is not.
pub(super) async fn require_application(work: &Work<'_>, path: &str, application: &str) -> Result<(), Error> {
    let known = store::connections_of_application(work.db(), Some(work.brand()), application).await?;
    if known.is_empty() {
        let message = "the application is not known";
        return Err(Violation::new(path, Rule::NotFound, message).with_value(application).into());
    }
    Ok(())
}

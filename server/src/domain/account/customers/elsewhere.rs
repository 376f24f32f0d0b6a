//! Customers whose passwords are at their vendor. What is shown goes to the connections in proxy mode whose vendors can say who it is, one
//! after the other; of somebody of whom nothing was heard here, what the vendor says is read at once.

use entity::connection;
use entity::source_record;
use serde_json::json;

use super::Proof;
use super::hand_over::{IssuedToken, NewToken};
use crate::app::App;
use crate::domain::account::{Permission, Viewer};
use crate::domain::connection::store as connections;
use crate::domain::freshness::{Report, Wanted, service as freshness};
use crate::domain::outbox::bind;
use crate::domain::source::{service as sources, store as records};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;

/// The brand's connections whose vendors are to be asked, oldest first.
///
/// # Errors
/// The store failed.
pub(super) async fn places(app: &App, brand: i64) -> Result<Vec<connection::Model>> {
    connections::proxied(app.store().reader(), brand, &app.identifying_vendors()).await
}

/// The record of the customer who shows this, by the first vendor that knows one. Where one that knows might not have answered, nothing can
/// be said.
///
/// # Errors
/// None knows anybody, and one did not answer; or the store failed.
pub(super) async fn ask(
    app: &App,
    viewer: &Viewer,
    places: &[connection::Model],
    proof: &Proof<'_>,
) -> Result<Option<i64>> {
    let mut failed = None;
    for place in places {
        match app.identify(place, proof).await {
            Ok(Some(vendor_id)) => return met(app, viewer, place, &vendor_id).await.map(Some),
            Ok(None) => {}
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    failed.map_or(Ok(None), Err)
}

/// The record of somebody whom the vendor knows.
async fn met(app: &App, viewer: &Viewer, place: &connection::Model, vendor_id: &str) -> Result<i64> {
    if let Some(known) = records::by_vendor_id(app.store().reader(), place.id, vendor_id).await? {
        return Ok(known.id);
    }
    let work = Work::begin(app, viewer, Permission::CustomerRead).await?.heard_from(place.id);
    let record = sources::named(&work, place.id, vendor_id).await?;
    work.commit().await?;
    // Who it is was asked and answered; if the rest cannot be read now, the next reading brings it.
    let wanted = Wanted { accepts_stale: true, ..Wanted::default() };
    freshness::ensure(app, viewer, &[record.customer_id], wanted, &Report::default()).await?;
    Ok(record.id)
}

/// The vendor that makes tokens for the customer of a record, with the record; nothing where they are made here.
///
/// # Errors
/// The store failed, or the vendor has not heard of the customer yet.
pub(super) async fn maker(work: &Work<'_>, record: i64) -> Result<Option<(connection::Model, source_record::Model)>> {
    let Some(record) = records::find(work.db(), work.brand(), record).await? else { return Ok(None) };
    let vendors = work.app().identifying_vendors();
    let places = connections::proxied(work.db(), work.brand(), &vendors).await?;
    let Some(place) = places.into_iter().find(|place| place.id == record.connection_id) else { return Ok(None) };
    if bind::is_pending(&record.vendor_id) {
        return Err(Error::Conflict("the vendor has not heard of this customer yet".to_owned()));
    }
    Ok(Some((place, record)))
}

/// Has a vendor make a token. `path` is where the application stands in the input.
///
/// # Errors
/// The vendor does not answer, or makes none.
pub(super) async fn issue(
    app: &App,
    viewer: &Viewer,
    path: &str,
    (place, record): &(connection::Model, source_record::Model),
    new: NewToken,
) -> Result<IssuedToken> {
    viewer.require(Permission::CustomerCud)?;
    let issued = app.hand_over(place, record, &new.application, new.form).await?;
    let issued = issued.ok_or_else(|| {
        let message = "the vendor makes no token with which this application could learn who the customer is";
        Violation::new(path, Rule::NotFound, message).with_value(&new.application)
    })?;
    note(app, viewer, Permission::CustomerCud, "auth_token.issue", record.id, &new.application).await?;
    Ok(issued)
}

/// Notes what was done with a token that is not kept here.
///
/// # Errors
/// The store failed.
pub(super) async fn note(
    app: &App,
    viewer: &Viewer,
    permission: Permission,
    action: &str,
    record: i64,
    application: &str,
) -> Result<()> {
    let work = Work::begin(app, viewer, permission).await?;
    work.audit(action, "source_record", record, json!({ "source_record": record, "application": application })).await;
    work.commit().await
}

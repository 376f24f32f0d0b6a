//! Reading at the vendor what is stored here, and recording what it says: the operations that clients ask, asked by Onefold itself.

use std::pin::Pin;

use entity::{connection, source_record};
use http::StatusCode;
use serde_json::Value as Json;

use super::failure::Failure;
use super::send::send;
use crate::app::App;
use crate::domain::account::{Actor, Permission, Viewer};
use crate::error::Error;
use crate::vendor::account::Reading;
use crate::vendor::contract::{Call, Caller, Dialect, Entry, Refusal};
use crate::vendor::outbound::carry::unsigned;
use crate::vendor::reading::{Body, Sent};
use crate::vendor::shape::Place;
use crate::vendor::{Visitor, account_of, visit};

/// What a reading brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// What the vendor said is recorded.
    Recorded,
    /// The vendor knows nothing of it.
    Nothing,
}

/// What can be read of a record at its vendor, in order; empty when nothing can.
pub fn readings(connection: &connection::Model) -> &'static [Reading] {
    account_of(connection.vendor).readings
}

type Running<'a> = Pin<Box<dyn Future<Output = Result<Read, Error>> + Send + 'a>>;

/// Reads one part of a record at its vendor and records what it says.
///
/// # Errors
/// No answer came, the vendor refuses, or the store failed.
pub async fn read(
    app: &App,
    connection: &connection::Model,
    record: &source_record::Model,
    reading: &Reading,
) -> Result<Read, Error> {
    struct Wanted<'a> {
        app: &'a App,
        connection: &'a connection::Model,
        operation: &'static str,
        request: Option<Json>,
        running: Option<Running<'a>>,
    }
    impl Visitor for Wanted<'_> {
        fn vendor<D: Dialect>(&mut self, operations: fn() -> Vec<Entry<D>>) {
            if D::VENDOR != self.connection.vendor {
                return;
            }
            let Some(entry) = operations().into_iter().find(|entry| entry.name == self.operation) else { return };
            let (app, connection) = (self.app, self.connection);
            let Some(request) = self.request.take() else { return };
            self.running = Some(Box::pin(ask::<D>(app, connection, entry, request)));
        }
    }
    let brand = crate::domain::connection::store::brand(app.store().reader(), connection.brand_id).await?;
    let number = brand.map(|brand| brand.number).unwrap_or_default();
    let Some(request) = (reading.request)(record, number) else { return Ok(Read::Nothing) };
    let operation = reading.operation;
    let mut wanted = Wanted { app, connection, operation, request: Some(request), running: None };
    visit(&mut wanted);
    match wanted.running {
        Some(running) => running.await,
        None => Err(Error::internal(format!("the vendor has no operation {operation}"))),
    }
}

async fn ask<D: Dialect>(
    app: &App,
    connection: &connection::Model,
    entry: Entry<D>,
    request: Json,
) -> Result<Read, Error> {
    let call = unsigned(connection, &entry, request.clone()).map_err(Error::from)?;
    let answer = send::<D>(app, connection, &call, None).await.map_err(Error::from)?;
    if matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::GONE) {
        return Ok(Read::Nothing);
    }
    if !D::went_well(&answer) {
        return Err(Failure::Told(Box::new(answer)).into());
    }
    let echo = D::opened(&answer);
    let echo = echo.ok_or_else(|| Error::from(Failure::Unusable("the answer is not understood".to_owned())))?;
    let caller = own::<D>(app, connection).await?;
    let prefix = D::PREFIXES.first().copied().unwrap_or_default();
    let call = Call { app, caller: Some(caller), prefix, address: None, echo: Some(echo) };
    entry.absorb(&call, sent(&entry, request)).await.map_err(said)?;
    Ok(Read::Recorded)
}

/// Onefold itself as a client of the vendor's.
async fn own<D: Dialect>(app: &App, connection: &connection::Model) -> Result<Caller<D::Session>, Error> {
    let permissions = [Permission::CustomerRead, Permission::CustomerCud].into_iter().collect();
    let actor = Actor::VendorClient(connection.id);
    let viewer = Viewer::new(actor, connection.brand_id, connection.name.clone(), permissions);
    let session = D::own_session(app, connection, &viewer).await?;
    Ok(Caller { viewer, connection: connection.clone(), session })
}

/// A request as a client would have sent it.
fn sent<D: Dialect>(entry: &Entry<D>, request: Json) -> Sent {
    let Json::Object(mut values) = request else { return Sent::default() };
    let (mut path, mut query) = (Vec::new(), Vec::new());
    for field in entry.fields.iter().filter(|field| field.place != Place::Body) {
        let Some(value) = values.remove(field.name) else { continue };
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match field.place {
            Place::Path => path.push((field.name.to_owned(), text)),
            _ => query.push((field.name.to_owned(), text)),
        }
    }
    Sent { path, query, body: Body::typed(values) }
}

fn said(refusal: Refusal) -> Error {
    match refusal {
        Refusal::Domain(error) => error,
        other => Error::internal(format!("what the vendor says cannot be recorded: {other:?}")),
    }
}

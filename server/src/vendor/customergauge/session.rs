//! A connected app as a caller.

use entity::connection::Vendor;
use entity::oauth_client;

use crate::app::App;
use crate::domain::account::{Actor, Permission, Viewer};
use crate::domain::connection::service as connections;
use crate::error::Error;
use crate::vendor::contract::{Caller, Refusal};

/// The app in the account that it belongs to.
pub(super) async fn caller(app: &App, client: oauth_client::Model) -> Result<Caller<()>, Refusal> {
    let connection = connections::of_vendor(app, client.connection_id, Vendor::Customergauge).await.map_err(refused)?;
    let permissions = [Permission::CustomerRead, Permission::CustomerCud].into_iter().collect();
    let viewer = Viewer::new(Actor::VendorClient(connection.id), connection.brand_id, client.name, permissions);
    Ok(Caller { viewer, connection, session: () })
}

/// Who is not known has shown wrong credentials.
pub(super) fn refused(error: Error) -> Refusal {
    match error {
        Error::Unauthenticated => Refusal::BadCredentials,
        other => other.into(),
    }
}

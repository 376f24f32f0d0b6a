//! The brands that a key may name.

use entity::{api_key, brand, connection};

use super::dialect::Omnidesk;
use crate::app::App;
use crate::domain::account::{Permission, Viewer, keys};
use crate::domain::connection::service as connections;
use crate::error::{Error, Result};
use crate::store::Work;
use crate::vendor::contract::{Call, Dialect};

/// A brand that a key grants.
#[derive(Debug)]
pub(super) struct Grant {
    /// The brand; its number is the vendor's `brand_id`.
    pub(super) brand: brand::Model,
    /// The brand's account at the vendor.
    pub(super) connection: connection::Model,
    /// The client, acting in this brand.
    pub(super) viewer: Viewer,
}

impl Grant {
    /// Begins a unit of work in the brand.
    pub(super) async fn begin<'a>(&'a self, call: &'a Call<'_, Omnidesk>) -> Result<Work<'a>> {
        self.work(call, Permission::CustomerCud).await
    }

    /// The same to record what the real vendor said to a client that may read.
    pub(super) async fn hear<'a>(&'a self, call: &'a Call<'_, Omnidesk>) -> Result<Work<'a>> {
        self.work(call, Permission::CustomerRead).await
    }

    /// The same for a client that has a permission.
    pub(super) async fn work<'a>(&'a self, call: &'a Call<'_, Omnidesk>, permission: Permission) -> Result<Work<'a>> {
        Ok(Work::begin(call.app, &self.viewer, permission).await?.heard_from(self.connection.id))
    }
}

/// What is known of a client beyond viewer and connection.
#[derive(Debug)]
pub struct Session {
    grants: Vec<Grant>,
}

impl Session {
    /// Reads the brands that `key` grants and that have an account at the vendor, and which of these is the key's own.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] when the key opens another vendor's mirror, or GraphQL.
    pub(super) async fn open(app: &App, key: &api_key::Model) -> Result<(Self, connection::Model)> {
        let own = key.connection_id.ok_or(Error::Unauthenticated)?;
        let found = connections::in_brands(app, &keys::granted(key)?, Omnidesk::VENDOR, own).await?;
        let mut grants = Vec::with_capacity(found.len());
        for (brand, connection) in found {
            grants.push(Grant { viewer: keys::viewer_in(key, brand.id)?, brand, connection });
        }
        let own = grants.iter().find(|grant| grant.connection.id == own).ok_or(Error::Unauthenticated)?;
        let own = own.connection.clone();
        Ok((Self { grants }, own))
    }

    /// The one brand of a connection, for Onefold itself.
    pub(super) async fn own(app: &App, connection: &connection::Model, viewer: &Viewer) -> Result<Self> {
        let brand = connections::brand_of(app, connection).await?;
        Ok(Self { grants: vec![Grant { brand, connection: connection.clone(), viewer: viewer.clone() }] })
    }

    /// All brands, the key's own first.
    pub(super) fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// The brand with this number. One that is not granted is as unknown.
    pub(super) fn brand(&self, number: i64) -> Result<&Grant> {
        let found = self.grants.iter().find(|grant| i64::from(grant.brand.number) == number);
        found.ok_or(Error::NotFound { kind: "brand" })
    }

    /// The brand of a connection.
    pub(super) fn of_connection(&self, id: i64) -> Result<&Grant> {
        let found = self.grants.iter().find(|grant| grant.connection.id == id);
        found.ok_or(Error::NotFound { kind: "brand" })
    }
}

//! Brands that somebody may act in, as far as the viewer may know of them.

use std::collections::HashMap;

use async_graphql::{Context, Result, dataloader};
use entity::brand;

use crate::domain::account::{Actor, Permission, service};
use crate::graphql::error::fault;
use crate::graphql::loaders::{BatchError, Loader, loaders_with, row};
use crate::graphql::mutation::viewer;

/// Key: the brands that a staff user may act in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct BrandsOf(i64);

impl dataloader::Loader<BrandsOf> for Loader {
    type Value = Vec<brand::Model>;
    type Error = BatchError;

    async fn load(&self, keys: &[BrandsOf]) -> Result<HashMap<BrandsOf, Vec<brand::Model>>, BatchError> {
        let users: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let found = service::brands_of_users(self.db(), &users).await?;
        Ok(found.into_iter().map(|(user, brands)| (BrandsOf(user), brands)).collect())
    }
}

/// The brands that a staff user may act in, by number.
pub(super) async fn of_user(ctx: &Context<'_>, user: i64) -> Result<Vec<brand::Model>> {
    let found = loaders_with(ctx, Permission::Admin)?.load_one(BrandsOf(user)).await;
    Ok(found.map_err(|error| fault(error.into()))?.unwrap_or_default())
}

/// The brands that the viewer may act in, by number.
pub(super) async fn of_viewer(ctx: &Context<'_>) -> Result<Vec<brand::Model>> {
    let viewer = viewer(ctx)?;
    match viewer.actor() {
        Actor::Staff(user) => of_user(ctx, user).await,
        _ => Ok(row::<brand::Entity>(ctx, viewer.brand()).await?.into_iter().collect()),
    }
}

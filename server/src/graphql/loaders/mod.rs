//! Batching: the rows of many parents in one statement. One loader, many kinds of key; each key says what it loads.
//!
//! A [`Loader`] exists only for a viewer who may read, and is bound to that viewer's brand: a row of another brand is never found.

mod children;
mod error;
mod rows;

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::dataloader::{self, DataLoader, HashMapCache};
use async_graphql::{Context, Result};
use entity::Timestamp;

pub use self::children::{children, count, first};
pub use self::error::BatchError;
pub use self::rows::{hanging_row, row, row_needing};
use super::error::fault;
use super::waves::Waves;
use crate::app::App;
use crate::domain::account::{Permission, Viewer};
use crate::error::Error;
use crate::store::Store;
pub use crate::store::listing::Branded;

/// Keys of one statement at the most; some statements bind each of them twice, and SQLite binds no more than 32,766 values.
const MOST_KEYS: usize = 10_000;

/// Loads rows of one brand.
#[derive(Clone, Debug)]
pub struct Loader {
    store: Store,
    brand: i64,
    now: Timestamp,
}

/// The loader of one request, with its cache.
pub type Loaders = DataLoader<InWaves, HashMapCache>;

impl Loader {
    /// For a viewer who may read.
    ///
    /// # Errors
    /// The viewer may not.
    pub fn new(app: &App, viewer: &Viewer) -> crate::error::Result<Self> {
        viewer.require(Permission::CustomerRead)?;
        Ok(Self { store: app.store().clone(), brand: viewer.brand(), now: app.clock().now() })
    }

    /// The same, batching in `waves`, in which the query must run; with no delay, because a wave begins when a query can ask for nothing
    /// more.
    pub fn batching(self, waves: &Waves) -> Loaders {
        let (loader, waves) = (InWaves { loader: self, waves: waves.clone() }, waves.clone());
        DataLoader::with_cache(loader, move |batch| waves.add(batch), HashMapCache::default())
            .delay(Duration::ZERO)
            .max_batch_size(MOST_KEYS)
    }

    /// The connection to read from.
    pub fn db(&self) -> &sea_orm::DatabaseConnection {
        self.store.reader()
    }

    /// The brand that is read.
    pub fn brand(&self) -> i64 {
        self.brand
    }

    /// The instant that "now" means in all of the request, so that rows asked for by time share a batch.
    pub fn now(&self) -> Timestamp {
        self.now
    }
}

/// A loader that hands over at the end of the wave it loads in.
#[derive(Clone, Debug)]
pub struct InWaves {
    loader: Loader,
    waves: Waves,
}

impl Deref for InWaves {
    type Target = Loader;

    fn deref(&self) -> &Loader {
        &self.loader
    }
}

impl<K> dataloader::Loader<K> for InWaves
where
    K: Clone + Eq + Hash + Send + Sync + 'static,
    Loader: dataloader::Loader<K>,
{
    type Value = <Loader as dataloader::Loader<K>>::Value;
    type Error = <Loader as dataloader::Loader<K>>::Error;

    async fn load(&self, keys: &[K]) -> Result<HashMap<K, Self::Value>, Self::Error> {
        let found = self.loader.load(keys).await;
        self.waves.end().await;
        found
    }
}

/// The request's loaders.
///
/// # Errors
/// Nobody is logged in, or the viewer may not read customers.
pub fn loaders<'a>(ctx: &Context<'a>) -> Result<&'a Arc<Loaders>> {
    match ctx.data_opt::<Arc<Loaders>>() {
        Some(loaders) => Ok(loaders),
        None => Err(fault(match ctx.data_opt::<Viewer>() {
            Some(_) => Error::Forbidden(Permission::CustomerRead),
            None => Error::Unauthenticated,
        })),
    }
}

/// The request's loaders, for a viewer who has `permission` besides that to read customers.
///
/// # Errors
/// Nobody is logged in, or the viewer lacks one of the two.
pub fn loaders_with<'a>(ctx: &Context<'a>, permission: Permission) -> Result<&'a Arc<Loaders>> {
    let viewer = ctx.data_opt::<Viewer>().ok_or_else(|| fault(Error::Unauthenticated))?;
    viewer.require(permission).map_err(fault)?;
    loaders(ctx)
}

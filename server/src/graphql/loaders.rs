//! Batching: the rows of many parents in one statement. One loader, many kinds of key; each key says what it loads.
//!
//! A [`Loader`] exists only for a viewer who may read, and is bound to that viewer's brand: a row of another brand is never found.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::dataloader::{self, DataLoader, HashMapCache};
use async_graphql::{Context, OutputType, Result};
use entity::{OfSourceRecord, Timestamp, source_record};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, ModelTrait, PrimaryKeyToColumn, QueryFilter, Related, Value};

use super::error::fault;
use super::page::{Connection, Paging, Totals, connection};
use super::waves::Waves;
use crate::app::App;
use crate::domain::account::{Permission, Viewer};
use crate::error::Error;
use crate::store::Store;
use crate::store::children::{self, Listed};
use crate::store::hanging;
use crate::store::keyset::{Page, PageArgs};
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

/// The error of a batch, which all its fields share.
#[derive(Clone, Debug)]
pub struct BatchError(Arc<Error>);

impl From<Error> for BatchError {
    fn from(error: Error) -> Self {
        Self(Arc::new(error))
    }
}

impl From<BatchError> for Error {
    fn from(error: BatchError) -> Self {
        match &*error.0 {
            Self::Unauthenticated => Self::Unauthenticated,
            Self::Forbidden(permission) => Self::Forbidden(*permission),
            Self::NotFound { kind } => Self::NotFound { kind },
            Self::Invalid(violations) => Self::Invalid(violations.clone()),
            Self::Conflict(message) => Self::Conflict(message.clone()),
            Self::Limited { message, retry_after } => {
                Self::Limited { message: message.clone(), retry_after: *retry_after }
            }
            Self::Unavailable(source) => Self::Unavailable(source.clone()),
            Self::Upstream { fault, message, retry_after } => {
                Self::Upstream { fault: *fault, message: message.clone(), retry_after: *retry_after }
            }
            Self::Internal(_) => Self::Internal(Box::new(error)),
        }
    }
}

impl std::fmt::Display for BatchError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a batch failed: {}", self.0)
    }
}

impl std::error::Error for BatchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

/// Key: the row `id` of `E`.
pub struct Row<E>(pub i64, PhantomData<fn() -> E>);

impl<E> Row<E> {
    /// The row `id`.
    pub fn new(id: i64) -> Self {
        Self(id, PhantomData)
    }
}

impl<E> Clone for Row<E> {
    fn clone(&self) -> Self {
        Self(self.0, PhantomData)
    }
}

impl<E> PartialEq for Row<E> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<E> Eq for Row<E> {}

impl<E> Hash for Row<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<E> dataloader::Loader<Row<E>> for Loader
where
    E: Branded + 'static,
    E::Model: ModelTrait<Entity = E> + FromQueryResult + Clone + Send + Sync + 'static,
{
    type Value = E::Model;
    type Error = BatchError;

    async fn load(&self, keys: &[Row<E>]) -> Result<HashMap<Row<E>, E::Model>, BatchError> {
        let id = primary_key::<E>();
        let rows = E::find()
            .filter(id.is_in(keys.iter().map(|key| key.0)))
            .filter(E::brand_column().eq(self.brand))
            .all(self.db())
            .await
            .map_err(|error| BatchError::from(Error::from(error)))?;
        Ok(rows.into_iter().map(|row| (Row::new(number(row.get(id))), row)).collect())
    }
}

fn primary_key<E: EntityTrait>() -> E::Column
where
    E::PrimaryKey: PrimaryKeyToColumn<Column = E::Column>,
{
    use sea_orm::Iterable;
    #[expect(clippy::expect_used, reason = "every entity has a primary key, or it would not compile")]
    E::PrimaryKey::iter().next().expect("a primary key").into_column()
}

fn number(value: Value) -> i64 {
    match value {
        Value::BigInt(Some(id)) => id,
        _ => 0,
    }
}

/// The row `id` of `E` in the viewer's brand.
///
/// # Errors
/// The viewer may not read, or the store failed. A row that does not exist is `None`.
pub async fn row<E>(ctx: &Context<'_>, id: i64) -> Result<Option<E::Model>>
where
    E: Branded + 'static,
    E::Model: ModelTrait<Entity = E> + FromQueryResult + Clone + Send + Sync + 'static,
{
    loaders_with(ctx, E::NEEDS)?.load_one(Row::<E>::new(id)).await.map_err(|error| fault(error.into()))
}

/// Key: the row `id` of `E`, whose brand is its source record's.
pub struct Hanging<E>(i64, PhantomData<fn() -> E>);

impl<E> Clone for Hanging<E> {
    fn clone(&self) -> Self {
        Self(self.0, PhantomData)
    }
}

impl<E> PartialEq for Hanging<E> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<E> Eq for Hanging<E> {}

impl<E> Hash for Hanging<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<E> dataloader::Loader<Hanging<E>> for Loader
where
    E: OfSourceRecord + Related<source_record::Entity> + 'static,
    E::Model: ModelTrait<Entity = E> + FromQueryResult + Clone + Send + Sync + 'static,
{
    type Value = E::Model;
    type Error = BatchError;

    async fn load(&self, keys: &[Hanging<E>]) -> Result<HashMap<Hanging<E>, E::Model>, BatchError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let rows = hanging::rows::<E>(self.db(), self.brand, &ids).await?;
        let id = primary_key::<E>();
        Ok(rows.into_iter().map(|row| (Hanging(number(row.get(id)), PhantomData), row)).collect())
    }
}

/// The row `id` of `E`, a table without a brand of its own, when its source record is of the viewer's brand.
///
/// # Errors
/// As [`row`].
pub async fn hanging_row<E>(ctx: &Context<'_>, id: i64) -> Result<Option<E::Model>>
where
    E: OfSourceRecord + Related<source_record::Entity> + 'static,
    E::Model: ModelTrait<Entity = E> + FromQueryResult + Clone + Send + Sync + 'static,
{
    loaders(ctx)?.load_one(Hanging::<E>(id, PhantomData)).await.map_err(|error| fault(error.into()))
}

/// Key: a page of `E` under one owner.
pub struct ChildPage<E: Listed>
where
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
{
    owner: i64,
    filter: E::Filter,
    args: PageArgs,
}

impl<E: Listed> Clone for ChildPage<E>
where
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
{
    fn clone(&self) -> Self {
        Self { owner: self.owner, filter: self.filter.clone(), args: self.args.clone() }
    }
}

impl<E: Listed> PartialEq for ChildPage<E>
where
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
{
    fn eq(&self, other: &Self) -> bool {
        self.owner == other.owner && self.filter == other.filter && self.args == other.args
    }
}

impl<E: Listed> Eq for ChildPage<E> where E::Model: ModelTrait<Entity = E> + Send + Sync + Clone {}

impl<E: Listed> Hash for ChildPage<E>
where
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
{
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.owner, &self.filter, &self.args).hash(state);
    }
}

impl<E> dataloader::Loader<ChildPage<E>> for Loader
where
    E: Listed,
    E::Model: ModelTrait<Entity = E> + FromQueryResult + Send + Sync + Clone + 'static,
{
    type Value = Page<E::Model>;
    type Error = BatchError;

    async fn load(&self, keys: &[ChildPage<E>]) -> Result<HashMap<ChildPage<E>, Page<E::Model>>, BatchError> {
        let mut found = HashMap::with_capacity(keys.len());
        for ((filter, args), owners) in by_shape(keys) {
            let mut pages = children::pages::<E>(self.db(), self.brand, &owners, &filter, &args).await?;
            for owner in owners {
                if let Some(page) = pages.remove(&owner) {
                    found.insert(ChildPage { owner, filter: filter.clone(), args: args.clone() }, page);
                }
            }
        }
        Ok(found)
    }
}

/// Keys that differ only in the owner make one statement.
fn by_shape<E: Listed>(keys: &[ChildPage<E>]) -> HashMap<(E::Filter, PageArgs), Vec<i64>>
where
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
{
    let mut shapes: HashMap<_, Vec<i64>> = HashMap::new();
    for key in keys {
        shapes.entry((key.filter.clone(), key.args.clone())).or_default().push(key.owner);
    }
    shapes
}

/// Key: the number of `E` under one owner.
pub struct ChildCount<E: Listed>(i64, E::Filter)
where
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone;

impl<E: Listed> Clone for ChildCount<E>
where
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
{
    fn clone(&self) -> Self {
        Self(self.0, self.1.clone())
    }
}

impl<E: Listed> PartialEq for ChildCount<E>
where
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
{
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 && self.1 == other.1
    }
}

impl<E: Listed> Eq for ChildCount<E> where E::Model: ModelTrait<Entity = E> + Send + Sync + Clone {}

impl<E: Listed> Hash for ChildCount<E>
where
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
{
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.0, &self.1).hash(state);
    }
}

impl<E> dataloader::Loader<ChildCount<E>> for Loader
where
    E: Listed,
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone + 'static,
{
    type Value = u64;
    type Error = BatchError;

    async fn load(&self, keys: &[ChildCount<E>]) -> Result<HashMap<ChildCount<E>, u64>, BatchError> {
        let mut shapes: HashMap<E::Filter, Vec<i64>> = HashMap::new();
        for key in keys {
            shapes.entry(key.1.clone()).or_default().push(key.0);
        }
        let mut found = HashMap::with_capacity(keys.len());
        for (filter, owners) in shapes {
            let counts = children::counts::<E>(self.db(), self.brand, &owners, &filter).await?;
            found.extend(counts.into_iter().map(|(owner, count)| (ChildCount(owner, filter.clone()), count)));
        }
        Ok(found)
    }
}

/// The list of `E` under `owner` (a customer, or whatever [`Listed::link`] says) as a connection of `N`.
///
/// # Errors
/// The viewer may not read, the paging arguments are wrong, or the store failed.
pub async fn children<E, N>(
    ctx: &Context<'_>,
    owner: i64,
    paging: Paging,
    filter: Option<E::Filter>,
) -> Result<Connection<N>>
where
    E: Listed,
    E::Model: ModelTrait<Entity = E> + FromQueryResult + Send + Sync + Clone + 'static,
    N: OutputType + From<E::Model>,
{
    let loaders = loaders_with(ctx, E::NEEDS)?;
    let filter = filter.unwrap_or_default();
    let key = ChildPage::<E> { owner, filter: filter.clone(), args: paging.read(ctx)? };
    let page = loaders.load_one(key).await.map_err(|error| fault(error.into()))?;
    let page = page.ok_or_else(|| fault(Error::internal("a batch left out a page")))?;
    // Counted through the same loader, so that the totals of fifty owners are one statement too.
    let counting = Arc::clone(loaders);
    let totals = Totals::new(move || {
        let (counting, key) = (counting.clone(), ChildCount::<E>(owner, filter.clone()));
        async move { Ok(counting.load_one(key).await.map_err(Error::from)?.unwrap_or_default()) }
    });
    Ok(connection(page, totals, N::from))
}

/// The first `limit` of `E` under `owner`, for a list too short to be paged.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn first<E, N>(ctx: &Context<'_>, owner: i64, limit: u64) -> Result<Vec<N>>
where
    E: Listed,
    E::Model: ModelTrait<Entity = E> + FromQueryResult + Send + Sync + Clone + 'static,
    N: From<E::Model>,
{
    let key = ChildPage::<E> { owner, filter: E::Filter::default(), args: PageArgs::first(limit) };
    let page = loaders(ctx)?.load_one(key).await.map_err(|error| fault(error.into()))?;
    Ok(page.into_iter().flat_map(|page| page.rows).map(|(_, row)| N::from(row)).collect())
}

/// How many of `E` there are under `owner`.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn count<E>(ctx: &Context<'_>, owner: i64, filter: E::Filter) -> Result<u64>
where
    E: Listed,
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone + 'static,
{
    let count = loaders_with(ctx, E::NEEDS)?.load_one(ChildCount::<E>(owner, filter)).await;
    Ok(count.map_err(|error| fault(error.into()))?.unwrap_or_default())
}

//! Pages of what hangs on an owner, and how many there are: for many owners in one statement.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, OutputType, Result, dataloader};
use derive_where::derive_where;
use sea_orm::{FromQueryResult, ModelTrait};

use super::{BatchError, Loader, loaders, loaders_with};
use crate::error::Error;
use crate::graphql::error::fault;
use crate::graphql::page::{Connection, Paging, Totals, connection};
use crate::store::children::{self as lists, Listed};
use crate::store::keyset::{Page, PageArgs};

/// Key: a page of `E` under one owner.
#[derive_where(Clone, PartialEq, Eq, Hash)]
struct ChildPage<E: Listed>
where
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
{
    owner: i64,
    filter: E::Filter,
    args: PageArgs,
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
            let mut pages = lists::pages::<E>(self.db(), self.brand, &owners, &filter, &args).await?;
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
#[derive_where(Clone, PartialEq, Eq, Hash)]
struct ChildCount<E: Listed>(i64, E::Filter)
where
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone;

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
            let counts = lists::counts::<E>(self.db(), self.brand, &owners, &filter).await?;
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

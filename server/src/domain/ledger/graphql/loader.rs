//! What is loaded for many customers at once, and the lists of a pool as connections.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use async_graphql::dataloader;
use async_graphql::{Context, OutputType, Result};
use entity::{ledger_debit, ledger_lot};

use crate::domain::ledger::store::{self, pools, pools::Entries};
use crate::domain::ledger::{Balance, Expiring, Pool};
use crate::error::Error;
use crate::graphql::error::fault;
use crate::graphql::loaders::{BatchError, Loader, loaders};
use crate::graphql::page::{Connection, Paging, Totals, connection};
use crate::store::keyset::{Page, PageArgs};

/// Key: a customer's balances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct BalancesOf(pub(super) i64);

impl dataloader::Loader<BalancesOf> for Loader {
    type Value = Vec<Balance>;
    type Error = BatchError;

    async fn load(&self, keys: &[BalancesOf]) -> Result<HashMap<BalancesOf, Vec<Balance>>, BatchError> {
        let customers: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let found = pools::balances(self.db(), self.brand(), &customers, self.now()).await?;
        Ok(found.into_iter().map(|(customer, balances)| (BalancesOf(customer), balances)).collect())
    }
}

/// Key: what a pool loses next.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct NextExpiry(pub(super) Pool);

impl dataloader::Loader<NextExpiry> for Loader {
    type Value = Expiring;
    type Error = BatchError;

    async fn load(&self, keys: &[NextExpiry]) -> Result<HashMap<NextExpiry, Expiring>, BatchError> {
        let customers = customers(keys.iter().map(|key| &key.0));
        let found = pools::next_expiries(self.db(), self.brand(), &customers, self.now()).await?;
        Ok(found.into_iter().map(|(pool, next)| (NextExpiry(pool), next)).collect())
    }
}

/// Key: the lot with this id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Lot(pub(super) i64);

impl dataloader::Loader<Lot> for Loader {
    type Value = ledger_lot::Model;
    type Error = BatchError;

    async fn load(&self, keys: &[Lot]) -> Result<HashMap<Lot, ledger_lot::Model>, BatchError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let rows = store::rows::<ledger_lot::Entity>(self.db(), self.brand(), &ids).await?;
        Ok(rows.into_iter().map(|row| (Lot(row.id), row)).collect())
    }
}

/// Key: the debit with this id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Debit(pub(super) i64);

impl dataloader::Loader<Debit> for Loader {
    type Value = ledger_debit::Model;
    type Error = BatchError;

    async fn load(&self, keys: &[Debit]) -> Result<HashMap<Debit, ledger_debit::Model>, BatchError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let rows = store::rows::<ledger_debit::Entity>(self.db(), self.brand(), &ids).await?;
        Ok(rows.into_iter().map(|row| (Debit(row.id), row)).collect())
    }
}

/// Key: a page of what `filter` lists, under one pool.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct PoolPage<F> {
    pool: Pool,
    filter: F,
    args: PageArgs,
}

impl<F: Entries> dataloader::Loader<PoolPage<F>> for Loader {
    type Value = Page<F::Row>;
    type Error = BatchError;

    async fn load(&self, keys: &[PoolPage<F>]) -> Result<HashMap<PoolPage<F>, Page<F::Row>>, BatchError> {
        let mut found = HashMap::with_capacity(keys.len());
        for ((filter, args), pools) in by_shape(keys.iter().map(|key| ((&key.filter, &key.args), &key.pool))) {
            let pages = filter.pages(self.db(), self.brand(), &customers(pools.into_iter()), args).await?;
            found.extend(
                pages
                    .into_iter()
                    .map(|(pool, page)| (PoolPage { pool, filter: filter.clone(), args: args.clone() }, page)),
            );
        }
        Ok(found)
    }
}

/// Key: the number of what `filter` lists, under one pool.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct PoolCount<F> {
    pool: Pool,
    filter: F,
}

impl<F: Entries> dataloader::Loader<PoolCount<F>> for Loader {
    type Value = u64;
    type Error = BatchError;

    async fn load(&self, keys: &[PoolCount<F>]) -> Result<HashMap<PoolCount<F>, u64>, BatchError> {
        let mut found = HashMap::with_capacity(keys.len());
        for (filter, pools) in by_shape(keys.iter().map(|key| (&key.filter, &key.pool))) {
            let counts = filter.counts(self.db(), self.brand(), &customers(pools.into_iter())).await?;
            found.extend(counts.into_iter().map(|(pool, n)| (PoolCount { pool, filter: filter.clone() }, n)));
        }
        Ok(found)
    }
}

/// Keys that differ only in the pool make one statement.
fn by_shape<'a, S: Eq + Hash>(keys: impl Iterator<Item = (S, &'a Pool)>) -> HashMap<S, Vec<&'a Pool>> {
    let mut shapes: HashMap<S, Vec<&Pool>> = HashMap::new();
    for (shape, pool) in keys {
        shapes.entry(shape).or_default().push(pool);
    }
    shapes
}

fn customers<'a>(pools: impl Iterator<Item = &'a Pool>) -> Vec<i64> {
    let mut customers: Vec<i64> = pools.map(|pool| pool.customer).collect();
    customers.sort_unstable();
    customers.dedup();
    customers
}

/// What `filter` lists of a pool as a connection of `N`.
///
/// # Errors
/// The viewer may not read, the paging arguments are wrong, or the store failed.
pub(super) async fn entries<F, N>(ctx: &Context<'_>, pool: &Pool, paging: Paging, filter: F) -> Result<Connection<N>>
where
    F: Entries,
    N: OutputType + From<F::Row>,
{
    let loaders = loaders(ctx)?;
    let args = paging.read(ctx)?;
    let empty = Page::cut(Vec::new(), &args);
    let page = loaders.load_one(PoolPage { pool: pool.clone(), filter: filter.clone(), args }).await;
    let page = page.map_err(|error| fault(error.into()))?.unwrap_or(empty);
    let (counting, key) = (Arc::clone(loaders), PoolCount { pool: pool.clone(), filter });
    let totals = Totals::new(move || {
        let (counting, key) = (Arc::clone(&counting), key.clone());
        async move { Ok(counting.load_one(key).await.map_err(Error::from)?.unwrap_or_default()) }
    });
    Ok(connection(page, totals, N::from))
}

//! Root lists: all rows of the brand as a connection.

use async_graphql::{Context, OutputType, Result};
use sea_orm::ModelTrait;

use super::error::fault;
use super::loaders::loaders;
use super::page::{Connection, Paging, Totals, connection};
use crate::store::children::Listed;
use crate::store::listing::{self, Branded};

/// The brand's rows of `E` as a connection of `N`.
///
/// # Errors
/// The viewer may not read, the paging arguments are wrong, or the store failed.
pub async fn listing<E, N>(ctx: &Context<'_>, paging: Paging, filter: E::Filter) -> Result<Connection<N>>
where
    E: Listed + Branded,
    E::Model: ModelTrait<Entity = E> + Send + Sync + Clone,
    N: OutputType + From<E::Model>,
{
    let loader = loaders(ctx)?.loader().clone();
    let args = paging.read(ctx)?;
    let page = listing::page::<E>(loader.db(), loader.brand(), &filter, &args).await.map_err(fault)?;
    let totals = Totals::new(move || {
        let (loader, filter) = (loader.clone(), filter.clone());
        async move { listing::count::<E>(loader.db(), loader.brand(), &filter).await }
    });
    Ok(connection(page, totals, N::from))
}

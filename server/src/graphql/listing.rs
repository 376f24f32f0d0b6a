//! Root lists: all rows of the brand as a connection.

use async_graphql::{Context, OutputType, Result};
use sea_orm::{FromQueryResult, ModelTrait};

use super::error::fault;
use super::loaders::{children, loaders_with};
use super::mutation::viewer;
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
    let loader = loaders_with(ctx, <E as Listed>::NEEDS)?.loader().clone();
    let args = paging.read(ctx)?;
    let page = listing::page::<E>(loader.db(), loader.brand(), &filter, &args).await.map_err(fault)?;
    let totals = Totals::new(move || {
        let (loader, filter) = (loader.clone(), filter.clone());
        async move { listing::count::<E>(loader.db(), loader.brand(), &filter).await }
    });
    Ok(connection(page, totals, N::from))
}

/// The same for rows without a brand of their own, whose [`Link`](crate::store::children::Link) takes the brand for their owner.
///
/// # Errors
/// As [`listing`].
pub async fn listing_of_brand<E, N>(ctx: &Context<'_>, paging: Paging, filter: E::Filter) -> Result<Connection<N>>
where
    E: Listed,
    E::Model: ModelTrait<Entity = E> + FromQueryResult + Send + Sync + Clone + 'static,
    N: OutputType + From<E::Model>,
{
    children::<E, N>(ctx, viewer(ctx)?.brand(), paging, Some(filter)).await
}

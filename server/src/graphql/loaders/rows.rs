//! Single rows.

use std::collections::HashMap;
use std::marker::PhantomData;

use async_graphql::{Context, Result, dataloader};
use derive_where::derive_where;
use entity::{OfSourceRecord, source_record};
use sea_orm::{FromQueryResult, ModelTrait, Related, Value};

use super::{BatchError, Branded, Loader, loaders, loaders_with};
use crate::domain::account::Permission;
use crate::graphql::error::fault;
use crate::store::hanging;
use crate::store::listing::{self, primary_key};

/// Key: the row `id` of `E`.
#[derive_where(Clone, PartialEq, Eq, Hash)]
struct Row<E>(i64, PhantomData<fn() -> E>);

impl<E> dataloader::Loader<Row<E>> for Loader
where
    E: Branded + 'static,
    E::Model: ModelTrait<Entity = E> + FromQueryResult + Clone + Send + Sync + 'static,
{
    type Value = E::Model;
    type Error = BatchError;

    async fn load(&self, keys: &[Row<E>]) -> Result<HashMap<Row<E>, E::Model>, BatchError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let (rows, id) = (listing::rows::<E>(self.db(), self.brand, &ids).await?, primary_key::<E>());
        Ok(rows.into_iter().map(|row| (Row(number(row.get(id)), PhantomData), row)).collect())
    }
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
    row_needing::<E>(ctx, E::NEEDS, id).await
}

/// The same for a viewer who has this permission.
///
/// # Errors
/// As [`row`].
pub async fn row_needing<E>(ctx: &Context<'_>, permission: Permission, id: i64) -> Result<Option<E::Model>>
where
    E: Branded + 'static,
    E::Model: ModelTrait<Entity = E> + FromQueryResult + Clone + Send + Sync + 'static,
{
    let found = loaders_with(ctx, permission)?.load_one(Row::<E>(id, PhantomData)).await;
    found.map_err(|error| fault(error.into()))
}

/// Key: the row `id` of `E`, whose brand is its source record's.
#[derive_where(Clone, PartialEq, Eq, Hash)]
struct Hanging<E>(i64, PhantomData<fn() -> E>);

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

//! API keys.

use async_graphql::{ComplexObject, Context, InputObject, Object, Result, SimpleObject};
use entity::api_key;

use super::brands;
use super::viewer::PermissionName;
use crate::domain::account::keys::{self, NewKey};
use crate::domain::account::{KeyFilter, Permission, service};
use crate::domain::brand::graphql::{Brand, BrandId};
use crate::domain::connection::graphql::{self as connections, ConnectedSystem, ConnectionId};
use crate::graphql::error::fault;
use crate::graphql::id::Gid;
use crate::graphql::listing::listing;
use crate::graphql::loaders::row;
use crate::graphql::mutation;
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::DateTime;
use crate::graphql::secret::Once;
use crate::{kinds, payload, secret_payload};

kinds! {
    /// Ids of API keys.
    ApiKeyKind => "ApiKey",
}

/// The id of an API key.
pub type ApiKeyId = Gid<ApiKeyKind>;

/// A key of a program, for GraphQL or for a vendor's mirror. Its secret is shown when it is made and never again.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct ApiKey {
    /// Opaque id.
    pub id: ApiKeyId,
    /// What the key is for.
    pub name: String,
    /// How its text begins, to tell keys apart: `ofk_0a1b2c3d4e5f`.
    pub prefix: String,
    /// When it ends by itself; null when it does not.
    pub expires_at: Option<DateTime>,
    /// When it was revoked; null while it was not.
    pub revoked_at: Option<DateTime>,
    /// When it was made.
    pub created_at: DateTime,
    #[graphql(skip)]
    of: api_key::Model,
}

impl From<api_key::Model> for ApiKey {
    fn from(row: api_key::Model) -> Self {
        Self {
            id: ApiKeyId::new(row.id),
            name: row.name.clone(),
            prefix: format!("ofk_{}", row.prefix),
            expires_at: row.expires_at.map(DateTime),
            revoked_at: row.revoked_at.map(DateTime),
            created_at: DateTime(row.created_at),
            of: row,
        }
    }
}

#[ComplexObject]
impl ApiKey {
    /// What its bearer may do.
    async fn permissions(&self) -> Result<Vec<PermissionName>> {
        let permissions = service::permissions(&self.of.permissions).map_err(fault)?;
        Ok(permissions.iter().map(Into::into).collect())
    }

    /// The connection whose mirror it opens; null for a key to GraphQL.
    async fn connection(&self, ctx: &Context<'_>) -> Result<Option<ConnectedSystem>> {
        match self.of.connection_id {
            Some(id) => connections::load(ctx, id).await,
            None => Ok(None),
        }
    }

    /// The brands that calls with it may act in, as far as the viewer may act in them.
    async fn brands(&self, ctx: &Context<'_>) -> Result<Vec<Brand>> {
        let mut granted = keys::brands(&self.of).map_err(fault)?;
        granted.push(self.of.brand_id);
        let known = brands::of_viewer(ctx).await?;
        Ok(known.into_iter().filter(|brand| granted.contains(&brand.id)).map(Brand::from).collect())
    }
}

/// The key with this id.
///
/// # Errors
/// The viewer is no administrator, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<ApiKey>> {
    Ok(row::<api_key::Entity>(ctx, id).await?.map(ApiKey::from))
}

/// What a list of keys can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct ApiKeyFilterInput {
    /// Only those that open this connection's mirror.
    pub connection_id: Option<ConnectionId>,
    /// True: only those that were revoked; false: only the others.
    pub revoked: Option<bool>,
}

/// A key to be made.
#[derive(Clone, Debug, InputObject)]
pub struct CreateApiKeyInput {
    /// What the key is for.
    pub name: String,
    /// What its bearer may do; at least one.
    pub permissions: Vec<PermissionName>,
    /// The connection whose mirror it opens; absent: it opens GraphQL.
    pub connection_id: Option<ConnectionId>,
    /// Further brands that calls with it may name, for a vendor whose calls name a brand.
    pub brand_ids: Option<Vec<BrandId>>,
    /// When it shall end by itself.
    pub expires_at: Option<DateTime>,
}

impl CreateApiKeyInput {
    fn read(self, brand: i64) -> NewKey {
        NewKey {
            name: self.name,
            brand,
            connection: self.connection_id.map(Gid::row),
            permissions: self.permissions.into_iter().map(Permission::from).collect(),
            brands: self.brand_ids.unwrap_or_default().into_iter().map(Gid::row).collect(),
            expires_at: self.expires_at.map(|end| end.0),
        }
    }
}

secret_payload! {
    /// The outcome of making a key.
    CreateApiKeyPayload {
        api_key: ApiKey,
        /// The text of the key.
        secret
    }
}
payload! {
    /// The outcome of revoking a key.
    RevokeApiKeyPayload { api_key: ApiKey }
}

/// Queries of API keys.
#[derive(Debug, Default)]
pub struct KeyQuery;

#[Object]
impl KeyQuery {
    /// The brand's API keys, newest first. Needs `ADMIN`.
    async fn api_keys(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only keys for which all of this holds.")] filter: Option<ApiKeyFilterInput>,
    ) -> Result<Connection<ApiKey>> {
        let given = filter.unwrap_or_default();
        let filter = KeyFilter { connection: given.connection_id.map(Gid::row), revoked: given.revoked };
        listing::<api_key::Entity, _>(ctx, Paging::new(first, after, last, before), filter).await
    }
}

/// Mutations of API keys.
#[derive(Debug, Default)]
pub struct KeyMutation;

#[Object]
impl KeyMutation {
    /// Makes an API key. Needs `ADMIN`.
    async fn create_api_key(
        &self,
        ctx: &Context<'_>,
        input: CreateApiKeyInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing, and does not show the secret again.")]
        idempotency_key: Option<String>,
    ) -> Result<CreateApiKeyPayload> {
        let (new, made) = (input.clone(), Once::default());
        let keep = made.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let (row, secret) = keys::issue(work, new.read(work.brand())).await?;
                keep.keep(secret);
                Ok(row)
            })
        });
        let outcome = outcome.await?;
        let api_key = outcome.node(|row| load(ctx, row)).await?;
        Ok(CreateApiKeyPayload { api_key, secret: made.show(&outcome), problems: outcome.problems })
    }

    /// Revokes an API key: it opens nothing from the next request on. Needs `ADMIN`.
    async fn revoke_api_key(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key.")] id: ApiKeyId,
    ) -> Result<RevokeApiKeyPayload> {
        let outcome =
            mutation::run(ctx, Permission::Admin, None, &id, move |work| Box::pin(keys::revoke(work, id.row())));
        let outcome = outcome.await?;
        let api_key = outcome.node(|row| load(ctx, row)).await?;
        Ok(RevokeApiKeyPayload { api_key, problems: outcome.problems })
    }
}

//! Connections in the graph, for administrators.

pub mod change;

use std::collections::HashMap;

use async_graphql::{ComplexObject, Context, Enum, Object, Result, SimpleObject, dataloader};
use entity::connection::{self, Mode, Vendor};

pub use change::ConnectionMutation;

use super::{Access, SettingKind, admin, store};
use crate::app::App;
use crate::domain::account::Permission;
use crate::domain::health;
use crate::domain::health::graphql::ConnectionHealth;
use crate::domain::source::graphql::VendorName;
use crate::graphql::error::fault;
use crate::graphql::id::Gid;
use crate::graphql::loaders::{BatchError, Loader, loaders_with, row_needing};
use crate::graphql::mutation;
use crate::graphql::scalar::{DateTime, Json};
use crate::kinds;

kinds! {
    /// Ids of connections.
    ConnectedSystemKind => "ConnectedSystem",
}

/// The id of a connection.
pub type ConnectionId = Gid<ConnectedSystemKind>;

/// Who answers the calls of a vendor's clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "ConnectionMode", remote = "Mode")]
pub enum ConnectionMode {
    /// Onefold itself, from its store.
    Mirror,
    /// The real vendor; what the exchange says is recorded on the way.
    Proxy,
}

/// How a vendor's client proves who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(remote = "Access")]
pub enum ClientAccess {
    /// By an API key.
    ApiKey,
    /// By logging in with user name and password.
    Login,
    /// By an OAuth client's secret.
    OauthClient,
}

/// What a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "SettingKind", remote = "SettingKind")]
pub enum SettingKindName {
    /// True or false.
    Boolean,
    /// A whole number.
    Integer,
    /// A text.
    Text,
    /// An object of texts.
    TextMap,
    /// Where the vendor answers: `https`, or `http` at a host for which the operator allows it; without credentials.
    Address,
}

/// A switch that connections to a vendor have.
#[derive(Clone, Debug, SimpleObject)]
pub struct SettingDefinition {
    /// The key in the connection's settings.
    pub name: String,
    /// What it takes.
    pub kind: SettingKindName,
    /// What it does.
    pub description: String,
}

/// Something secret that a vendor wants to see before it answers.
#[derive(Clone, Debug, SimpleObject)]
pub struct CredentialDefinition {
    /// The name under which it is set.
    pub name: String,
    /// What it is.
    pub description: String,
}

/// A connection of the brand: one account at one vendor, or Onefold's own records. Its credentials are never shown.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct ConnectedSystem {
    /// Opaque id.
    pub id: ConnectionId,
    /// The system it leads to.
    pub vendor: VendorName,
    /// Tells apart several accounts of one vendor.
    pub name: String,
    /// Who answers the calls of the vendor's clients.
    pub mode: ConnectionMode,
    /// Where the real vendor answers; null while nothing is forwarded.
    pub base_url: Option<String>,
    /// The zone of the vendor's zoneless times, an IANA name.
    pub time_zone: String,
    /// The values of the switches that were set, by name.
    pub settings: Json,
    /// Whether credentials for the real vendor were set.
    pub has_credentials: bool,
    /// When it was added.
    pub created_at: DateTime,
    /// When it last changed.
    pub updated_at: DateTime,
    #[graphql(skip)]
    of: Vendor,
}

impl From<connection::Model> for ConnectedSystem {
    fn from(row: connection::Model) -> Self {
        Self {
            id: ConnectionId::new(row.id),
            vendor: row.vendor.into(),
            name: row.name,
            mode: row.mode.into(),
            base_url: row.base_url,
            time_zone: row.time_zone,
            settings: Json(row.settings),
            has_credentials: row.sealed_credentials.is_some(),
            created_at: DateTime(row.created_at),
            updated_at: DateTime(row.updated_at),
            of: row.vendor,
        }
    }
}

#[ComplexObject]
impl ConnectedSystem {
    /// How many records of people and companies it holds, those that were deleted left out. Counted only when asked for.
    async fn source_record_count(&self, ctx: &Context<'_>) -> Result<u64> {
        let loaders = loaders_with(ctx, Permission::Admin)?;
        let count = loaders.load_one(RecordsOf(self.id.row())).await;
        Ok(count.map_err(|error| fault(error.into()))?.unwrap_or_default())
    }

    /// How well the way to the real vendor is, and what waits to be delivered there; null for Onefold itself.
    async fn health(&self, ctx: &Context<'_>) -> Result<Option<ConnectionHealth>> {
        match self.of {
            Vendor::Onefold => Ok(None),
            _ => health::graphql::of(ctx, self.id.row(), self.updated_at.0).await.map(Some),
        }
    }

    /// How clients of the vendor's mirror prove who they are; null for Onefold itself.
    async fn client_access(&self, ctx: &Context<'_>) -> Result<Option<ClientAccess>> {
        Ok(ctx.data::<App>()?.form(self.of).access.map(Into::into))
    }

    /// The switches that the vendor knows.
    async fn setting_definitions(&self, ctx: &Context<'_>) -> Result<Vec<SettingDefinition>> {
        let settings = ctx.data::<App>()?.form(self.of).all_settings();
        Ok(settings
            .map(|setting| SettingDefinition {
                name: setting.name.to_owned(),
                kind: setting.kind.into(),
                description: setting.about.to_owned(),
            })
            .collect())
    }

    /// The credentials that the vendor asks for.
    async fn credential_definitions(&self, ctx: &Context<'_>) -> Result<Vec<CredentialDefinition>> {
        let credentials = ctx.data::<App>()?.form(self.of).credentials.iter();
        Ok(credentials
            .map(|(name, about)| CredentialDefinition { name: (*name).to_owned(), description: (*about).to_owned() })
            .collect())
    }
}

/// Key: the number of a connection's records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct RecordsOf(i64);

impl dataloader::Loader<RecordsOf> for Loader {
    type Value = u64;
    type Error = BatchError;

    async fn load(&self, keys: &[RecordsOf]) -> Result<HashMap<RecordsOf, u64>, BatchError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let counts = store::record_counts(self.db(), self.brand(), &ids).await?;
        Ok(counts.into_iter().map(|(id, count)| (RecordsOf(id), count)).collect())
    }
}

/// The connection with this id.
///
/// # Errors
/// The viewer is no administrator, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<ConnectedSystem>> {
    Ok(row_needing::<connection::Entity>(ctx, Permission::Admin, id).await?.map(ConnectedSystem::from))
}

/// The topic's queries.
#[derive(Debug, Default)]
pub struct ConnectionQuery;

#[Object]
impl ConnectionQuery {
    /// The brand's connections, oldest first. Needs `ADMIN`.
    async fn connections(&self, ctx: &Context<'_>) -> Result<Vec<ConnectedSystem>> {
        let all = admin::all(ctx.data::<App>()?, mutation::viewer(ctx)?).await.map_err(fault)?;
        Ok(all.into_iter().map(ConnectedSystem::from).collect())
    }

    /// A connection by its id; null when the brand has no such. Needs `ADMIN`.
    async fn connection(&self, ctx: &Context<'_>, id: ConnectionId) -> Result<Option<ConnectedSystem>> {
        load(ctx, id.row()).await
    }
}

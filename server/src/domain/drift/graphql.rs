//! Drift in the graph.

use async_graphql::{ComplexObject, Context, Enum, InputObject, Object, Result, SimpleObject};
use entity::connection;
use entity::drift::{self, DriftKind};

use super::affected::affected;
use super::{DriftFilter, service};
use crate::domain::account::Permission;
use crate::domain::source;
use crate::domain::source::graphql::VendorName;
use crate::graphql::id::Gid;
use crate::graphql::listing::listing;
use crate::graphql::loaders::row;
use crate::graphql::mutation;
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::DateTime;
use crate::{kinds, payload};

kinds! {
    /// Ids of differences.
    DriftNodeKind => "Drift",
}

/// The id of a difference.
pub type DriftId = Gid<DriftNodeKind>;

/// The sorts of difference between a reply and its documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "DriftKind", remote = "DriftKind")]
pub enum DriftKindName {
    /// A field that is not documented.
    UnknownField,
    /// A field that should be there and is not.
    MissingField,
    /// A field of another type, or with a value that is not among the documented ones.
    RetypedField,
    /// A status that is not documented.
    UnknownStatus,
    /// A body that is not in the documented form at all.
    UnknownBody,
}

/// A difference between the replies of a real vendor and its documentation, however often it was seen. It tells shapes, never values.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Drift {
    /// Opaque id.
    pub id: DriftId,
    /// The vendor's operation.
    pub operation: String,
    /// The status of the reply.
    pub status: i32,
    /// What sort of difference.
    pub kind: DriftKindName,
    /// Where in the body, places in lists left out: `data.customers[].email`. Empty for the whole.
    pub path: String,
    /// What is documented.
    pub expected: String,
    /// What came in its place.
    pub found: String,
    /// When it was first seen.
    pub first_seen: DateTime,
    /// When it was last seen; counted on every few seconds.
    pub last_seen: DateTime,
    /// In how many replies it was seen.
    pub count: i64,
    /// When somebody dealt with it; null while open. One that is seen again is open again.
    pub resolved_at: Option<DateTime>,
    #[graphql(skip)]
    connection: i64,
}

impl From<drift::Model> for Drift {
    fn from(row: drift::Model) -> Self {
        Self {
            id: DriftId::new(row.id),
            operation: row.operation,
            status: row.status,
            kind: row.kind.into(),
            path: row.path,
            expected: row.expected,
            found: row.found,
            first_seen: DateTime(row.first_seen),
            last_seen: DateTime(row.last_seen),
            count: row.count,
            resolved_at: row.resolved_at.map(DateTime),
            connection: row.connection_id,
        }
    }
}

#[ComplexObject]
impl Drift {
    /// The vendor that answered so.
    async fn vendor(&self, ctx: &Context<'_>) -> Result<VendorName> {
        source::graphql::vendor(ctx, self.connection).await
    }

    /// The name of the connection that it was asked through.
    async fn connection_name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(row::<connection::Entity>(ctx, self.connection).await?.map(|connection| connection.name))
    }

    /// Fields of the graph, such as `Customer.email`, or whole types, that it may reach; `unknown` alone when that is not known.
    async fn affects(&self) -> Vec<String> {
        affected(&self.operation, &self.path)
    }
}

/// The difference with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<Drift>> {
    Ok(row::<drift::Entity>(ctx, id).await?.map(Drift::from))
}

/// What a list of differences can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DriftFilterInput {
    /// Only in replies of this vendor.
    pub vendor: Option<VendorName>,
    /// Only of this sort.
    pub kind: Option<DriftKindName>,
    /// True: only what somebody dealt with; false: only what is open.
    pub resolved: Option<bool>,
}

impl From<DriftFilterInput> for DriftFilter {
    fn from(input: DriftFilterInput) -> Self {
        Self { vendor: input.vendor.map(Into::into), kind: input.kind.map(Into::into), resolved: input.resolved }
    }
}

/// The topic's queries.
#[derive(Debug, Default)]
pub struct DriftQuery;

#[Object]
impl DriftQuery {
    /// Where the replies of the real vendors differ from their documentation, last seen first.
    async fn drift(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only differences for which all of this holds.")] filter: Option<DriftFilterInput>,
    ) -> Result<Connection<Drift>> {
        let paging = Paging::new(first, after, last, before);
        listing::<drift::Entity, _>(ctx, paging, filter.unwrap_or_default().into()).await
    }
}

payload! {
    /// The outcome of dealing with a difference.
    ResolveDriftPayload { drift: Drift }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct DriftMutation;

#[Object]
impl DriftMutation {
    /// Marks a difference as dealt with. One that was dealt with before stays as it is; one that is seen again is open again.
    async fn resolve_drift(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The difference.")] id: DriftId,
    ) -> Result<ResolveDriftPayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, None, &id, move |work| {
            Box::pin(service::resolve(work, id.row()))
        });
        let outcome = outcome.await?;
        Ok(ResolveDriftPayload { drift: outcome.node(|row| load(ctx, row)).await?, problems: outcome.problems })
    }
}

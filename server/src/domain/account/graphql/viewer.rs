//! Who asks.

use async_graphql::{Context, Enum, Object, Result, SimpleObject};

use super::keys::ApiKeyKind;
use super::staff::StaffUserKind;
use crate::app::App;
use crate::domain::account::{Actor, Permission, Viewer, service};
use crate::domain::brand::graphql::Brand;
use crate::domain::connection::graphql::ConnectedSystemKind;
use crate::graphql::error::fault;
use crate::graphql::id::Kind;
use crate::graphql::mutation;

/// What a caller may be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "Permission", remote = "Permission")]
pub enum PermissionName {
    /// Read customers and everything that hangs on them.
    CustomerRead,
    /// Create, update and delete customers and what hangs on them, merge and unmerge.
    CustomerCud,
    /// Staff users, API keys, connections, definitions. Includes the other two.
    Admin,
}

/// A sort of caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
pub enum ActorKind {
    /// A person at the admin app.
    Staff,
    /// A program with an API key.
    ApiKey,
    /// A vendor's client that logged in another way.
    VendorClient,
    /// Onefold itself: seeding, jobs, commands.
    System,
}

impl ActorKind {
    const ALL: [Self; 4] = [Self::Staff, Self::ApiKey, Self::VendorClient, Self::System];

    /// As audit entries name it: what [`Viewer::kind`] says.
    pub fn name(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::ApiKey => "api_key",
            Self::VendorClient => "vendor_client",
            Self::System => "system",
        }
    }

    /// The sort that audit entries name so.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The type of node that its ids are of.
    pub fn node(self) -> Option<&'static str> {
        match self {
            Self::Staff => Some(StaffUserKind::NAME),
            Self::ApiKey => Some(ApiKeyKind::NAME),
            Self::VendorClient => Some(ConnectedSystemKind::NAME),
            Self::System => None,
        }
    }

    /// The sort whose ids are of this type of node.
    pub fn of_node(node: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.node() == Some(node))
    }
}

fn kind_of(viewer: &Viewer) -> ActorKind {
    match viewer.actor() {
        Actor::Staff(_) => ActorKind::Staff,
        Actor::ApiKey(_) => ActorKind::ApiKey,
        Actor::VendorClient(_) => ActorKind::VendorClient,
        Actor::System => ActorKind::System,
    }
}

/// Whoever asks, acting in one brand.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "Viewer")]
pub struct Asking {
    /// The caller's name, as it stands beside what it does.
    pub label: String,
    /// The sort of caller.
    pub kind: ActorKind,
    /// The brand acted in. A staff user chooses another by the header `x-onefold-brand`.
    pub brand: Brand,
    /// The brands that may be acted in, by number.
    pub brands: Vec<Brand>,
    /// What may be done; all of it is listed, also what `ADMIN` includes.
    pub permissions: Vec<PermissionName>,
}

/// The topic's query for everybody.
#[derive(Debug, Default)]
pub struct ViewerQuery;

#[Object]
impl ViewerQuery {
    /// Who asks, and what they may do. Needs no permission, only credentials.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Asking> {
        asking(ctx).await
    }
}

/// Who asks.
pub(super) async fn asking(ctx: &Context<'_>) -> Result<Asking> {
    let (app, viewer) = (ctx.data::<App>()?, mutation::viewer(ctx)?);
    let (brand, brands) = service::brands(app, viewer).await.map_err(fault)?;
    let permissions = Permission::ALL.into_iter().filter(|permission| viewer.permissions().allow(*permission));
    Ok(Asking {
        label: viewer.label().to_owned(),
        kind: kind_of(viewer),
        brand: brand.into(),
        brands: brands.into_iter().map(Brand::from).collect(),
        permissions: permissions.map(Into::into).collect(),
    })
}

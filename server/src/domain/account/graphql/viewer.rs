//! Who asks.

use async_graphql::{Context, Enum, Object, Result, SimpleObject};

use crate::app::App;
use crate::domain::account::{Actor, Permission, Viewer, service};
use crate::domain::brand::graphql::Brand;
use crate::graphql::error::fault;
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
    fn of(viewer: &Viewer) -> Self {
        match viewer.actor() {
            Actor::Staff(_) => Self::Staff,
            Actor::ApiKey(_) => Self::ApiKey,
            Actor::VendorClient(_) => Self::VendorClient,
            Actor::System => Self::System,
        }
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
        let (app, viewer) = (ctx.data::<App>()?, mutation::viewer(ctx)?);
        let (brand, brands) = service::brands(app, viewer).await.map_err(fault)?;
        let permissions = Permission::ALL.into_iter().filter(|permission| viewer.permissions().allow(*permission));
        Ok(Asking {
            label: viewer.label().to_owned(),
            kind: ActorKind::of(viewer),
            brand: brand.into(),
            brands: brands.into_iter().map(Brand::from).collect(),
            permissions: permissions.map(Into::into).collect(),
        })
    }
}

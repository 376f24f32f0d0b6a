//! Staff users.

pub mod change;

use async_graphql::{ComplexObject, Context, InputObject, Object, Result, SimpleObject};
use entity::staff_user;

pub use change::StaffMutation;

use super::brands;
use super::viewer::PermissionName;
use crate::app::App;
use crate::domain::account::{UserFilter, service, staff};
use crate::domain::brand::graphql::Brand;
use crate::graphql::error::fault;
use crate::graphql::id::Gid;
use crate::graphql::listing::listing_of_brand;
use crate::graphql::mutation::viewer;
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::{DateTime, Json};
use crate::kinds;

kinds! {
    /// Ids of staff users.
    StaffUserKind => "StaffUser",
}

/// The id of a staff user.
pub type StaffUserId = Gid<StaffUserKind>;

/// A person who logs in to the admin app.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct StaffUser {
    /// Opaque id.
    pub id: StaffUserId,
    /// Login name, an e-mail address in lower case.
    pub email: String,
    /// Shown beside what the person does.
    pub name: String,
    /// When the login was disabled; null while it may be used.
    pub disabled_at: Option<DateTime>,
    /// When the person last logged in with the password; null before the first time.
    pub last_login_at: Option<DateTime>,
    /// When the login was made.
    pub created_at: DateTime,
    #[graphql(skip)]
    granted: Json,
}

impl From<staff_user::Model> for StaffUser {
    fn from(row: staff_user::Model) -> Self {
        Self {
            id: StaffUserId::new(row.id),
            email: row.email,
            name: row.name,
            disabled_at: row.disabled_at.map(DateTime),
            last_login_at: row.last_login_at.map(DateTime),
            created_at: DateTime(row.created_at),
            granted: Json(row.permissions),
        }
    }
}

#[ComplexObject]
impl StaffUser {
    /// What the person may do, in every brand they may act in.
    async fn permissions(&self) -> Result<Vec<PermissionName>> {
        let permissions = service::permissions(&self.granted.0).map_err(fault)?;
        Ok(permissions.iter().map(Into::into).collect())
    }

    /// The brands that the person may act in, as far as the viewer may act in them.
    async fn brands(&self, ctx: &Context<'_>) -> Result<Vec<Brand>> {
        let known = brands::of_viewer(ctx).await?;
        let granted = brands::of_user(ctx, self.id.row()).await?;
        Ok(granted.into_iter().filter(|brand| known.contains(brand)).map(Brand::from).collect())
    }

    /// Whether the person also works in brands that the viewer may not act in. Such a user can be changed only by who may act in all of them.
    async fn works_elsewhere(&self, ctx: &Context<'_>) -> Result<bool> {
        let known = brands::of_viewer(ctx).await?;
        Ok(brands::of_user(ctx, self.id.row()).await?.iter().any(|brand| !known.contains(brand)))
    }
}

/// The user with this id, when they may act in the brand.
///
/// # Errors
/// The viewer is no administrator, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<StaffUser>> {
    let found = staff::find(ctx.data::<App>()?, viewer(ctx)?, id).await.map_err(fault)?;
    Ok(found.map(StaffUser::from))
}

/// What a list of staff users can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct StaffUserFilterInput {
    /// Part of the name or the address.
    pub search: Option<String>,
    /// True: only those that were disabled; false: only the others.
    pub disabled: Option<bool>,
}

/// Queries of staff users.
#[derive(Debug, Default)]
pub struct StaffQuery;

#[Object]
impl StaffQuery {
    /// The staff users who may act in the brand, by address. Needs `ADMIN`.
    async fn staff_users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only users for which all of this holds.")] filter: Option<StaffUserFilterInput>,
    ) -> Result<Connection<StaffUser>> {
        let given = filter.unwrap_or_default();
        let filter = UserFilter { search: given.search, disabled: given.disabled };
        listing_of_brand::<staff_user::Entity, _>(ctx, Paging::new(first, after, last, before), filter).await
    }
}

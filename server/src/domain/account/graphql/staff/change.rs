//! Changing staff users.

use async_graphql::{Context, InputObject, Object, Result};

use super::{StaffUser, StaffUserId, load};
use crate::app::App;
use crate::domain::account::graphql::viewer::{Asking, PermissionName, asking};
use crate::domain::account::service::{NewPassword, NewUser};
use crate::domain::account::staff::{self, Rights};
use crate::domain::account::{Permission, Permissions};
use crate::domain::brand::graphql::BrandId;
use crate::graphql::error::fault;
use crate::graphql::id::Gid;
use crate::graphql::mutation::{self, replace, viewer};
use crate::graphql::secret::Once;
use crate::{payload, secret_payload};

/// A staff user to be made.
#[derive(Clone, Debug, InputObject)]
pub struct CreateStaffUserInput {
    /// Login name, an e-mail address; compared without regard to case.
    pub email: String,
    /// Shown beside what the person does; the part of the address before the `@` unless given.
    pub name: Option<String>,
    /// What the person may do; at least one.
    pub permissions: Vec<PermissionName>,
    /// The brands that the person may act in; the viewer's current brand unless given.
    pub brand_ids: Option<Vec<BrandId>>,
}

/// A change to a staff user. What is left out stays.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateStaffUserInput {
    /// Shown beside what the person does.
    pub name: Option<String>,
    /// What the person may do; at least one.
    pub permissions: Option<Vec<PermissionName>>,
    /// The brands that the person may act in; at least one.
    pub brand_ids: Option<Vec<BrandId>>,
}

/// A change of one's own password.
#[derive(Clone, InputObject)]
pub struct ChangePasswordInput {
    /// The password up to now.
    #[graphql(secret)]
    pub current_password: String,
    /// The password from now on; at least ten characters.
    #[graphql(secret)]
    pub new_password: String,
}

secret_payload! {
    /// The outcome of making a staff user.
    CreateStaffUserPayload {
        staff_user: StaffUser,
        /// The generated password.
        password
    }
}
payload! {
    /// The outcome of changing a staff user; the user is null, too, when they may not act in the brand any more.
    UpdateStaffUserPayload { staff_user: StaffUser }
}
payload! {
    /// The outcome of disabling a staff user.
    DisableStaffUserPayload { staff_user: StaffUser }
}
payload! {
    /// The outcome of enabling a staff user.
    EnableStaffUserPayload { staff_user: StaffUser }
}
secret_payload! {
    /// The outcome of giving a staff user another password.
    ResetStaffPasswordPayload {
        staff_user: StaffUser,
        /// The generated password.
        password
    }
}
payload! {
    /// The outcome of changing one's own password.
    ChangePasswordPayload { viewer: Asking }
}

/// Mutations of staff users.
#[derive(Debug, Default)]
pub struct StaffMutation;

#[Object]
impl StaffMutation {
    /// Makes a staff user with a generated password. Needs `ADMIN`.
    async fn create_staff_user(
        &self,
        ctx: &Context<'_>,
        input: CreateStaffUserInput,
        #[graphql(
            desc = "A repeat with the same key and input changes nothing, and does not show the password again."
        )]
        idempotency_key: Option<String>,
    ) -> Result<CreateStaffUserPayload> {
        let (new, made, password) = (input.clone(), Once::default(), generated(ctx).await?);
        let keep = made.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let user = NewUser {
                    email: new.email,
                    name: new.name,
                    password: None,
                    permissions: permissions(new.permissions),
                    brands: new.brand_ids.map_or_else(|| vec![work.brand()], rows),
                };
                let row = staff::create(work, user, &password).await?;
                keep.keep(password.text().to_owned());
                Ok(row)
            })
        });
        let outcome = outcome.await?;
        let staff_user = outcome.node(|row| load(ctx, row)).await?;
        Ok(CreateStaffUserPayload { staff_user, password: made.show(&outcome), problems: outcome.problems })
    }

    /// Changes a staff user's name, permissions and brands; they count from the next request on. A brand keeps its last administrator.
    /// Needs `ADMIN`.
    async fn update_staff_user(
        &self,
        ctx: &Context<'_>,
        id: StaffUserId,
        input: UpdateStaffUserInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UpdateStaffUserPayload> {
        let new = input.clone();
        let change = move |rights: &mut Rights| {
            replace(&mut rights.name, new.name);
            replace(&mut rights.permissions, new.permissions.map(permissions));
            replace(&mut rights.brands, new.brand_ids.map(rows));
        };
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(staff::update(work, id.row(), change))
        });
        let outcome = outcome.await?;
        let staff_user = outcome.node(|row| load(ctx, row)).await?;
        Ok(UpdateStaffUserPayload { staff_user, problems: outcome.problems })
    }

    /// Refuses a staff user from now on and ends their sessions. A brand keeps its last administrator. Needs `ADMIN`.
    async fn disable_staff_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user.")] id: StaffUserId,
    ) -> Result<DisableStaffUserPayload> {
        let outcome =
            mutation::run(ctx, Permission::Admin, None, &id, move |work| Box::pin(staff::disable(work, id.row())));
        let outcome = outcome.await?;
        let staff_user = outcome.node(|row| load(ctx, row)).await?;
        Ok(DisableStaffUserPayload { staff_user, problems: outcome.problems })
    }

    /// Lets a disabled staff user log in again. Needs `ADMIN`.
    async fn enable_staff_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user.")] id: StaffUserId,
    ) -> Result<EnableStaffUserPayload> {
        let outcome =
            mutation::run(ctx, Permission::Admin, None, &id, move |work| Box::pin(staff::enable(work, id.row())));
        let outcome = outcome.await?;
        let staff_user = outcome.node(|row| load(ctx, row)).await?;
        Ok(EnableStaffUserPayload { staff_user, problems: outcome.problems })
    }

    /// Gives a staff user a generated password and ends their sessions. Needs `ADMIN`.
    async fn reset_staff_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user.")] id: StaffUserId,
        #[graphql(
            desc = "A repeat with the same key and input changes nothing, and does not show the password again."
        )]
        idempotency_key: Option<String>,
    ) -> Result<ResetStaffPasswordPayload> {
        let (made, password) = (Once::default(), generated(ctx).await?);
        let keep = made.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &id, move |work| {
            Box::pin(async move {
                let row = staff::reset_password(work, id.row(), &password).await?;
                keep.keep(password.text().to_owned());
                Ok(row)
            })
        });
        let outcome = outcome.await?;
        let staff_user = outcome.node(|row| load(ctx, row)).await?;
        Ok(ResetStaffPasswordPayload { staff_user, password: made.show(&outcome), problems: outcome.problems })
    }

    /// Changes the caller's own password; for staff users alone, who need no permission for it. Every access token of the caller ends, and
    /// every other session; this one goes on by refreshing.
    async fn change_password(&self, ctx: &Context<'_>, input: ChangePasswordInput) -> Result<ChangePasswordPayload> {
        let (app, who) = (ctx.data::<App>()?, viewer(ctx)?);
        let done = match mutation::not_planned(ctx) {
            Ok(()) => staff::change_password(app, who, &input.current_password, &input.new_password).await,
            Err(refused) => Err(refused),
        };
        let outcome = mutation::settle(ctx, done)?;
        let viewer = outcome.node(|_| async { asking(ctx).await.map(Some) }).await?;
        Ok(ChangePasswordPayload { viewer, problems: outcome.problems })
    }
}

/// A password made before the transaction begins, for administrators only: hashing is dear.
async fn generated(ctx: &Context<'_>) -> Result<NewPassword> {
    viewer(ctx)?.require(Permission::Admin).map_err(fault)?;
    NewPassword::generate(ctx.data::<App>()?).await.map_err(fault)
}

fn permissions(names: Vec<PermissionName>) -> Permissions {
    names.into_iter().map(Permission::from).collect()
}

fn rows(ids: Vec<BrandId>) -> Vec<i64> {
    ids.into_iter().map(Gid::row).collect()
}

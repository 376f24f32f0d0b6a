//! Vendors' clients that log in rather than show a key: OAuth clients and API users.

use async_graphql::{ComplexObject, Context, InputObject, Object, Result, SimpleObject};
use entity::{oauth_client, vendor_login};

use crate::app::App;
use crate::domain::account::{ClientFilter, Permission, clients};
use crate::domain::connection::graphql::{self as connections, ConnectedSystem, ConnectionId};
use crate::graphql::error::fault;
use crate::graphql::id::Gid;
use crate::graphql::listing::listing_of_brand;
use crate::graphql::mutation::{self, viewer};
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::DateTime;
use crate::graphql::secret::Once;
use crate::{kinds, payload, secret_payload};

kinds! {
    /// Ids of OAuth clients.
    OauthClientKind => "OauthClient",
    /// Ids of vendors' API users.
    VendorLoginKind => "VendorLogin",
}

/// The id of an OAuth client.
pub type OauthClientId = Gid<OauthClientKind>;

/// The id of a vendor's API user.
pub type VendorLoginId = Gid<VendorLoginKind>;

/// An OAuth client of a vendor's mirror. Its secret is shown when it is made and never again.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct OauthClient {
    /// Opaque id.
    pub id: OauthClientId,
    /// The public half of its credentials.
    pub client_id: String,
    /// What the client is for.
    pub name: String,
    /// When it was revoked; null while it was not.
    pub revoked_at: Option<DateTime>,
    /// When it was made.
    pub created_at: DateTime,
    #[graphql(skip)]
    connection: i64,
}

impl From<oauth_client::Model> for OauthClient {
    fn from(row: oauth_client::Model) -> Self {
        Self {
            id: OauthClientId::new(row.id),
            client_id: row.client_id,
            name: row.name,
            revoked_at: row.revoked_at.map(DateTime),
            created_at: DateTime(row.created_at),
            connection: row.connection_id,
        }
    }
}

#[ComplexObject]
impl OauthClient {
    /// The connection whose mirror it opens.
    async fn connection(&self, ctx: &Context<'_>) -> Result<Option<ConnectedSystem>> {
        connections::load(ctx, self.connection).await
    }
}

/// An API user of a vendor's mirror. Its password is shown when it is made and never again.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct VendorLogin {
    /// Opaque id.
    pub id: VendorLoginId,
    /// User name.
    pub login: String,
    /// The application that it must name when it logs in.
    pub application_id: String,
    /// When it was disabled; null while it may log in.
    pub disabled_at: Option<DateTime>,
    /// When it was made.
    pub created_at: DateTime,
    #[graphql(skip)]
    connection: i64,
}

impl From<vendor_login::Model> for VendorLogin {
    fn from(row: vendor_login::Model) -> Self {
        Self {
            id: VendorLoginId::new(row.id),
            login: row.login,
            application_id: row.application_id,
            disabled_at: row.disabled_at.map(DateTime),
            created_at: DateTime(row.created_at),
            connection: row.connection_id,
        }
    }
}

#[ComplexObject]
impl VendorLogin {
    /// The connection whose mirror it opens.
    async fn connection(&self, ctx: &Context<'_>) -> Result<Option<ConnectedSystem>> {
        connections::load(ctx, self.connection).await
    }
}

/// The OAuth client with this id.
///
/// # Errors
/// The viewer is no administrator, or the store failed.
pub async fn load_oauth_client(ctx: &Context<'_>, id: i64) -> Result<Option<OauthClient>> {
    let found = clients::find_oauth_client(ctx.data::<App>()?, viewer(ctx)?, id).await.map_err(fault)?;
    Ok(found.map(OauthClient::from))
}

/// The API user with this id.
///
/// # Errors
/// As [`load_oauth_client`].
pub async fn load_login(ctx: &Context<'_>, id: i64) -> Result<Option<VendorLogin>> {
    let found = clients::find_login(ctx.data::<App>()?, viewer(ctx)?, id).await.map_err(fault)?;
    Ok(found.map(VendorLogin::from))
}

/// What a list of OAuth clients can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct OauthClientFilterInput {
    /// Only those of this connection.
    pub connection_id: Option<ConnectionId>,
    /// True: only those that were revoked; false: only the others.
    pub revoked: Option<bool>,
}

/// What a list of API users can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct VendorLoginFilterInput {
    /// Only those of this connection.
    pub connection_id: Option<ConnectionId>,
    /// True: only those that were disabled; false: only the others.
    pub disabled: Option<bool>,
}

/// An OAuth client to be made.
#[derive(Clone, Debug, InputObject)]
pub struct CreateOauthClientInput {
    /// The connection whose mirror it opens.
    pub connection_id: ConnectionId,
    /// What the client is for.
    pub name: String,
}

secret_payload! {
    /// The outcome of making an OAuth client.
    CreateOauthClientPayload {
        oauth_client: OauthClient,
        /// The client secret.
        client_secret
    }
}
payload! {
    /// The outcome of revoking an OAuth client.
    RevokeOauthClientPayload { oauth_client: OauthClient }
}
secret_payload! {
    /// The outcome of making an API user.
    CreateVendorLoginPayload {
        vendor_login: VendorLogin,
        /// The password.
        password
    }
}
payload! {
    /// The outcome of disabling an API user.
    DisableVendorLoginPayload { vendor_login: VendorLogin }
}

/// Queries of vendors' clients.
#[derive(Debug, Default)]
pub struct ClientQuery;

#[Object]
impl ClientQuery {
    /// The OAuth clients of the brand's connections, newest first. Needs `ADMIN`.
    async fn oauth_clients(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only clients for which all of this holds.")] filter: Option<OauthClientFilterInput>,
    ) -> Result<Connection<OauthClient>> {
        let given = filter.unwrap_or_default();
        let filter = ClientFilter { connection: given.connection_id.map(Gid::row), ended: given.revoked };
        listing_of_brand::<oauth_client::Entity, _>(ctx, Paging::new(first, after, last, before), filter).await
    }

    /// The API users of the brand's connections, newest first. Needs `ADMIN`.
    async fn vendor_logins(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only users for which all of this holds.")] filter: Option<VendorLoginFilterInput>,
    ) -> Result<Connection<VendorLogin>> {
        let given = filter.unwrap_or_default();
        let filter = ClientFilter { connection: given.connection_id.map(Gid::row), ended: given.disabled };
        listing_of_brand::<vendor_login::Entity, _>(ctx, Paging::new(first, after, last, before), filter).await
    }
}

/// Mutations of vendors' clients.
#[derive(Debug, Default)]
pub struct ClientMutation;

#[Object]
impl ClientMutation {
    /// Makes an OAuth client of a vendor's mirror. Needs `ADMIN`.
    async fn create_oauth_client(
        &self,
        ctx: &Context<'_>,
        input: CreateOauthClientInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing, and does not show the secret again.")]
        idempotency_key: Option<String>,
    ) -> Result<CreateOauthClientPayload> {
        let (new, made) = (input.clone(), Once::default());
        let keep = made.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let (row, secret) = clients::issue_oauth_client(work, new.connection_id.row(), &new.name).await?;
                keep.keep(secret);
                Ok(row)
            })
        });
        let outcome = outcome.await?;
        let oauth_client = outcome.node(|row| load_oauth_client(ctx, row)).await?;
        let client_secret = made.show(&outcome);
        Ok(CreateOauthClientPayload { oauth_client, client_secret, problems: outcome.problems })
    }

    /// Revokes an OAuth client, with the tokens it has. Needs `ADMIN`.
    async fn revoke_oauth_client(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The client.")] id: OauthClientId,
    ) -> Result<RevokeOauthClientPayload> {
        let outcome = mutation::run(ctx, Permission::Admin, None, &id, move |work| {
            Box::pin(clients::revoke_oauth_client(work, id.row()))
        });
        let outcome = outcome.await?;
        let oauth_client = outcome.node(|row| load_oauth_client(ctx, row)).await?;
        Ok(RevokeOauthClientPayload { oauth_client, problems: outcome.problems })
    }

    /// Makes an API user of a vendor's mirror. Needs `ADMIN`.
    async fn create_vendor_login(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The connection whose mirror it opens.")] connection_id: ConnectionId,
        #[graphql(
            desc = "A repeat with the same key and input changes nothing, and does not show the password again."
        )]
        idempotency_key: Option<String>,
    ) -> Result<CreateVendorLoginPayload> {
        viewer(ctx)?.require(Permission::Admin).map_err(fault)?;
        let password = clients::login_password(ctx.data::<App>()?).await.map_err(fault)?;
        let made = Once::default();
        let keep = made.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &connection_id, move |work| {
            Box::pin(async move {
                let row = clients::issue_login(work, connection_id.row(), &password).await?;
                keep.keep(password.text().to_owned());
                Ok(row)
            })
        });
        let outcome = outcome.await?;
        let vendor_login = outcome.node(|row| load_login(ctx, row)).await?;
        Ok(CreateVendorLoginPayload { vendor_login, password: made.show(&outcome), problems: outcome.problems })
    }

    /// Disables an API user, with the tokens they have. Needs `ADMIN`.
    async fn disable_vendor_login(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The API user.")] id: VendorLoginId,
    ) -> Result<DisableVendorLoginPayload> {
        let outcome = mutation::run(ctx, Permission::Admin, None, &id, move |work| {
            Box::pin(clients::disable_login(work, id.row()))
        });
        let outcome = outcome.await?;
        let vendor_login = outcome.node(|row| load_login(ctx, row)).await?;
        Ok(DisableVendorLoginPayload { vendor_login, problems: outcome.problems })
    }
}

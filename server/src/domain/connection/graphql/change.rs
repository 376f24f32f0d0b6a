//! Making and changing connections.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result};
use entity::connection::Mode;
use serde_json::json;

use super::{ConnectedSystem, ConnectionId, ConnectionMode, load};
use crate::domain::account::Permission;
use crate::domain::connection::{Details, NewConnection, admin};
use crate::domain::source::graphql::VendorName;
use crate::graphql::mutation::{self, patch, replace};
use crate::graphql::scalar::Json;
use crate::payload;

/// A connection to be made.
#[derive(Clone, Debug, InputObject)]
pub struct CreateConnectionInput {
    /// The system it leads to; each brand has its one connection to Onefold itself from the start.
    pub vendor: VendorName,
    /// Tells apart several accounts of one vendor.
    pub name: String,
    /// Who answers the calls of the vendor's clients; Onefold unless given.
    pub mode: Option<ConnectionMode>,
    /// Where the real vendor answers: `https`, or `http` at a host for which the operator allows it; without credentials.
    pub base_url: Option<String>,
    /// The zone of the vendor's zoneless times, an IANA name; the brand's unless given.
    pub time_zone: Option<String>,
    /// Values for switches that the vendor knows, by name: an object.
    pub settings: Option<Json>,
}

/// A change to a connection. What is left out stays; what is null is cleared.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateConnectionInput {
    /// Tells apart several accounts of one vendor.
    pub name: Option<String>,
    /// Who answers the calls of the vendor's clients.
    pub mode: Option<ConnectionMode>,
    /// Where the real vendor answers. When it leads to another server than before, the credentials are forgotten and must be set again.
    pub base_url: MaybeUndefined<String>,
    /// The zone of the vendor's zoneless times, an IANA name.
    pub time_zone: Option<String>,
    /// Values for switches that the vendor knows, by name: an object, which replaces the one before. An address that leads to another
    /// server has the same effect as a base URL that does.
    pub settings: Option<Json>,
}

/// Something secret that the real vendor wants to see.
#[derive(Clone, InputObject)]
pub struct CredentialInput {
    /// Which, of the vendor's `credentialDefinitions`.
    pub name: String,
    /// Its value.
    #[graphql(secret)]
    pub value: String,
}

payload! {
    /// The outcome of making a connection.
    CreateConnectionPayload { connection: ConnectedSystem }
}
payload! {
    /// The outcome of changing a connection.
    UpdateConnectionPayload { connection: ConnectedSystem }
}
payload! {
    /// The outcome of setting credentials.
    SetConnectionCredentialsPayload { connection: ConnectedSystem }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct ConnectionMutation;

#[Object]
impl ConnectionMutation {
    /// Makes a connection to a vendor. Needs `ADMIN`.
    async fn create_connection(
        &self,
        ctx: &Context<'_>,
        input: CreateConnectionInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<CreateConnectionPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let time_zone = match new.time_zone {
                    Some(given) => given,
                    None => admin::usual_time_zone(work).await?,
                };
                let details = Details {
                    name: new.name,
                    mode: new.mode.map_or(Mode::Mirror, Into::into),
                    base_url: new.base_url,
                    time_zone,
                    settings: new.settings.map_or_else(|| json!({}), |settings| settings.0),
                };
                admin::create(work, NewConnection { vendor: new.vendor.into(), details }).await
            })
        });
        let outcome = outcome.await?;
        let connection = outcome.node(|row| load(ctx, row)).await?;
        Ok(CreateConnectionPayload { connection, problems: outcome.problems })
    }

    /// Changes a connection. Needs `ADMIN`.
    async fn update_connection(
        &self,
        ctx: &Context<'_>,
        id: ConnectionId,
        input: UpdateConnectionInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UpdateConnectionPayload> {
        let new = input.clone();
        let change = move |details: &mut Details| {
            replace(&mut details.name, new.name);
            replace(&mut details.mode, new.mode.map(Into::into));
            patch(&mut details.base_url, new.base_url);
            replace(&mut details.time_zone, new.time_zone);
            replace(&mut details.settings, new.settings.map(|settings| settings.0));
        };
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(admin::update(work, id.row(), change))
        });
        let outcome = outcome.await?;
        let connection = outcome.node(|row| load(ctx, row)).await?;
        Ok(UpdateConnectionPayload { connection, problems: outcome.problems })
    }

    /// Replaces all the credentials that a connection shows to the real vendor. They are kept sealed and can be read by nobody; an empty
    /// list forgets them. Needs `ADMIN`.
    async fn set_connection_credentials(
        &self,
        ctx: &Context<'_>,
        id: ConnectionId,
        #[graphql(desc = "Every credential that the vendor asks for.", secret)] credentials: Vec<CredentialInput>,
    ) -> Result<SetConnectionCredentialsPayload> {
        let given = credentials.into_iter().map(|credential| (credential.name, credential.value)).collect();
        let outcome = mutation::run(ctx, Permission::Admin, None, &id, move |work| {
            Box::pin(admin::set_credentials(work, id.row(), given))
        });
        let outcome = outcome.await?;
        let connection = outcome.node(|row| load(ctx, row)).await?;
        Ok(SetConnectionCredentialsPayload { connection, problems: outcome.problems })
    }
}

//! Defining entries of look-up lists.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result};
use serde_json::json;

use super::super::{Entry, Home, NewLookup, service};
use super::{Lookup, LookupId, LookupKindName, load};
use crate::domain::account::{Permission, secrets};
use crate::domain::source::graphql::{RecordStateName, VendorName};
use crate::graphql::mutation::{self, patch, replace};
use crate::graphql::scalar::Json;
use crate::payload;

/// Where a definition belongs; part of the inputs that make one.
#[derive(Clone, Debug, Default, InputObject)]
pub struct HomeInput {
    /// The system that defines it; Onefold itself unless given.
    pub vendor: Option<VendorName>,
    /// Which of the brand's connections to that system; the oldest unless given.
    pub connection_name: Option<String>,
}

impl From<HomeInput> for Home {
    fn from(input: HomeInput) -> Self {
        Self { vendor: input.vendor.map(Into::into), connection_name: input.connection_name }
    }
}

/// An entry to be defined.
#[derive(Clone, Debug, InputObject)]
pub struct CreateLookupInput {
    /// Which list.
    pub kind: LookupKindName,
    /// Where it belongs.
    #[graphql(flatten)]
    pub home: HomeInput,
    /// The vendor's own id, such as `cs` of a language; issued unless given.
    pub vendor_id: Option<String>,
    /// A stable code beside the id.
    pub text_id: Option<String>,
    /// What people call it.
    pub name: String,
    /// The rest, by the vendor's keys: an object.
    pub data: Option<Json>,
    /// Active unless given.
    pub state: Option<RecordStateName>,
}

impl CreateLookupInput {
    fn read(self, connection: i64) -> crate::error::Result<NewLookup> {
        let mut entry = Entry::named(self.name);
        entry.text_id = self.text_id;
        entry.data = self.data.map_or_else(|| json!({}), |data| data.0);
        replace(&mut entry.state, self.state.map(Into::into));
        let vendor_id = match self.vendor_id {
            Some(given) => given,
            None => secrets::random_hex::<13>()?,
        };
        Ok(NewLookup { connection, kind: self.kind.into(), vendor_id, entry })
    }
}

/// A change to an entry. What is left out stays; what is null is cleared.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateLookupInput {
    /// A stable code beside the id.
    pub text_id: MaybeUndefined<String>,
    /// What people call it.
    pub name: Option<String>,
    /// The rest, by the vendor's keys: an object, which replaces the one before.
    pub data: Option<Json>,
    /// Entries are not deleted: what names them would be left without a name.
    pub state: Option<RecordStateName>,
}

payload! {
    /// The outcome of defining an entry.
    CreateLookupPayload { lookup: Lookup }
}
payload! {
    /// The outcome of changing an entry.
    UpdateLookupPayload { lookup: Lookup }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct CatalogueMutation;

#[Object]
impl CatalogueMutation {
    /// Defines an entry of a look-up list. Needs `ADMIN`.
    async fn create_lookup(
        &self,
        ctx: &Context<'_>,
        input: CreateLookupInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<CreateLookupPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let connection = service::home(work, new.home.clone().into()).await?;
                Ok(service::create(work, new.read(connection)?).await?.id)
            })
        });
        let outcome = outcome.await?;
        let lookup = outcome.node(|row| load(ctx, row)).await?;
        Ok(CreateLookupPayload { lookup, problems: outcome.problems })
    }

    /// Changes an entry of a look-up list. Needs `ADMIN`.
    async fn update_lookup(
        &self,
        ctx: &Context<'_>,
        id: LookupId,
        input: UpdateLookupInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UpdateLookupPayload> {
        let new = input.clone();
        let change = move |entry: &mut Entry| {
            patch(&mut entry.text_id, new.text_id);
            replace(&mut entry.name, new.name);
            replace(&mut entry.data, new.data.map(|data| data.0));
            replace(&mut entry.state, new.state.map(Into::into));
        };
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(service::update(work, id.row(), change))
        });
        let outcome = outcome.await?;
        let lookup = outcome.node(|row| load(ctx, row)).await?;
        Ok(UpdateLookupPayload { lookup, problems: outcome.problems })
    }
}

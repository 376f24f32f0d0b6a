//! Origins in the graph.

use async_graphql::{ComplexObject, Context, InputObject, Object, Result, SimpleObject};
use entity::source_membership;

use super::{NewOrigin, OriginFilter, service};
use crate::domain::account::Permission;
use crate::domain::catalogue::graphql::{self as catalogue, Lookup, LookupId};
use crate::domain::customer::graphql::CustomerId;
use crate::domain::source;
use crate::domain::source::graphql::{SourceRecord, SourceRecordId};
use crate::graphql::id::Gid;
use crate::graphql::loaders::{children, hanging_row};
use crate::graphql::mutation;
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::DateTime;
use crate::{kinds, payload};

kinds! {
    /// Ids of origins.
    OriginIdKind => "Origin",
}

/// The id of an origin.
pub type OriginId = Gid<OriginIdKind>;

/// A source through which the customer came: a shop, a web form, another system of the company.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Origin {
    /// Opaque id.
    pub id: OriginId,
    /// The customer's id in that source; null when only the source is known.
    pub external_id: Option<String>,
    /// When it was recorded.
    pub created_at: DateTime,
    /// When it last changed.
    pub updated_at: DateTime,
    #[graphql(skip)]
    customer_source: i64,
    #[graphql(skip)]
    source_record: i64,
}

impl From<source_membership::Model> for Origin {
    fn from(row: source_membership::Model) -> Self {
        Self {
            id: OriginId::new(row.id),
            external_id: row.external_id,
            created_at: DateTime(row.created_at),
            updated_at: DateTime(row.updated_at),
            customer_source: row.customer_source_id,
            source_record: row.source_record_id,
        }
    }
}

#[ComplexObject]
impl Origin {
    /// The source of customers.
    async fn customer_source(&self, ctx: &Context<'_>) -> Result<Option<Lookup>> {
        catalogue::load(ctx, self.customer_source).await
    }

    /// The record it hangs on.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::graphql::load(ctx, self.source_record).await
    }
}

/// The origin with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<Origin>> {
    Ok(hanging_row::<source_membership::Entity>(ctx, id).await?.map(Origin::from))
}

/// A customer's origins.
pub struct CustomerOrigins(pub i64);

#[Object]
impl CustomerOrigins {
    /// Sources through which the customer came, earliest first.
    async fn origins(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only this source of customers.")] customer_source: Option<LookupId>,
    ) -> Result<Connection<Origin>> {
        let filter = OriginFilter { customer_source: customer_source.map(Gid::row), external_ids: Vec::new() };
        let paging = Paging::new(first, after, last, before);
        children::<source_membership::Entity, _>(ctx, self.0, paging, Some(filter)).await
    }
}

/// An origin to be added.
#[derive(Clone, Debug, InputObject)]
pub struct AddOriginInput {
    /// The customer.
    pub customer_id: CustomerId,
    /// The record it shall hang on; absent: Onefold's own.
    pub source_record_id: Option<SourceRecordId>,
    /// The source of customers: an active entry of that list.
    pub customer_source_id: LookupId,
    /// The customer's id there.
    pub external_id: Option<String>,
}

payload! {
    /// The outcome of adding an origin.
    AddOriginPayload { origin: Origin }
}
payload! {
    /// The outcome of removing an origin.
    RemoveOriginPayload { removed_id: OriginId }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct OriginMutation;

#[Object]
impl OriginMutation {
    /// Records a source through which the customer came.
    async fn add_origin(
        &self,
        ctx: &Context<'_>,
        input: AddOriginInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<AddOriginPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let (customer, record) = (new.customer_id.row(), new.source_record_id.map(Gid::row));
                let record = source::service::named_or_first_party(work, customer, record).await?;
                let origin = NewOrigin {
                    source_record: record.id,
                    customer_source: new.customer_source_id.row(),
                    external_id: new.external_id,
                    vendor_id: None,
                };
                Ok(service::add(work, origin).await?.id)
            })
        });
        let outcome = outcome.await?;
        let origin = outcome.node(|row| load(ctx, row)).await?;
        Ok(AddOriginPayload { origin, problems: outcome.problems })
    }

    /// Removes an origin.
    async fn remove_origin(&self, ctx: &Context<'_>, id: OriginId) -> Result<RemoveOriginPayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, None, &id, move |work| {
            Box::pin(service::remove(work, id.row()))
        });
        let outcome = outcome.await?;
        Ok(RemoveOriginPayload { removed_id: outcome.row.map(OriginId::new), problems: outcome.problems })
    }
}

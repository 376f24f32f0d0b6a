//! The outbox in the graph.

use async_graphql::{ComplexObject, Context, Enum, InputObject, Object, Result, SimpleObject};
use entity::delivery::{self, DeliveryState};
use entity::{connection, delivery_attempt};

use super::{DeliveryFilter, Plan, service, store};
use crate::domain::account::Permission;
use crate::domain::source;
use crate::domain::source::graphql::{SourceRecord, VendorName};
use crate::graphql::error::fault;
use crate::graphql::id::Gid;
use crate::graphql::listing::listing;
use crate::graphql::loaders::{loaders, row};
use crate::graphql::mutation;
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::{DateTime, Json};
use crate::{kinds, payload};

/// Attempts that are shown at the most.
const ATTEMPTS: u64 = 100;

kinds! {
    /// Ids of deliveries.
    DeliveryKind => "Delivery",
}

/// The id of a delivery.
pub type DeliveryId = Gid<DeliveryKind>;

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "DeliveryState", remote = "DeliveryState")]
pub enum DeliveryStateName {
    /// It waits for its turn or its next try.
    Pending,
    /// The vendor has done all of it.
    Delivered,
    /// It waits for staff: the vendor refuses it, or it was tried too often.
    Dead,
    /// Staff decided that it is not to be done.
    Dropped,
}

/// A change made in the graph that a real vendor is to carry out.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Delivery {
    /// Opaque id.
    pub id: DeliveryId,
    /// What changed: `note_added`, `customer_updated`.
    pub change: String,
    /// Where it stands.
    pub state: DeliveryStateName,
    /// How many of the calls are done.
    pub step: i32,
    /// How often the present call was tried.
    pub attempts: i32,
    /// How often a call was made again though the vendor may have got it before and cannot tell a repeat.
    pub suspected_repeats: i32,
    /// When it may be tried next.
    pub due_at: DateTime,
    /// Why the latest try failed.
    pub last_error: Option<String>,
    /// Who made the change.
    pub actor: String,
    /// When it was made.
    pub created_at: DateTime,
    /// When it was delivered or dropped.
    pub ended_at: Option<DateTime>,
    #[graphql(skip)]
    row: i64,
    #[graphql(skip)]
    plan: serde_json::Value,
    #[graphql(skip)]
    connection: i64,
    #[graphql(skip)]
    source_record: Option<i64>,
}

impl From<delivery::Model> for Delivery {
    fn from(row: delivery::Model) -> Self {
        Self {
            id: DeliveryId::new(row.id),
            change: row.change,
            state: row.state.into(),
            step: row.step,
            attempts: row.attempts,
            suspected_repeats: row.suspected_repeats,
            due_at: DateTime(row.due_at),
            last_error: row.last_error,
            actor: row.actor,
            created_at: DateTime(row.created_at),
            ended_at: row.ended_at.map(DateTime),
            row: row.id,
            plan: row.plan,
            connection: row.connection_id,
            source_record: row.source_record_id,
        }
    }
}

/// One call of a vendor's operation.
#[derive(Clone, Debug, SimpleObject)]
pub struct DeliveryCall {
    /// The operation's name.
    pub operation: String,
    /// What it is asked, in the vendor's names. `{"$row": [table, id]}` stands for the vendor's id of a row when the call is made.
    pub request: Json,
    /// The operation that is read first, for one that replaces a whole.
    pub reads_first: Option<String>,
}

/// A try of a call.
#[derive(Clone, Debug, SimpleObject)]
pub struct DeliveryAttempt {
    /// Which call, from 0.
    pub step: i32,
    /// The operation's name.
    pub operation: String,
    /// When it was made.
    pub began_at: DateTime,
    /// When it ended; null when nobody knows whether it had its effect.
    pub ended_at: Option<DateTime>,
    /// The vendor's status; null when there was no answer.
    pub status: Option<i32>,
    /// What went wrong.
    pub error: Option<String>,
}

impl From<delivery_attempt::Model> for DeliveryAttempt {
    fn from(row: delivery_attempt::Model) -> Self {
        Self {
            step: row.step,
            operation: row.operation,
            began_at: DateTime(row.began_at),
            ended_at: row.ended_at.map(DateTime),
            status: row.status,
            error: row.error,
        }
    }
}

#[ComplexObject]
impl Delivery {
    /// The system it goes to.
    async fn vendor(&self, ctx: &Context<'_>) -> Result<VendorName> {
        source::graphql::vendor(ctx, self.connection).await
    }

    /// The name of the connection it goes through.
    async fn connection_name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(row::<connection::Entity>(ctx, self.connection).await?.map(|connection| connection.name))
    }

    /// The record that changed; null when it is gone.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        match self.source_record {
            Some(record) => source::graphql::load(ctx, record).await,
            None => Ok(None),
        }
    }

    /// The calls, in order.
    async fn calls(&self) -> Result<Vec<DeliveryCall>> {
        Ok(plan(&self.plan)?.calls.into_iter().map(call).collect())
    }

    /// What the vendor does not take of the change, and what else the calls lose.
    async fn losses(&self) -> Result<Vec<String>> {
        Ok(plan(&self.plan)?.losses)
    }

    /// The tries so far, latest first.
    async fn history(&self, ctx: &Context<'_>) -> Result<Vec<DeliveryAttempt>> {
        let loader = loaders(ctx)?.loader();
        let rows = store::attempts(loader.db(), self.row, ATTEMPTS).await.map_err(fault)?;
        Ok(rows.into_iter().map(DeliveryAttempt::from).collect())
    }
}

fn plan(plan: &serde_json::Value) -> Result<Plan> {
    serde_json::from_value(plan.clone()).map_err(|error| fault(crate::error::Error::internal(error)))
}

fn call(call: super::PlannedCall) -> DeliveryCall {
    DeliveryCall {
        operation: call.operation,
        request: Json(call.request),
        reads_first: call.onto.map(|onto| onto.operation),
    }
}

/// The delivery with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<Delivery>> {
    Ok(row::<delivery::Entity>(ctx, id).await?.map(Delivery::from))
}

/// What a list of deliveries can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DeliveryFilterInput {
    /// Only in this state.
    pub state: Option<DeliveryStateName>,
    /// Only to this vendor.
    pub vendor: Option<VendorName>,
    /// True: only those of which a call may have been made twice.
    pub suspected_repeats: Option<bool>,
}

impl From<DeliveryFilterInput> for DeliveryFilter {
    fn from(input: DeliveryFilterInput) -> Self {
        Self {
            state: input.state.map(Into::into),
            vendor: input.vendor.map(Into::into),
            suspected: input.suspected_repeats.unwrap_or_default(),
        }
    }
}

/// The topic's queries.
#[derive(Debug, Default)]
pub struct OutboxQuery;

#[Object]
impl OutboxQuery {
    /// Changes that real vendors are to carry out, or have carried out, newest first.
    async fn deliveries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only deliveries for which all of this holds.")] filter: Option<DeliveryFilterInput>,
    ) -> Result<Connection<Delivery>> {
        let paging = Paging::new(first, after, last, before);
        listing::<delivery::Entity, _>(ctx, paging, filter.unwrap_or_default().into()).await
    }
}

payload! {
    /// The outcome of trying a delivery again.
    ReplayDeliveryPayload { delivery: Delivery }
}
payload! {
    /// The outcome of changing what a delivery asks the vendor.
    EditDeliveryPayload { delivery: Delivery }
}
payload! {
    /// The outcome of giving a delivery up.
    DropDeliveryPayload { delivery: Delivery }
}

/// Another request for one call of a delivery.
#[derive(Clone, Debug, InputObject)]
pub struct DeliveryCallInput {
    /// Which call, from 0.
    pub step: i32,
    /// What it shall be asked instead: an object in the vendor's names.
    pub request: Json,
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct OutboxMutation;

#[Object]
impl OutboxMutation {
    /// Tries a delivery again at once, from the call at which it stopped.
    async fn replay_delivery(&self, ctx: &Context<'_>, id: DeliveryId) -> Result<ReplayDeliveryPayload> {
        let outcome =
            mutation::run(ctx, Permission::Admin, None, &id, move |work| Box::pin(service::replay(work, id.row())));
        let outcome = outcome.await?;
        Ok(ReplayDeliveryPayload { delivery: outcome.node(|row| load(ctx, row)).await?, problems: outcome.problems })
    }

    /// Changes what a delivery that was not delivered asks the vendor, and tries it again.
    async fn edit_delivery(
        &self,
        ctx: &Context<'_>,
        id: DeliveryId,
        calls: Vec<DeliveryCallInput>,
    ) -> Result<EditDeliveryPayload> {
        let outcome = mutation::run(ctx, Permission::Admin, None, &id, move |work| {
            Box::pin(async move {
                let requests = calls.into_iter().map(|call| (call.step, call.request.0)).collect();
                service::edit(work, id.row(), requests).await
            })
        });
        let outcome = outcome.await?;
        Ok(EditDeliveryPayload { delivery: outcome.node(|row| load(ctx, row)).await?, problems: outcome.problems })
    }

    /// Gives a delivery up: the vendor will not hear of the change.
    async fn drop_delivery(&self, ctx: &Context<'_>, id: DeliveryId) -> Result<DropDeliveryPayload> {
        let outcome =
            mutation::run(ctx, Permission::Admin, None, &id, move |work| Box::pin(service::drop(work, id.row())));
        let outcome = outcome.await?;
        Ok(DropDeliveryPayload { delivery: outcome.node(|row| load(ctx, row)).await?, problems: outcome.problems })
    }
}

//! Changing calendar events.

use async_graphql::{Context, Object, Result};

use super::{CalendarEvent, CalendarEventId, CreateEventInput, UpdateEventInput, load};
use crate::domain::account::Permission;
use crate::domain::activity::event::service;
use crate::domain::activity::event::store::NewEvent;
use crate::domain::source;
use crate::graphql::mutation;
use crate::payload;

payload! {
    /// The outcome of arranging an appointment.
    CreateEventPayload { event: CalendarEvent }
}
payload! {
    /// The outcome of changing an appointment.
    UpdateEventPayload { event: CalendarEvent }
}
payload! {
    /// The outcome of deleting an appointment.
    DeleteEventPayload { deleted_id: CalendarEventId }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct EventMutation;

#[Object]
impl EventMutation {
    /// Arranges an appointment with a customer.
    async fn create_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The appointment.")] input: CreateEventInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<CreateEventPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let source_record = source::graphql::named(work, new.customer_id, new.source_record_id).await?;
                let event = NewEvent { source_record, vendor_id: None, fields: new.fields() };
                Ok(service::create(work, event).await?.id)
            })
        });
        let outcome = outcome.await?;
        let event = outcome.node(|row| load(ctx, row)).await?;
        Ok(CreateEventPayload { event, problems: outcome.problems })
    }

    /// Changes an appointment.
    async fn update_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateEventInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UpdateEventPayload> {
        let change = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let row = service::update(work, change.id.row(), |fields| change.apply(fields));
                Ok(row.await?.id)
            })
        });
        let outcome = outcome.await?;
        let event = outcome.node(|row| load(ctx, row)).await?;
        Ok(UpdateEventPayload { event, problems: outcome.problems })
    }

    /// Deletes an appointment.
    async fn delete_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The calendar event.")] id: CalendarEventId,
    ) -> Result<DeleteEventPayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, None, &id, move |work| {
            Box::pin(async move { Ok(service::delete(work, id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        Ok(DeleteEventPayload { deleted_id: outcome.row.map(CalendarEventId::new), problems: outcome.problems })
    }
}

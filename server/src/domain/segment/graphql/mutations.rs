//! Changing segments.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result};

use super::{Segment, SegmentId, SegmentMembership, SegmentMembershipId, load, load_membership};
use crate::domain::account::Permission;
use crate::domain::catalogue;
use crate::domain::catalogue::graphql::HomeInput;
use crate::domain::customer::graphql::CustomerId;
use crate::domain::segment::{Description, NewSegment, service};
use crate::domain::source::graphql::{self as source, SourceRecordId};
use crate::graphql::mutation::{self, patch, replace};
use crate::payload;

/// A segment to be defined.
#[derive(Clone, Debug, InputObject)]
pub struct CreateSegmentInput {
    /// Where it belongs.
    #[graphql(flatten)]
    pub home: HomeInput,
    /// The vendor's own id; issued unless given.
    pub vendor_id: Option<String>,
    /// What people call it.
    pub name: String,
    /// What segments it belongs with, by the vendor's id.
    pub group_id: Option<String>,
    /// A picture; http or https.
    pub picture_url: Option<String>,
    /// More about it.
    pub note: Option<String>,
}

impl CreateSegmentInput {
    fn read(self, connection: i64) -> NewSegment {
        let description =
            Description { name: self.name, group: self.group_id, picture_url: self.picture_url, note: self.note };
        NewSegment { connection, vendor_id: self.vendor_id, description }
    }
}

/// A change of a segment. What is left out stays; what is null is cleared.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateSegmentInput {
    /// What people call it.
    pub name: Option<String>,
    /// What segments it belongs with, by the vendor's id.
    pub group_id: MaybeUndefined<String>,
    /// A picture; http or https.
    pub picture_url: MaybeUndefined<String>,
    /// More about it.
    pub note: MaybeUndefined<String>,
}

impl UpdateSegmentInput {
    fn apply(self, description: &mut Description) {
        replace(&mut description.name, self.name);
        patch(&mut description.group, self.group_id);
        patch(&mut description.picture_url, self.picture_url);
        patch(&mut description.note, self.note);
    }
}

/// A customer to be put into a segment.
#[derive(Clone, Debug, InputObject)]
pub struct AddToSegmentInput {
    /// The customer.
    pub customer_id: CustomerId,
    /// The record it shall hang on; absent: Onefold's own.
    pub source_record_id: Option<SourceRecordId>,
    /// The segment.
    pub segment_id: SegmentId,
}

payload! {
    /// The outcome of defining a segment.
    CreateSegmentPayload { segment: Segment }
}
payload! {
    /// The outcome of changing a segment.
    UpdateSegmentPayload { segment: Segment }
}
payload! {
    /// The outcome of deleting a segment.
    DeleteSegmentPayload { deleted_id: SegmentId }
}
payload! {
    /// The outcome of putting a customer into a segment.
    AddToSegmentPayload { membership: SegmentMembership }
}
payload! {
    /// The outcome of taking a customer out of a segment.
    RemoveFromSegmentPayload { removed_id: SegmentMembershipId }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct SegmentMutation;

#[Object]
impl SegmentMutation {
    /// Defines a segment. Needs `ADMIN`.
    async fn create_segment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The segment.")] input: CreateSegmentInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<CreateSegmentPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let connection = catalogue::service::home(work, new.home.clone().into()).await?;
                Ok(service::create(work, new.read(connection)).await?.id)
            })
        });
        let outcome = outcome.await?;
        let segment = outcome.node(|row| load(ctx, row)).await?;
        Ok(CreateSegmentPayload { segment, problems: outcome.problems })
    }

    /// Changes what a segment says of itself. Needs `ADMIN`.
    async fn update_segment(
        &self,
        ctx: &Context<'_>,
        id: SegmentId,
        #[graphql(desc = "The change.")] input: UpdateSegmentInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UpdateSegmentPayload> {
        let change = input.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let row = service::update(work, id.row(), move |description| change.apply(description));
                Ok(row.await?.id)
            })
        });
        let outcome = outcome.await?;
        let segment = outcome.node(|row| load(ctx, row)).await?;
        Ok(UpdateSegmentPayload { segment, problems: outcome.problems })
    }

    /// Deletes a segment, which nobody is in then. Refused while rewards are offered to it. Needs `ADMIN`.
    async fn delete_segment(
        &self,
        ctx: &Context<'_>,
        id: SegmentId,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<DeleteSegmentPayload> {
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &id, move |work| {
            Box::pin(async move { Ok(service::delete(work, id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        Ok(DeleteSegmentPayload { deleted_id: outcome.row.map(SegmentId::new), problems: outcome.problems })
    }

    /// Puts a customer into a segment.
    async fn add_to_segment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and where.")] input: AddToSegmentInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<AddToSegmentPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let record = source::named(work, new.customer_id, new.source_record_id).await?;
                Ok(service::add(work, record, new.segment_id.row()).await?.id)
            })
        });
        let outcome = outcome.await?;
        let membership = outcome.node(|row| load_membership(ctx, row)).await?;
        Ok(AddToSegmentPayload { membership, problems: outcome.problems })
    }

    /// Takes a customer out of a segment.
    async fn remove_from_segment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The customer's membership.")] id: SegmentMembershipId,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<RemoveFromSegmentPayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &id, move |work| {
            Box::pin(async move { Ok(service::remove(work, id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        let removed_id = outcome.row.map(SegmentMembershipId::new);
        Ok(RemoveFromSegmentPayload { removed_id, problems: outcome.problems })
    }
}

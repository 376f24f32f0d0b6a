//! Channels in the graph.

use async_graphql::{ComplexObject, Context, Enum, InputObject, Object, Result, SimpleObject};
use entity::channel::{self, ChannelKind};

use super::store::NewChannel;
use super::{ChannelFilter, service};
use crate::domain::account::Permission;
use crate::domain::customer::graphql::CustomerId;
use crate::domain::source;
use crate::domain::source::graphql::{SourceRecord, SourceRecordId};
use crate::graphql::id::Gid;
use crate::graphql::loaders::{Branded, children, row};
use crate::graphql::mutation;
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::DateTime;
use crate::{kinds, payload};

kinds! {
    /// Ids of channels.
    ChannelIdKind => "Channel",
}

/// The id of a channel.
pub type ChannelId = Gid<ChannelIdKind>;

impl Branded for channel::Entity {
    fn brand_column() -> channel::Column {
        channel::Column::BrandId
    }
}

/// A sort of address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "ChannelKind", remote = "ChannelKind")]
pub enum ChannelKindName {
    /// E-mail.
    Email,
    /// Telephone and text messages.
    Telephone,
    /// Facebook.
    Facebook,
    /// Twitter.
    Twitter,
    /// Any other.
    Other,
}

/// An address under which a customer can be reached.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Channel {
    /// Opaque id.
    pub id: ChannelId,
    /// What sort of address.
    pub kind: ChannelKindName,
    /// The address as its source writes it.
    pub address: String,
    /// What people call it.
    pub label: Option<String>,
    /// Whether it is the one to use first.
    pub is_primary: bool,
    /// When its owner confirmed it.
    pub verified_at: Option<DateTime>,
    /// When it was added.
    pub created_at: DateTime,
    #[graphql(skip)]
    source_record: i64,
}

impl From<channel::Model> for Channel {
    fn from(row: channel::Model) -> Self {
        Self {
            id: ChannelId::new(row.id),
            kind: row.kind.into(),
            address: row.address,
            label: row.label,
            is_primary: row.is_primary,
            verified_at: row.verified_at.map(DateTime),
            created_at: DateTime(row.created_at),
            source_record: row.source_record_id,
        }
    }
}

#[ComplexObject]
impl Channel {
    /// The record it hangs on.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::graphql::load(ctx, self.source_record).await
    }
}

/// The channel with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<Channel>> {
    Ok(row::<channel::Entity>(ctx, id).await?.map(Channel::from))
}

/// A customer's channels.
pub struct CustomerChannels(pub i64);

#[Object]
impl CustomerChannels {
    /// Addresses under which the customer can be reached, oldest first.
    async fn channels(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only this kind.")] kind: Option<ChannelKindName>,
    ) -> Result<Connection<Channel>> {
        let filter = ChannelFilter { kind: kind.map(Into::into) };
        children::<channel::Entity, _>(ctx, self.0, Paging::new(first, after, last, before), Some(filter)).await
    }
}

/// A channel to be added.
#[derive(Clone, Debug, InputObject)]
pub struct AddChannelInput {
    /// The customer.
    pub customer_id: CustomerId,
    /// The record it shall hang on; absent: Onefold's own.
    pub source_record_id: Option<SourceRecordId>,
    /// What sort of address.
    pub kind: ChannelKindName,
    /// The address.
    pub address: String,
    /// What people call it.
    pub label: Option<String>,
}

payload! {
    /// The outcome of adding a channel.
    AddChannelPayload { channel: Channel }
}
payload! {
    /// The outcome of removing a channel.
    RemoveChannelPayload { removed_id: ChannelId }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct ChannelMutation;

#[Object]
impl ChannelMutation {
    /// Adds an address under which a customer can be reached.
    async fn add_channel(
        &self,
        ctx: &Context<'_>,
        input: AddChannelInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<AddChannelPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let (customer, record) = (new.customer_id.row(), new.source_record_id.map(Gid::row));
                let record = source::service::named_or_first_party(work, customer, record).await?;
                let channel = NewChannel {
                    source_record: record.id,
                    kind: new.kind.into(),
                    address: new.address,
                    label: new.label,
                    vendor_id: None,
                    is_primary: false,
                };
                Ok(service::add(work, channel).await?.id)
            })
        });
        let outcome = outcome.await?;
        let channel = match outcome.row {
            Some(row) => load(ctx, row).await?,
            None => None,
        };
        Ok(AddChannelPayload { channel, problems: outcome.problems })
    }

    /// Removes an address.
    async fn remove_channel(&self, ctx: &Context<'_>, id: ChannelId) -> Result<RemoveChannelPayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, None, &id, move |work| {
            Box::pin(async move { Ok(service::remove(work, id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        Ok(RemoveChannelPayload { removed_id: outcome.row.map(ChannelId::new), problems: outcome.problems })
    }
}

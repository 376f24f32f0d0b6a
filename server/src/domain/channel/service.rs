//! Adding and removing channels.

use entity::channel::{self, ChannelKind};
use serde_json::json;

use super::store::{self, NewChannel};
use crate::domain::outbox::What;
use crate::domain::rules::{self, contact};
use crate::domain::source::{self, Facts};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{TimelineDraft, Work};

/// Makes the record's primary addresses channels too, so that one list shows every way to reach the customer.
///
/// # Errors
/// The store failed.
pub async fn follow_facts(work: &Work<'_>, source_record: i64, facts: &Facts) -> Result<()> {
    follow_facts_of(work, std::iter::once((source_record, facts))).await
}

/// The same for many records.
///
/// # Errors
/// The store failed.
pub async fn follow_facts_of<'a>(work: &Work<'_>, said: impl IntoIterator<Item = (i64, &'a Facts)>) -> Result<()> {
    let channels = said.into_iter().flat_map(|(record, facts)| primary(record, facts)).collect();
    store::insert(work.db(), work.brand(), channels, work.now()).await
}

fn primary(source_record: i64, facts: &Facts) -> impl Iterator<Item = NewChannel> {
    let said = [(ChannelKind::Email, facts.email.clone()), (ChannelKind::Telephone, facts.phone.clone())];
    said.into_iter().filter_map(move |(kind, address)| {
        let address = address.filter(|address| !address.trim().is_empty())?;
        Some(NewChannel { source_record, kind, address, label: None, vendor_id: None, is_primary: true })
    })
}

/// Adds a channel that a person entered to a record.
///
/// # Errors
/// The address is blank or none of its kind, or the record has it already.
pub async fn add(work: &Work<'_>, new: NewChannel) -> Result<channel::Model> {
    let (kind, address) = (new.kind, &new.address);
    rules::check([rules::filled("address", address)])?;
    rules::check([match kind {
        ChannelKind::Email => contact::email("address", address),
        ChannelKind::Telephone => contact::phone("address", address),
        ChannelKind::Facebook | ChannelKind::Twitter | ChannelKind::Other => None,
    }])?;
    if store::find(work.db(), new.source_record, kind, address).await?.is_some() {
        return Err(Violation::new("address", Rule::AlreadyExists, "the customer has this channel")
            .with_value(address)
            .into());
    }
    add_said(work, new).await
}

/// Adds a channel that a vendor speaks of, whose own rules it was held to; one that the record has stays as it is.
///
/// # Errors
/// The store failed.
pub async fn add_said(work: &Work<'_>, new: NewChannel) -> Result<channel::Model> {
    let (record, kind, address) = (new.source_record, new.kind, new.address.clone());
    if let Some(known) = store::find(work.db(), record, kind, &address).await? {
        return Ok(known);
    }
    store::insert(work.db(), work.brand(), vec![new], work.now()).await?;
    let row = store::find(work.db(), record, kind, &address).await?;
    let row = row.ok_or_else(|| Error::internal("a channel just written is not there"))?;
    work.timeline(
        record,
        TimelineDraft::new("channel.added", format!("Channel {address} added")).about("channel", row.id),
    )
    .await;
    work.audit("channel.add", "channel", row.id, json!({ "source_record": record })).await;
    work.change(record, What::ChannelAdded(row.id)).await;
    Ok(row)
}

/// Removes a channel.
///
/// # Errors
/// There is no such channel in the brand.
pub async fn remove(work: &Work<'_>, id: i64) -> Result<channel::Model> {
    let row = store::by_id(work.db(), work.brand(), id).await?.ok_or(Error::NotFound { kind: "channel" })?;
    store::delete(work.db(), row.id).await?;
    source::service::without_address(work, &row).await?;
    let title = format!("Channel {} removed", row.address);
    work.timeline(row.source_record_id, TimelineDraft::new("channel.removed", title)).await;
    work.audit("channel.remove", "channel", row.id, json!({ "source_record": row.source_record_id })).await;
    work.change(row.source_record_id, What::ChannelRemoved { vendor_id: row.vendor_id.clone() }).await;
    Ok(row)
}

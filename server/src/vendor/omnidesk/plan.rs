//! How Omnidesk carries out changes made in the graph.

use entity::channel::{self, ChannelKind};
use entity::{source_record, timeline_entry};
use serde_json::{Map, Value, json};

use super::channels::kind_of;
use super::customers::is_name;
use super::dialect::CHANNELS;
use crate::domain::channel::store as channels;
use crate::domain::connection::store as connections;
use crate::domain::outbox::{Plan, PlannedCall, What, row};
use crate::domain::source::Facts;
use crate::error::{Error, Result};
use crate::store::listing;
use crate::vendor::plan::{Asked, Planning, difference, taken, unheard};

const VENDOR: &str = "Omnidesk";
/// What the vendor keeps of a person, ours and theirs.
const KEPT: [(&str, &str); 2] = [("first_name", "firstname"), ("last_name", "lastname")];
/// Facts that are channels there.
const ADDRESSES: [(&str, ChannelKind); 2] = [("email", ChannelKind::Email), ("phone", ChannelKind::Telephone)];

pub(super) fn plan<'a>(asked: &'a Asked<'a>) -> Planning<'a> {
    Box::pin(async move {
        let customer = row("source_record", asked.record.id);
        match asked.what {
            What::CustomerCreated => created(asked).await,
            What::CustomerUpdated { before } => Ok(updated(asked, before)),
            What::CustomerDeleted => Ok(Plan::of(PlannedCall::of("deleteCustomerItem", json!({ "id": customer })))),
            What::CustomerPurged { vendor_id } => {
                Ok(Plan::of(PlannedCall::of("deleteCustomerItemPurgeData", json!({ "id": vendor_id }))))
            }
            What::ChannelAdded(row) => channel_added(asked, *row).await,
            What::ChannelRemoved { vendor_id: Some(channel) } => {
                let request = json!({ "id": customer, "channel_id": channel });
                Ok(Plan::of(PlannedCall::of("deleteCustomerItemChannel", request)))
            }
            What::ChannelRemoved { vendor_id: None } => Ok(Plan::none(
                "the vendor's id of this channel is not known; the customer was not read since it was added",
            )),
            What::EntryAdded(row) => entry_added(asked, *row).await,
            other => Ok(unheard(VENDOR, other)),
        }
    })
}

/// The company's id of a customer. The vendor needs one; a customer that has none gets one that says where it is from.
fn primary(record: &source_record::Model) -> String {
    record.external_id.clone().unwrap_or_else(|| format!("onefold-{}", record.id))
}

async fn created(asked: &Asked<'_>) -> Result<Plan> {
    let brand = brand_number(asked).await?;
    let primary = primary(asked.record);
    let known = channels::of_records(asked.work.db(), &[asked.record.id]).await?;
    let pairs: Vec<Value> = known
        .iter()
        .map(|channel| json!({ "type": kind_of(asked.connection, channel).1, "value": channel.address }))
        .collect();
    let (mut person, losses) = person(&difference(&said(&Facts::default()), &said(&Facts::of(asked.record))));
    person.insert("primaryID".to_owned(), primary.as_str().into());
    person.insert("brandID".to_owned(), brand.into());
    person.insert(CHANNELS.to_owned(), pairs.into());
    let found = json!({ "primary_id": primary, "brand_id": brand });
    let call = PlannedCall::of("createCustomerCRUD", person.into())
        .making("source_record", asked.record.id, "id")
        .told_by("searchByPrimaryExternalId", found, "/item/id");
    Ok(Plan { calls: vec![call], losses })
}

fn updated(asked: &Asked<'_>, before: &Facts) -> Plan {
    let mut changed = difference(&said(before), &said(&Facts::of(asked.record)));
    let mut pairs = Vec::new();
    for (name, kind) in ADDRESSES {
        if let Some(Value::String(address)) = changed.remove(name) {
            let kind = if kind == ChannelKind::Email { "email" } else { "telephone" };
            pairs.push(json!({ "type": kind, "value": address }));
        }
    }
    let (mut person, losses) = person(&changed);
    if person.is_empty() && pairs.is_empty() {
        return Plan { calls: Vec::new(), losses };
    }
    person.insert("id".to_owned(), row("source_record", asked.record.id));
    person.insert(CHANNELS.to_owned(), pairs.into());
    Plan { calls: vec![PlannedCall::of("putCustomerItem", person.into())], losses }
}

/// The vendor's pattern for names has Western letters only.
fn person(changed: &Map<String, Value>) -> (Map<String, Value>, Vec<String>) {
    let mut changed = changed.clone();
    for (name, _) in ADDRESSES {
        changed.remove(name);
    }
    let (mut person, mut losses) = taken(VENDOR, &changed, &KEPT);
    person.retain(|name, value| {
        let fits = value.as_str().is_none_or(is_name);
        if !fits {
            losses.push(format!("{VENDOR} takes no {name} with such letters"));
        }
        fits
    });
    (person, losses)
}

async fn channel_added(asked: &Asked<'_>, id: i64) -> Result<Plan> {
    let channel = listing::find::<channel::Entity>(asked.work.db(), asked.work.brand(), id).await?;
    let Some(channel) = channel else { return Ok(Plan::none("the channel is gone")) };
    let customer = row("source_record", asked.record.id);
    let field = match channel.kind {
        ChannelKind::Email => "extra_email",
        ChannelKind::Telephone => "extra_telephone",
        ChannelKind::Twitter => "extra_twitter",
        ChannelKind::Facebook => "extra_facebook",
        _ => {
            let pair = json!({ "type": kind_of(asked.connection, &channel).1, "value": channel.address });
            let request = json!({ "id": customer, CHANNELS: [pair] });
            return Ok(Plan::of(PlannedCall::of("putCustomerItem", request)));
        }
    };
    let request = json!({ "customer_id": customer, "brand_id": brand_number(asked).await?, field: channel.address });
    Ok(Plan::of(PlannedCall::of("addChannelOnly", request)))
}

async fn entry_added(asked: &Asked<'_>, id: i64) -> Result<Plan> {
    let entry = listing::find::<timeline_entry::Entity>(asked.work.db(), asked.work.brand(), id).await?;
    let Some(entry) = entry else { return Ok(Plan::none("the entry is gone")) };
    let request = json!({
        "customer_id": row("source_record", asked.record.id),
        "brand_id": brand_number(asked).await?,
        "initiated_by": entry.actor.unwrap_or_else(|| "Onefold".to_owned()),
        "message": entry.body.unwrap_or(entry.title),
        "source_url": entry.source_url,
    });
    let plan = Plan::of(PlannedCall::of("externalEvent", request));
    Ok(if entry.ticket_id.is_some() { plan.losing("Omnidesk keeps no ticket with an external event") } else { plan })
}

async fn brand_number(asked: &Asked<'_>) -> Result<i32> {
    let brand = connections::brand(asked.work.db(), asked.work.brand()).await?;
    brand.map(|brand| brand.number).ok_or_else(|| Error::internal("the viewer's brand is gone"))
}

/// What a record says, by the names of the graph.
fn said(facts: &Facts) -> Map<String, Value> {
    facts.said()
}

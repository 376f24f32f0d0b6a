//! What the real vendor says of its customers, recorded: facts, custom fields, and channels with the vendor's own numbers.

use std::collections::HashMap;

use axum::http::{HeaderMap, Method};
use entity::channel::{self, ChannelKind};
use entity::source_record::{self, RecordState};
use serde_json::{Map, Value};

use super::super::channels::Address;
use super::super::dialect::Omnidesk;
use super::super::session::{Grant, Session};
use super::access;
use super::custom::{self, Custom};
use super::fields::{self, said};
use super::item::GetCustomer;
use super::said::has_digits;
use super::types::Customer;
use crate::domain::channel::store::{self as rows, NewChannel};
use crate::domain::channel::{address_key, service as channels};
use crate::domain::source::service::{self as sources, Said};
use crate::domain::source::{Facts, store};
use crate::error::{Error, Result};
use crate::store::Work;
use crate::vendor::contract::{Call, Dialect, Operation, Refusal};
use crate::vendor::heard::Heard;
use crate::vendor::outbound::{self, Repeat, Unsigned};

/// Where one customer is shown whole, its brand is shown by its number and its custom fields are shown. Lists leave both out.
const WHOLE: &str = "brand_id";

/// Records the customers that stand under `name` in the reply to a call of `operation`. `asked` is the number of the brand that the call
/// names.
pub(super) async fn absorb(
    call: &Call<'_, Omnidesk>,
    operation: &'static str,
    name: &'static str,
    asked: Option<i64>,
) -> Result<(), Refusal> {
    let caller = call.caller()?;
    let mut heard = Heard::of(call, &caller.connection, operation, name);
    let read = heard.read::<Customer>();
    for grant in caller.session.grants() {
        let is_own = |customer: &Customer| {
            let of = grant_of(&caller.session, caller.connection.id, customer, asked);
            of.is_ok_and(|of| of.connection.id == grant.connection.id)
        };
        let own: Vec<&(usize, Customer)> = read.iter().filter(|(_, customer)| is_own(customer)).collect();
        if own.is_empty() {
            continue;
        }
        let work = grant.hear(call).await?;
        let customers: Vec<&Customer> = own.iter().map(|(_, customer)| customer).collect();
        let written = records_said(&work, grant, &customers).await?;
        for (at, customer) in own {
            if let Some(record) = written.get(&customer.id) {
                let done = define(&work, grant, record, customer).await;
                heard.settle(*at, done.map_err(Refusal::from))?;
            }
        }
        work.commit().await?;
    }
    if heard.all_fit() {
        return Ok(());
    }
    let grant = caller.session.of_connection(caller.connection.id)?;
    let work = grant.hear(call).await?;
    heard.finish(&work).await?;
    Ok(work.commit().await?)
}

/// Reads a customer again whom a call changed in a way that says too little here, and records what the vendor says.
pub(super) async fn read_again(call: &Call<'_, Omnidesk>, grant: &Grant, id: &str) -> Result<(), Refusal> {
    let path = format!("/customer/{id}");
    let (base, path) = Omnidesk::upstream(&grant.connection, call.prefix, &path).map_err(Error::from)?;
    let asked = Unsigned {
        operation: GetCustomer::NAME,
        method: Method::GET,
        base,
        path,
        query: Vec::new(),
        headers: HeaderMap::new(),
        body: axum::body::Bytes::new(),
        repeat: Repeat::Reads,
    };
    let answer = outbound::send::<Omnidesk>(call.app, &grant.connection, &asked, None).await.map_err(Error::from)?;
    let opened = Omnidesk::opened(&answer);
    let customer = opened.and_then(|mut body| serde_json::from_value(body.get_mut("item")?.take()).ok());
    let customer: Customer = customer.filter(|_| answer.status.is_success()).ok_or_else(access::unknown)?;
    let work = grant.hear(call).await?;
    record_said(&work, grant, &customer).await?;
    Ok(work.commit().await?)
}

/// Records what the vendor says of one customer.
pub(super) async fn record_said(work: &Work<'_>, grant: &Grant, customer: &Customer) -> Result<source_record::Model> {
    let mut written = records_said(work, grant, &[customer]).await?;
    let record = written.remove(&customer.id).ok_or_else(|| Error::internal("a record just written is not there"))?;
    define(work, grant, &record, customer).await?;
    Ok(record)
}

/// The brand that a customer belongs to: the number or the name that is shown, else the one asked for, else the client's own.
fn grant_of<'a>(session: &'a Session, own: i64, customer: &Customer, asked: Option<i64>) -> Result<&'a Grant> {
    let shown = customer.more.get(WHOLE).and_then(Value::as_i64);
    if let Some(number) = shown.or(asked)
        && let Ok(grant) = session.brand(number)
    {
        return Ok(grant);
    }
    let named = session.grants().iter().find(|grant| grant.brand.name == customer.brand_name);
    named.map_or_else(|| session.of_connection(own), Ok)
}

/// Facts and channels of customers of one brand; the records by the vendor's numbers.
async fn records_said(
    work: &Work<'_>,
    grant: &Grant,
    customers: &[&Customer],
) -> Result<HashMap<i64, source_record::Model>> {
    // The last word on each counts.
    let by_id: HashMap<i64, &Customer> = customers.iter().map(|customer| (customer.id, *customer)).collect();
    let mut known = known(work, grant, &by_id).await?;
    let mut said = Vec::with_capacity(by_id.len());
    for customer in by_id.values() {
        let known = known.remove(&customer.id);
        let facts = facts(work, grant, customer, known.as_ref()).await?;
        let external_id = primary(customer).or_else(|| known.as_ref()?.external_id.clone());
        let vendor_id = customer.id.to_string();
        said.push(Said { vendor_id, external_id, known, facts, state: RecordState::Active });
    }
    let mut written = HashMap::with_capacity(said.len());
    for put in sources::put_many(work, grant.connection.id, said).await? {
        sources::tell(work, &put).await;
        if let Ok(number) = put.record.vendor_id.parse() {
            written.insert(number, put.record);
        }
    }
    let ids: Vec<i64> = written.values().map(|record: &source_record::Model| record.id).collect();
    let mut present: HashMap<i64, Vec<channel::Model>> = HashMap::new();
    for row in rows::of_records(work.db(), &ids).await? {
        present.entry(row.source_record_id).or_default().push(row);
    }
    for (number, record) in &written {
        let Some(customer) = by_id.get(number) else { continue };
        channels_said(work, grant, record, customer, present.remove(&record.id).unwrap_or_default()).await?;
    }
    Ok(written)
}

/// The records of customers: by their numbers; of one whose number was not known yet, by the company's id.
async fn known(
    work: &Work<'_>,
    grant: &Grant,
    customers: &HashMap<i64, &Customer>,
) -> Result<HashMap<i64, source_record::Model>> {
    let numbers: Vec<String> = customers.keys().map(i64::to_string).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let rows = store::by_vendor_ids(work.db(), grant.connection.id, &numbers).await?;
    let mut known: HashMap<i64, source_record::Model> =
        rows.into_iter().filter_map(|row| Some((row.vendor_id.parse().ok()?, row))).collect();
    for (number, customer) in customers {
        if known.contains_key(number) {
            continue;
        }
        // One person of the company has one customer at a brand, so that one with another number was made anew there.
        if let Some(primary) = primary(customer)
            && let Some(record) = access::primary(work, grant, &primary).await?
        {
            known.insert(*number, store::set_vendor_id(work.db(), record, number.to_string()).await?);
        }
    }
    Ok(known)
}

fn primary(customer: &Customer) -> Option<String> {
    said(Some(customer.external_primary_id.clone()))
}

/// All that a record shall say: what the vendor shows, and of the rest what is known.
async fn facts(
    work: &Work<'_>,
    grant: &Grant,
    customer: &Customer,
    known: Option<&source_record::Model>,
) -> Result<Facts> {
    let mut facts = known.map(Facts::of).unwrap_or_default();
    facts.first_name = said(Some(customer.firstname.clone()));
    facts.last_name = said(Some(customer.lastname.clone()));
    let addresses = addresses(grant, customer);
    let used = |kind: ChannelKind, usable: fn(&str) -> bool, now: Option<String>| {
        let mut of_kind = addresses.iter().map(|(_, address)| address).filter(|address| address.kind == kind);
        let key = now.as_deref().map(|now| address_key(kind, now));
        match of_kind.clone().find(|address| Some(address_key(kind, &address.text)) == key) {
            Some(_) => now,
            None => of_kind.find(|address| usable(&address.text)).map(|address| address.text.clone()),
        }
    };
    facts.email = used(ChannelKind::Email, fields::is_email, facts.email.take());
    facts.phone = used(ChannelKind::Telephone, has_digits, facts.phone.take());
    custom_of(work, grant, customer, &facts.extra).await?.onto(&mut facts.extra);
    Ok(facts)
}

/// The custom fields that are shown; where all are, those that are not shown are empty.
async fn custom_of(work: &Work<'_>, grant: &Grant, customer: &Customer, known: &Map<String, Value>) -> Result<Custom> {
    let mut shown: Map<String, Value> = custom::kept(&customer.more).collect();
    if customer.more.contains_key(WHOLE) {
        for (name, _) in custom::kept(known) {
            shown.entry(name).or_insert(Value::Null);
        }
    }
    Custom::pick(work, grant.connection.id, &shown).await
}

/// Gives a record the properties that its custom fields are.
async fn define(work: &Work<'_>, grant: &Grant, record: &source_record::Model, customer: &Customer) -> Result<()> {
    let kept = record.extra.as_object().cloned().unwrap_or_default();
    custom_of(work, grant, customer, &kept).await?.define(work, record).await
}

/// The channels with the vendor's numbers of them. One without an address says nothing.
fn addresses(grant: &Grant, customer: &Customer) -> Vec<(i64, Address)> {
    let filled = customer.channels.iter().filter(|channel| !channel.address.trim().is_empty());
    filled
        .map(|channel| {
            let name = if channel.channel_name.is_empty() {
                channel.channel_id.to_string()
            } else {
                channel.channel_name.clone()
            };
            (channel.id, Address::named(&grant.connection, &name, channel.address.clone()))
        })
        .collect()
}

/// Makes the channels of a record those that the vendor shows.
async fn channels_said(
    work: &Work<'_>,
    grant: &Grant,
    record: &source_record::Model,
    customer: &Customer,
    mut present: Vec<channel::Model>,
) -> Result<()> {
    for (number, Address { kind, label, text }) in addresses(grant, customer) {
        let key = address_key(kind, &text);
        let is_primary =
            [&record.email, &record.phone].into_iter().flatten().any(|used| address_key(kind, used) == key)
                && matches!(kind, ChannelKind::Email | ChannelKind::Telephone);
        let at = present.iter().position(|row| row.kind == kind && row.address_key == key);
        match at.map(|at| present.swap_remove(at)) {
            Some(row) if row.vendor_id == Some(number.to_string()) && row.is_primary == is_primary => {}
            Some(row) => rows::identify(work.db(), row, number.to_string(), is_primary).await?,
            None => {
                let (source_record, vendor_id) = (record.id, Some(number.to_string()));
                let new = NewChannel { source_record, kind, address: text, label, vendor_id, is_primary };
                channels::add_said(work, new).await?;
            }
        }
    }
    for gone in present {
        channels::remove(work, gone.id).await?;
    }
    Ok(())
}

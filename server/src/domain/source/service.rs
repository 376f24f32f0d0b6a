//! Recording what a connection says, and keeping the customer's resolved fields true to it in the same transaction.

use std::collections::{HashMap, HashSet};

use entity::channel::ChannelKind;
use entity::customer::CustomerState;
use entity::source_record::{self, RecordState};
use serde_json::json;

use super::Facts;
use super::store::{self, Place, purge};
use crate::domain::account::secrets;
use crate::domain::outbox::What;
use crate::domain::{channel, connection, customer, identity, score};
use crate::error::{Error, Result};
use crate::store::{TimelineDraft, Work};

/// How far from a number that is taken the next one is looked for.
const FAR: i64 = 1_000_000_000;

/// A record to be made.
#[derive(Clone, Debug)]
pub struct NewRecord {
    /// The connection that says it.
    pub connection: i64,
    /// The customer to link it to; absent: a customer is made for it.
    pub customer: Option<i64>,
    /// The vendor's own id.
    pub vendor_id: String,
    /// The company's id for the person at that vendor.
    pub external_id: Option<String>,
    /// What it says.
    pub facts: Facts,
}

/// Records somebody new at a connection.
///
/// # Errors
/// The vendor id is taken ([`Error::Internal`] with a unique violation), or the store failed.
pub async fn create(work: &Work<'_>, new: NewRecord) -> Result<source_record::Model> {
    let customer = owner(work, &new).await?;
    let record = store::insert(work.db(), place(work, &new, customer), &new.facts, work.now()).await?;
    made(work, &new, record).await
}

/// The customer of a new record, made when there is none.
async fn owner(work: &Work<'_>, new: &NewRecord) -> Result<i64> {
    match new.customer {
        Some(customer) => Ok(customer),
        None => Ok(customer::store::insert(work.db(), work.brand(), &new.facts, work.now()).await?.id),
    }
}

fn place(work: &Work<'_>, new: &NewRecord, customer: i64) -> Place {
    Place {
        brand: work.brand(),
        connection: new.connection,
        customer,
        vendor_id: new.vendor_id.clone(),
        external_id: new.external_id.clone(),
    }
}

/// What follows from a new record.
async fn made(work: &Work<'_>, new: &NewRecord, record: source_record::Model) -> Result<source_record::Model> {
    let customer = record.customer_id;
    work.knows(&record).await;
    channel::service::follow_facts(work, record.id, &new.facts).await?;
    if new.customer.is_some() {
        identity::service::resolve(work, customer).await?;
    }
    let title = format!("{} recorded", record_name(&new.facts));
    work.timeline(record.id, TimelineDraft::new("customer.created", title).about("customer", customer)).await;
    work.audit("source_record.create", "source_record", record.id, json!({ "customer": customer })).await;
    work.change(record.id, What::CustomerCreated).await;
    Ok(record)
}

/// Records somebody under the id that the real vendor gave. One who is known under it already says something new.
///
/// # Errors
/// The store failed.
pub async fn create_given(work: &Work<'_>, new: NewRecord) -> Result<source_record::Model> {
    // Nearly always it is new: that is tried first.
    match create_unless_known(work, &new).await? {
        Some(record) => Ok(record),
        None => update(work, known(work, &new).await?, &new.facts).await,
    }
}

/// Records somebody new, unless the connection knows the id. Another call that heard of the same one at the same moment is waited for.
///
/// # Errors
/// The store failed.
pub async fn create_unless_known(work: &Work<'_>, new: &NewRecord) -> Result<Option<source_record::Model>> {
    let customer = owner(work, new).await?;
    let place = place(work, new, customer);
    if let Some(record) = store::insert_unless_taken(work.db(), place, &new.facts, work.now()).await? {
        return made(work, new, record).await.map(Some);
    }
    if new.customer.is_none() {
        customer::store::remove(work.db(), customer).await?;
    }
    Ok(None)
}

/// The record that has the id of one that was to be made. It gets the company's id if it has none, and is held until the work ends.
///
/// # Errors
/// The store failed.
pub async fn known(work: &Work<'_>, new: &NewRecord) -> Result<source_record::Model> {
    let found = store::hold_by_either_id(work.db(), new.connection, &new.vendor_id, None).await?.pop();
    let record = found.ok_or_else(|| Error::internal("a record that is known is not there"))?;
    identify(work, record, new.external_id.as_deref()).await
}

/// Gives a record the company's id if it has none.
///
/// # Errors
/// The store failed.
pub async fn identify(
    work: &Work<'_>,
    record: source_record::Model,
    external_id: Option<&str>,
) -> Result<source_record::Model> {
    match (&record.external_id, external_id) {
        (None, Some(id)) => store::set_external_id(work.db(), record, id.to_owned()).await,
        _ => Ok(record),
    }
}

/// The record of somebody of whom nothing is known but the vendor's id: what was there before the connection came here, and is named now.
///
/// # Errors
/// The store failed.
pub async fn named(work: &Work<'_>, connection: i64, vendor_id: &str) -> Result<source_record::Model> {
    if let Some(known) = store::by_vendor_id(work.db(), connection, vendor_id).await? {
        return Ok(known);
    }
    let (vendor_id, facts) = (vendor_id.to_owned(), Facts::default());
    let new = NewRecord { connection, customer: None, vendor_id, external_id: None, facts };
    match create_unless_known(work, &new).await? {
        Some(record) => Ok(record),
        None => known(work, &new).await,
    }
}

/// Records somebody new at a vendor that numbers its records, under the number that the real one gave, or one that the connection has not
/// used. One who is known under the given number says something new.
///
/// # Errors
/// The store failed.
pub async fn create_numbered(
    work: &Work<'_>,
    connection: i64,
    given: Option<String>,
    external_id: Option<String>,
    facts: Facts,
) -> Result<source_record::Model> {
    if let Some(vendor_id) = given {
        return create_given(work, NewRecord { connection, customer: None, vendor_id, external_id, facts }).await;
    }
    let vendor_id = secrets::random_hex::<13>()?;
    let record = create(work, NewRecord { connection, customer: None, vendor_id, external_id, facts }).await?;
    // The row's number is the database's and comes once; only a number taken over from the real vendor can be in its way.
    let mut number = record.id;
    while store::by_vendor_id(work.db(), connection, &number.to_string()).await?.is_some() {
        number += FAR;
    }
    store::set_vendor_id(work.db(), record, number.to_string()).await
}

/// Replaces what a record says.
///
/// # Errors
/// The store failed.
pub async fn update(work: &Work<'_>, record: source_record::Model, facts: &Facts) -> Result<source_record::Model> {
    work.knows(&record).await;
    let before = Box::new(Facts::of(&record));
    let record = store::update(work.db(), record, facts, work.now()).await?;
    channel::service::follow_facts(work, record.id, facts).await?;
    identity::service::resolve(work, record.customer_id).await?;
    work.timeline(
        record.id,
        TimelineDraft::new("customer.updated", "Details updated").about("customer", record.customer_id),
    )
    .await;
    work.audit("source_record.update", "source_record", record.id, json!({ "customer": record.customer_id })).await;
    work.change(record.id, What::CustomerUpdated { before }).await;
    Ok(record)
}

/// What a connection says of one person or company among many.
#[derive(Clone, Debug)]
pub struct Said {
    /// The vendor's own id.
    pub vendor_id: String,
    /// The company's id at that vendor.
    pub external_id: Option<String>,
    /// The record as it was; absent: it is new.
    pub known: Option<source_record::Model>,
    /// All that the record shall say.
    pub facts: Facts,
    /// Whether it lives there.
    pub state: RecordState,
}

/// A record that was put with many others.
#[derive(Clone, Debug)]
pub struct Put {
    /// The record as it is now.
    pub record: source_record::Model,
    /// Whether it, and a customer for it, were made.
    pub is_new: bool,
    /// Whether it says something else than before.
    pub is_changed: bool,
}

/// Records what a connection says of many at once, in few statements; of no more than one of them may name. Makes a
/// customer for each new record. No two may have the same vendor id. What came of each, in the order given; the timeline is left to the
/// caller, who knows what it was about.
///
/// # Errors
/// The store failed.
pub async fn put_many(work: &Work<'_>, connection: i64, said: Vec<Said>) -> Result<Vec<Put>> {
    let returned: Vec<i64> = said
        .iter()
        .filter(|said| said.state != RecordState::Deleted)
        .filter_map(|said| said.known.as_ref())
        .filter(|known| known.state == RecordState::Deleted)
        .map(|known| known.customer_id)
        .collect();
    let gone: HashSet<String> =
        said.iter().filter(|said| said.state == RecordState::Deleted).map(|said| said.vendor_id.clone()).collect();
    let unsaid = |said: &Said| said.known.as_ref().is_none_or(|known| is_other(known, said));
    let changed: Vec<&Said> = said.iter().filter(|said| unsaid(said)).collect();
    let written = write_many(work, connection, &changed).await?;
    let mut written: HashMap<String, _> =
        written.into_iter().map(|record| (record.vendor_id.clone(), record)).collect();
    let mut put = Vec::with_capacity(said.len());
    for said in said {
        let is_new = said.known.is_none();
        let (record, is_changed) = match (written.remove(&said.vendor_id), said.known) {
            (Some(record), _) => (record, true),
            (None, Some(known)) => (known, false),
            (None, None) => return Err(Error::internal("a record just written is not there")),
        };
        put.push(Put { record, is_new, is_changed });
    }
    let again: Vec<i64> = put.iter().filter(|put| !put.is_changed).map(|put| put.record.id).collect();
    store::observe(work.db(), &again, work.now()).await?;
    // A customer left the fold with the last of its records, and comes back with it.
    customer::store::bring_back(work.db(), work.brand(), &returned, work.now()).await?;
    identity::service::resolve_many(work, &unsettled(work, &put).await?).await?;
    for put in put.iter().filter(|put| put.is_changed && gone.contains(&put.record.vendor_id)) {
        went(work, put.record.customer_id).await?;
    }
    for put in put.iter().filter(|put| put.is_changed) {
        let action = if put.is_new { "source_record.create" } else { "source_record.update" };
        work.audit(action, "source_record", put.record.id, json!({ "customer": put.record.customer_id })).await;
    }
    Ok(put)
}

/// The customers whose fields may be others now. One made from its only record has that record's; one of whom the same was said again has
/// what it had, unless another record was the newest word until then.
async fn unsettled(work: &Work<'_>, put: &[Put]) -> Result<Vec<i64>> {
    let known = || put.iter().filter(|put| !put.is_new);
    let again: Vec<i64> = known().filter(|put| !put.is_changed).map(|put| put.record.customer_id).collect();
    let mut unsettled = store::with_several(work.db(), work.brand(), &again).await?;
    unsettled.extend(known().filter(|put| put.is_changed).map(|put| put.record.customer_id));
    Ok(unsettled)
}

/// Puts on the timeline what came of a record that was put, if anything.
pub async fn tell(work: &Work<'_>, put: &Put) {
    let record = &put.record;
    let entry = match (put.is_new, put.is_changed, record.state) {
        (_, false, _) => return,
        (_, true, RecordState::Deleted) => TimelineDraft::new("customer.deleted", "Deleted where it came from"),
        (true, true, _) => {
            TimelineDraft::new("customer.created", format!("{} recorded", record_name(&Facts::of(record))))
                .about("customer", record.customer_id)
        }
        (false, true, _) => {
            TimelineDraft::new("customer.updated", "Details updated").about("customer", record.customer_id)
        }
    };
    work.timeline(record.id, entry).await;
}

fn is_other(known: &source_record::Model, said: &Said) -> bool {
    known.state != said.state || known.external_id != said.external_id || Facts::of(known) != said.facts
}

async fn write_many(work: &Work<'_>, connection: i64, said: &[&Said]) -> Result<Vec<source_record::Model>> {
    let new: Vec<Facts> = said.iter().filter(|said| said.known.is_none()).map(|said| said.facts.clone()).collect();
    let mut customers = customer::store::insert_many(work.db(), work.brand(), &new, work.now()).await?.into_iter();
    let mut rows = Vec::with_capacity(said.len());
    for said in said {
        let customer = match &said.known {
            Some(known) => known.customer_id,
            None => customers.next().ok_or_else(|| Error::internal("a record is left without a customer"))?,
        };
        let (vendor_id, external_id) = (said.vendor_id.clone(), said.external_id.clone());
        rows.push((
            Place { brand: work.brand(), connection, customer, vendor_id, external_id },
            &said.facts,
            said.state,
        ));
    }
    let written = store::put_many(work.db(), rows, work.now()).await?;
    let facts: HashMap<&str, &Facts> = said.iter().map(|said| (said.vendor_id.as_str(), &said.facts)).collect();
    let said = written.iter().filter_map(|record| Some((record.id, *facts.get(record.vendor_id.as_str())?)));
    channel::service::follow_facts_of(work, said).await?;
    Ok(written)
}

/// Marks a record as deleted; its customer's fields no longer draw on it.
///
/// # Errors
/// The store failed.
pub async fn delete(work: &Work<'_>, record: &source_record::Model) -> Result<()> {
    store::set_state(work.db(), record.id, RecordState::Deleted, work.now()).await?;
    went(work, record.customer_id).await?;
    work.timeline(record.id, TimelineDraft::new("customer.deleted", "Deleted where it came from")).await;
    work.audit("source_record.delete", "source_record", record.id, json!({ "customer": record.customer_id })).await;
    work.change(record.id, What::CustomerDeleted).await;
    Ok(())
}

/// Removes a record for good, with all that hangs on it. The audit keeps that this was done, to which record and by whom, and no value.
///
/// # Errors
/// The store failed.
pub async fn purge(work: &Work<'_>, record: &source_record::Model) -> Result<()> {
    // What hangs on the record goes with it, and so would a delivery.
    work.last_change(record.id, What::CustomerPurged { vendor_id: record.vendor_id.clone() }).await?;
    purge::forget(work.db(), record).await?;
    // Customers merged away keep the fields they had, and these may be the record's.
    for merged in customer::store::merged_into(work.db(), work.brand(), record.customer_id).await? {
        identity::service::resolve(work, merged).await?;
    }
    went(work, record.customer_id).await?;
    work.audit("source_record.purge", "source_record", record.id, json!({ "customer": record.customer_id })).await;
    Ok(())
}

/// Deletes or purges a record that a person names.
///
/// # Errors
/// There is no such record in the brand, or it is Onefold's own, which goes with its customer.
pub async fn delete_by_hand(work: &Work<'_>, id: i64, is_purge: bool) -> Result<i64> {
    let record = store::find(work.db(), work.brand(), id).await?;
    let record = record.ok_or(Error::NotFound { kind: "source record" })?;
    if record.connection_id == connection::service::first_party(work).await? {
        return Err(Error::Conflict("Onefold's own record goes with its customer".to_owned()));
    }
    if is_purge {
        purge(work, &record).await?
    } else {
        delete(work, &record).await?
    }
    Ok(id)
}

/// A customer whose record went is what the others say; one of whom nobody says anything leaves the fold.
async fn went(work: &Work<'_>, customer: i64) -> Result<()> {
    identity::service::resolve(work, customer).await?;
    score::service::follow(work, &[customer]).await?;
    let records = store::of_customer(work.db(), work.brand(), customer).await?;
    if records.iter().all(|(record, _)| record.state == RecordState::Deleted) {
        customer::store::set_state(work.db(), customer, CustomerState::Deleted, None, work.now()).await?;
    }
    Ok(())
}

/// Takes an address off what a record says; the next one of its kind takes its place.
///
/// # Errors
/// The store failed.
pub async fn without_address(work: &Work<'_>, gone: &entity::channel::Model) -> Result<()> {
    let Some(record) = store::find(work.db(), work.brand(), gone.source_record_id).await? else { return Ok(()) };
    let key = match gone.kind {
        ChannelKind::Email => &record.email_key,
        ChannelKind::Telephone => &record.phone_key,
        _ => return Ok(()),
    };
    if key.as_deref() != Some(gone.address_key.as_str()) {
        return Ok(());
    }
    let next = channel::store::promote(work.db(), record.id, gone.kind).await?;
    let mut facts = Facts::of(&record);
    match gone.kind {
        ChannelKind::Email => facts.email = next,
        _ => facts.phone = next,
    }
    let record = store::update(work.db(), record, &facts, work.now()).await?;
    identity::service::resolve(work, record.customer_id).await?;
    Ok(())
}

/// The record that a change to `customer` without a named connection belongs to: the first-party one, made when missing.
///
/// # Errors
/// There is no such customer in the brand.
pub async fn first_party(work: &Work<'_>, customer: i64) -> Result<source_record::Model> {
    let customer = customer::store::living(work.db(), work.brand(), customer)
        .await?
        .ok_or(Error::NotFound { kind: "customer" })?;
    let connection = connection::service::first_party(work).await?;
    let records = store::of_customer(work.db(), work.brand(), customer.id).await?;
    if let Some((record, _)) = records.into_iter().find(|(record, _)| record.connection_id == connection) {
        return Ok(record);
    }
    let facts = Facts { kind: customer.kind, ..Facts::default() };
    let vendor_id = secrets::random_hex::<13>()?;
    let place = Place { brand: work.brand(), connection, customer: customer.id, vendor_id, external_id: None };
    store::insert(work.db(), place, &facts, work.now()).await
}

/// The record a change names: `record` when given (it must belong to `customer`'s brand), else the customer's first-party one.
///
/// # Errors
/// There is no such customer or record in the brand.
pub async fn named_or_first_party(work: &Work<'_>, customer: i64, record: Option<i64>) -> Result<source_record::Model> {
    match record {
        None => first_party(work, customer).await,
        Some(record) => {
            // The id of a customer that was merged away names the survivor, to whom its records went.
            let customer = customer::store::living(work.db(), work.brand(), customer).await?;
            let customer = customer.ok_or(Error::NotFound { kind: "customer" })?;
            let record = store::find(work.db(), work.brand(), record).await?;
            record.filter(|record| record.customer_id == customer.id).ok_or(Error::NotFound { kind: "source record" })
        }
    }
}

fn record_name(facts: &Facts) -> String {
    let name = facts.name();
    if name.is_empty() { "Customer".to_owned() } else { name }
}

//! What the real vendor says of its customers, recorded: facts and consents.

use std::collections::{BTreeSet, HashMap};

use chrono_tz::Tz;
use entity::connection;
use entity::lookup::LookupKind;
use entity::source_record::{self, RecordState};

use super::super::dialect::CareCloud;
use super::super::heard::state;
use super::super::{access, time};
use super::mapping;
use super::types::Customer;
use crate::domain::account::Permission;
use crate::domain::consent::{self, service as consents, store as consent_rows};
use crate::domain::source::service::{self as sources, Said};
use crate::domain::source::{Facts, store};
use crate::error::{Error, Result, Violation};
use crate::store::Work;
use crate::vendor::contract::{Call, Refusal};
use crate::vendor::heard::Heard;

/// Records the customers that stand under `name` in the reply to a call of `operation`; without a name the reply is one.
pub(super) async fn absorb(
    call: &Call<'_, CareCloud>,
    operation: &'static str,
    name: &'static str,
) -> Result<(), Refusal> {
    let connection = &call.caller()?.connection;
    let mut heard = Heard::of(call, connection, operation, name);
    let work = call.begin(Permission::CustomerRead).await?;
    let mut understood = Vec::with_capacity(heard.len());
    for (at, customer) in heard.read::<Customer>() {
        let done = Understood::of(customer).map_err(Refusal::from);
        understood.extend(heard.settle(at, done)?.map(|customer| (at, customer)));
    }
    let customers: Vec<&Understood> = understood.iter().map(|(_, customer)| customer).collect();
    let written = records_said(&work, connection, &customers).await?;
    for (at, customer) in &understood {
        let Some(record) = written.get(&customer.vendor_id) else { continue };
        let done = consents_said(&work, connection, record, customer).await;
        heard.settle(*at, done.map_err(Refusal::from))?;
    }
    heard.finish(&work).await?;
    Ok(work.commit().await?)
}

/// Records what the vendor says of one customer.
///
/// # Errors
/// It has no id, a date of it is none, or the store failed.
#[expect(dead_code, reason = "a record that is older than asked will be read again by this")]
pub(in super::super) async fn record_said(
    work: &Work<'_>,
    connection: &connection::Model,
    customer: Customer,
) -> Result<source_record::Model> {
    let customer = Understood::of(customer)?;
    let mut written = records_said(work, connection, &[&customer]).await?;
    let record = written.remove(&customer.vendor_id);
    let record = record.ok_or_else(|| Error::internal("a record just written is not there"))?;
    consents_said(work, connection, &record, &customer).await?;
    Ok(record)
}

/// A customer in the domain's words.
struct Understood {
    vendor_id: String,
    facts: Facts,
    said: Customer,
}

impl Understood {
    fn of(said: Customer) -> Result<Self> {
        let vendor_id = said.customer_id.clone().filter(|id| !id.is_empty());
        let vendor_id = vendor_id.ok_or_else(|| Violation::required("customer_id"))?;
        Ok(Self { vendor_id, facts: mapping::facts(&said)?, said })
    }
}

/// Facts of customers; the records by the vendor's ids.
async fn records_said(
    work: &Work<'_>,
    connection: &connection::Model,
    customers: &[&Understood],
) -> Result<HashMap<String, source_record::Model>> {
    entries_said(work, connection, customers).await?;
    // The last word on each counts.
    let by_id: HashMap<&str, &Understood> =
        customers.iter().map(|customer| (customer.vendor_id.as_str(), *customer)).collect();
    let ids: Vec<&str> = by_id.keys().copied().collect();
    let known = store::by_vendor_ids(work.db(), connection.id, &ids).await?;
    let mut known: HashMap<String, source_record::Model> =
        known.into_iter().map(|row| (row.vendor_id.clone(), row)).collect();
    let said = by_id.values().map(|customer| {
        let known = known.remove(&customer.vendor_id);
        Said {
            vendor_id: customer.vendor_id.clone(),
            // The company's own id is said with the customer's sources.
            external_id: known.as_ref().and_then(|known| known.external_id.clone()),
            known,
            facts: customer.facts.clone(),
            state: customer.said.state.map_or(RecordState::Active, state),
        }
    });
    let mut written = HashMap::with_capacity(by_id.len());
    for put in sources::put_many(work, connection.id, said.collect()).await? {
        sources::tell(work, &put).await;
        written.insert(put.record.vendor_id.clone(), put.record);
    }
    Ok(written)
}

/// Languages and stores that customers name exist there.
async fn entries_said(work: &Work<'_>, connection: &connection::Model, customers: &[&Understood]) -> Result<()> {
    let languages = |customer: &&Understood| customer.said.personal_information.language_id.clone();
    let stores = |customer: &&Understood| customer.said.personal_information.store_id.clone();
    let named: [(LookupKind, BTreeSet<String>); 2] = [
        (LookupKind::Language, customers.iter().filter_map(languages).collect()),
        (LookupKind::Store, customers.iter().filter_map(stores).collect()),
    ];
    let named = named.iter().flat_map(|(kind, ids)| ids.iter().map(|id| (*kind, id.as_str())));
    let named: Vec<(LookupKind, &str)> = named.filter(|(_, id)| !id.is_empty()).collect();
    access::all_made(work, connection.id, &named).await?;
    Ok(())
}

/// Consents of a customer, each as of when the vendor says it was changed.
async fn consents_said(
    work: &Work<'_>,
    connection: &connection::Model,
    record: &source_record::Model,
    customer: &Understood,
) -> Result<()> {
    let person = &customer.said.personal_information;
    let known = consent_rows::of_records(work.db(), &[record.id]).await?;
    let zone = time::zone(&connection.time_zone);
    for (purpose, decision) in mapping::decisions(person) {
        let row = known.iter().find(|row| row.purpose == purpose);
        if row.is_some_and(|row| row.decision == decision) {
            continue;
        }
        let since = row.map(|row| row.changed_at);
        let changed_at = changed(customer, &purpose, zone).filter(|at| since.is_none_or(|since| since <= *at));
        let changed_at = changed_at.filter(|at| *at <= work.now());
        let vendor_id = None;
        consents::set(work, consent::Answer { source_record: record.id, purpose, decision, vendor_id, changed_at })
            .await?;
    }
    Ok(())
}

fn changed(customer: &Understood, purpose: &str, zone: Tz) -> Option<entity::Timestamp> {
    let consents = customer.said.personal_information.consents.as_deref().unwrap_or_default();
    let consent = consents.iter().find(|consent| mapping::purpose(&consent.consent_id) == purpose)?;
    time::read(consent.last_change.as_deref()?, zone)
}

//! Between interest records and the domain's interests.

use chrono_tz::Tz;
use entity::{interest, interest_record};

use super::super::dialect::{CareCloud, no_such};
use super::super::heard::{self, On, Said};
use super::super::renamed::renamed;
use super::super::{ids, time};
use super::types::{InterestRecord, Sent};
use crate::domain::interest::{service, store};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;
use crate::vendor::contract::{Call, Refusal};

const PARENT: &str = "interest_record";
const NAMES: [(&str, &str); 1] = [("definitionId", "interest_id")];

/// A record's interest by the id in the path.
pub(super) async fn find(
    call: &Call<'_, CareCloud>,
    source_record: i64,
    id: &str,
) -> Result<interest_record::Model, Refusal> {
    let rows = store::of_record(call.app.store().reader(), source_record).await?;
    let found = rows.into_iter().find(|row| ids::shown(row.vendor_id.as_deref(), row.id) == id);
    found.ok_or_else(|| no_such("interest_record", id))
}

/// An interest as the vendor shows it.
pub(super) fn item(
    row: &interest_record::Model,
    interest: &interest::Model,
    customer_id: &str,
    zone: Tz,
) -> InterestRecord {
    InterestRecord {
        interest_record_id: Some(ids::shown(row.vendor_id.as_deref(), row.id)),
        interest_id: interest.vendor_id.clone(),
        customer_id: Some(customer_id.to_owned()),
        last_change: Some(time::write(row.updated_at, zone)),
    }
}

/// The interest that was sent, by its row id.
pub(super) async fn named(work: &Work<'_>, connection: i64, sent: &Sent) -> Result<i64> {
    let record = &sent.interest_record;
    let mut broken = Vec::new();
    if let Some(customer) = record.customer_id.as_ref().filter(|customer| **customer != sent.customer_id) {
        let message = "customer_id must be the customer of the path";
        broken.push(Violation::new("customer_id", Rule::NotAllowed, message).with_value(customer).under(PARENT));
    }
    let interest = store::by_vendor_id(work.db(), connection, &record.interest_id).await?;
    if interest.is_none() {
        let unknown = Violation::new("interest_id", Rule::NotFound, "interest_id does not exist");
        broken.push(unknown.with_value(&record.interest_id).under(PARENT));
    }
    match interest {
        Some(interest) if broken.is_empty() => Ok(interest.id),
        _ => Err(Error::Invalid(broken)),
    }
}

/// Gives a record an interest.
pub(super) async fn add(
    work: &Work<'_>,
    source_record: i64,
    interest: i64,
    vendor_id: String,
) -> Result<interest_record::Model> {
    let added = service::add(work, source_record, interest, Some(vendor_id)).await;
    added.map_err(|error| renamed(error, &NAMES, PARENT))
}

/// Makes a record's interest another one.
pub(super) async fn change(work: &Work<'_>, row: i64, interest: i64) -> Result<interest_record::Model> {
    service::change(work, row, interest).await.map_err(|error| renamed(error, &NAMES, PARENT))
}

impl Said for InterestRecord {
    const LIST: &'static str = "interest_records";

    async fn said(self, on: &On<'_>) -> Result<i64, Refusal> {
        let interest = service::ensure(on.work, on.record.connection_id, &self.interest_id).await?;
        let vendor_id = heard::filled(self.interest_record_id);
        Ok(service::hear(on.work, on.record.id, interest.id, vendor_id).await?.id)
    }

    async fn others(on: &On<'_>, but: &[i64]) -> Result<()> {
        for row in store::of_record(on.work.db(), on.record.id).await? {
            if !but.contains(&row.id) {
                service::remove(on.work, row.id).await?;
            }
        }
        Ok(())
    }
}

//! Between property records and the domain's values.

use std::collections::HashMap;

use chrono_tz::Tz;
use entity::connection;
use entity::property_definition::{self, PropertyType};
use entity::property_value;
use serde_json::{Value as Json, json};

use super::super::dialect::{CareCloud, no_such};
use super::super::heard::{self, On, Said};
use super::super::renamed::renamed;
use super::super::{ids, time};
use super::types::PropertyRecord;
use crate::domain::account::secrets;
use crate::domain::property::definition::{service as definitions_service, store as definitions};
use crate::domain::property::service::{self, NewValue};
use crate::domain::property::store;
use crate::domain::quarantine::{self, service as quarantines};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;
use crate::vendor::contract::{Call, Refusal};

const NAMES: [(&str, &str); 3] =
    [("definitionId", "property_id"), ("value", "property_value"), ("id", "property_record_id")];

/// A record's value and the property it is of, by the id in the path: the record's, or the property's alone.
pub(super) async fn find(
    call: &Call<'_, CareCloud>,
    source_record: i64,
    id: &str,
) -> Result<(property_value::Model, property_definition::Model), Refusal> {
    let rows = store::of_record(call.app.store().reader(), source_record).await?;
    let mut properties = properties(call, &rows).await?;
    for row in rows {
        let Some(property) = properties.remove(&row.definition_id) else { continue };
        // The vendor's ids of values begin with the property's; the rest may not have been told yet.
        let is_of_property = || call.takes_names() && id.split(':').next() == Some(property.vendor_id.as_str());
        if id == property.vendor_id || id == shown_id(&row, &property) || is_of_property() {
            return Ok((row, property));
        }
    }
    Err(no_such("property_record", id))
}

/// The properties that values are of, by their row ids.
pub(super) async fn properties(
    call: &Call<'_, CareCloud>,
    rows: &[property_value::Model],
) -> Result<HashMap<i64, property_definition::Model>, Refusal> {
    let ids: Vec<i64> = rows.iter().map(|row| row.definition_id).collect();
    Ok(definitions::by_ids(call.app.store().reader(), call.caller()?.viewer.brand(), &ids).await?)
}

fn shown_id(row: &property_value::Model, property: &property_definition::Model) -> String {
    let made = || format!("{}:{}", property.vendor_id, ids::shown(None, row.id));
    row.vendor_id.clone().unwrap_or_else(made)
}

/// A value as the vendor shows it.
pub(super) fn item(
    row: &property_value::Model,
    property: &property_definition::Model,
    connection: &connection::Model,
) -> PropertyRecord {
    let zone = time::zone(&connection.time_zone);
    let instant = || row.value.as_str().and_then(|text| text.parse().ok());
    let value = match property.data_type {
        // The graph takes an instant, and the vendor has local times only.
        PropertyType::Timestamp => instant().map(|instant| Json::from(time::write(instant, zone))),
        _ => None,
    };
    PropertyRecord {
        property_record_id: Some(shown_id(row, property)),
        property_id: property.vendor_id.clone(),
        property_name: Some(property.name.clone()),
        property_value: value.unwrap_or_else(|| row.value.clone()),
        last_change: Some(time::write(row.updated_at, zone)),
    }
}

/// Gives a record a value that it does not have.
pub(super) async fn add(
    call: &Call<'_, CareCloud>,
    work: &Work<'_>,
    source_record: i64,
    (sent, given): (&PropertyRecord, Option<String>),
) -> Result<property_value::Model> {
    let parent = "property_record";
    let mut new = value(call, work, source_record, sent, parent).await?;
    new.vendor_id = given.or(new.vendor_id);
    service::add(work, new).await.map_err(|error| renamed(error, &NAMES, parent))
}

/// Gives a record another value in place of `present`.
pub(super) async fn replace(
    work: &Work<'_>,
    connection: &connection::Model,
    (present, property): (&property_value::Model, &property_definition::Model),
    sent: &PropertyRecord,
) -> Result<property_value::Model> {
    let parent = "property_record";
    if sent.property_id != property.vendor_id {
        let message = "a property record stays with its property";
        let broken = Violation::new("property_id", Rule::NotAllowed, message).with_value(&sent.property_id);
        return Err(broken.under(parent).into());
    }
    let new = NewValue {
        source_record: present.source_record_id,
        definition: property.id,
        vendor_id: None,
        value: local(property, &sent.property_value, connection),
    };
    service::set(work, new).await.map_err(|error| renamed(error, &NAMES, parent))
}

/// Takes a value away.
pub(super) async fn remove(work: &Work<'_>, row: i64) -> Result<()> {
    service::remove(work, row).await.map(|_| ()).map_err(|error| renamed(error, &NAMES, ""))
}

/// Gives a record all these values, in place of those it has; every breach is found.
pub(in super::super) async fn set_all(
    call: &Call<'_, CareCloud>,
    work: &Work<'_>,
    source_record: i64,
    sent: &[PropertyRecord],
) -> Result<()> {
    let connection = &call.caller()?.connection;
    let mut broken = Vec::new();
    let mut aside = Vec::new();
    for (at, sent) in sent.iter().enumerate() {
        let parent = format!("property_records[{at}]");
        let done = match value(call, work, source_record, sent, &parent).await {
            Ok(new) => service::set(work, new).await.map_err(|error| renamed(error, &NAMES, &parent)),
            Err(error) => Err(error),
        };
        match done {
            Ok(_) => {}
            // The vendor took it; that it has no place here must not lose the customer.
            Err(error @ Error::Invalid(_)) if !call.checks_rules() => aside.push(quarantine::Entry {
                connection: connection.id,
                source_record: Some(source_record),
                operation: "property_records",
                path: parent,
                value: serde_json::to_value(sent).map_err(Error::internal)?,
                reason: error.to_string(),
            }),
            Err(Error::Invalid(more)) => broken.extend(more),
            Err(other) => return Err(other),
        }
    }
    quarantines::keep(work, aside).await?;
    if broken.is_empty() { Ok(()) } else { Err(Error::Invalid(broken)) }
}

async fn value(
    call: &Call<'_, CareCloud>,
    work: &Work<'_>,
    source_record: i64,
    sent: &PropertyRecord,
    parent: &str,
) -> Result<NewValue> {
    let connection = &call.caller()?.connection;
    let property = if call.takes_names() {
        let (id, value) = (&sent.property_id, &sent.property_value);
        Some(definitions_service::ensure(work, connection.id, id, None, value).await?)
    } else {
        definitions::by_vendor_id(work.db(), connection.id, &sent.property_id).await?
    };
    let property = property.ok_or_else(|| {
        let unknown = Violation::new("property_id", Rule::NotFound, "property_id does not exist");
        unknown.with_value(&sent.property_id).under(parent)
    })?;
    let present = store::find(work.db(), source_record, property.id).await?;
    let present = present.and_then(|present| present.vendor_id);
    let vendor_id = match present {
        Some(present) => Some(present),
        // The vendor gave it one, and tells with the list of them.
        None if call.takes_names() => None,
        None => Some(format!("{}:{}", property.vendor_id, secrets::random_hex::<13>()?)),
    };
    Ok(NewValue {
        source_record,
        definition: property.id,
        vendor_id,
        value: local(&property, &sent.property_value, connection),
    })
}

/// A value as the domain takes it: the vendor's times may have a `T` and a fraction.
fn local(property: &property_definition::Model, sent: &Json, connection: &connection::Model) -> Json {
    local_in(property, sent, time::zone(&connection.time_zone))
}

fn local_in(property: &property_definition::Model, sent: &Json, zone: Tz) -> Json {
    let instant = || sent.as_str().and_then(|text| time::read(text, zone));
    match property.data_type {
        PropertyType::Timestamp => instant().map_or_else(|| sent.clone(), |instant| json!(time::write(instant, zone))),
        _ => sent.clone(),
    }
}

impl Said for PropertyRecord {
    const LIST: &'static str = "property_records";

    async fn said(self, on: &On<'_>) -> Result<i64, Refusal> {
        let (connection, name) = (on.record.connection_id, self.property_name.as_deref());
        let value = &self.property_value;
        let property = definitions_service::ensure(on.work, connection, &self.property_id, name, value).await?;
        let new = NewValue {
            source_record: on.record.id,
            definition: property.id,
            vendor_id: heard::filled(self.property_record_id.clone()),
            value: local_in(&property, value, on.zone()),
        };
        Ok(service::set(on.work, new).await?.id)
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

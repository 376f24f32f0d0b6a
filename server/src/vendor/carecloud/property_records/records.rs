//! Between property records and the domain's values.

use std::collections::HashMap;

use entity::connection;
use entity::property_definition::{self, PropertyType};
use entity::property_value;
use serde_json::{Value as Json, json};

use super::super::dialect::no_such;
use super::super::renamed::renamed;
use super::super::{ids, time};
use super::types::PropertyRecord;
use crate::domain::account::secrets;
use crate::domain::property::definition::store as definitions;
use crate::domain::property::service::{self, NewValue};
use crate::domain::property::store;
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;
use crate::vendor::contract::{Call, Refusal};

const NAMES: [(&str, &str); 3] =
    [("definitionId", "property_id"), ("value", "property_value"), ("id", "property_record_id")];

/// A record's value and the property it is of, by the id in the path: the record's, or the property's alone.
pub(super) async fn find(
    call: &Call<'_, super::CareCloud>,
    source_record: i64,
    id: &str,
) -> Result<(property_value::Model, property_definition::Model), Refusal> {
    let rows = store::of_record(call.app.store().reader(), source_record).await?;
    let mut properties = properties(call, &rows).await?;
    for row in rows {
        let Some(property) = properties.remove(&row.definition_id) else { continue };
        if id == property.vendor_id || id == shown_id(&row, &property) {
            return Ok((row, property));
        }
    }
    Err(no_such("property_record", id))
}

/// The properties that values are of, by their row ids.
pub(super) async fn properties(
    call: &Call<'_, super::CareCloud>,
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
    work: &Work<'_>,
    connection: &connection::Model,
    source_record: i64,
    (sent, given): (&PropertyRecord, Option<String>),
) -> Result<property_value::Model> {
    let parent = "property_record";
    let mut new = value(work, connection, source_record, sent, parent).await?;
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
    work: &Work<'_>,
    connection: &connection::Model,
    source_record: i64,
    sent: &[PropertyRecord],
) -> Result<()> {
    let mut broken = Vec::new();
    for (at, sent) in sent.iter().enumerate() {
        let parent = format!("property_records[{at}]");
        let done = match value(work, connection, source_record, sent, &parent).await {
            Ok(new) => service::set(work, new).await.map_err(|error| renamed(error, &NAMES, &parent)),
            Err(error) => Err(error),
        };
        match done {
            Ok(_) => {}
            Err(Error::Invalid(more)) => broken.extend(more),
            Err(other) => return Err(other),
        }
    }
    if broken.is_empty() { Ok(()) } else { Err(Error::Invalid(broken)) }
}

async fn value(
    work: &Work<'_>,
    connection: &connection::Model,
    source_record: i64,
    sent: &PropertyRecord,
    parent: &str,
) -> Result<NewValue> {
    let property = definitions::by_vendor_id(work.db(), connection.id, &sent.property_id).await?;
    let property = property.ok_or_else(|| {
        let unknown = Violation::new("property_id", Rule::NotFound, "property_id does not exist");
        unknown.with_value(&sent.property_id).under(parent)
    })?;
    let vendor_id = format!("{}:{}", property.vendor_id, secrets::random_hex::<13>()?);
    let present = store::find(work.db(), source_record, property.id).await?;
    Ok(NewValue {
        source_record,
        definition: property.id,
        vendor_id: Some(present.and_then(|present| present.vendor_id).unwrap_or(vendor_id)),
        value: local(&property, &sent.property_value, connection),
    })
}

/// A value as the domain takes it: the vendor's times may have a `T` and a fraction.
fn local(property: &property_definition::Model, sent: &Json, connection: &connection::Model) -> Json {
    let zone = time::zone(&connection.time_zone);
    let instant = || sent.as_str().and_then(|text| time::read(text, zone));
    match property.data_type {
        PropertyType::Timestamp => instant().map_or_else(|| sent.clone(), |instant| json!(time::write(instant, zone))),
        _ => sent.clone(),
    }
}

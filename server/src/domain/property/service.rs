//! Giving customers values of the company's own fields.

use entity::source_record::RecordState;
use entity::{property_definition, property_value};
use serde_json::{Value as Json, json};

use super::store::{self, Row};
use super::{CheckedValue, check, definition};
use crate::domain::outbox::What;
use crate::domain::source;
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{TimelineDraft, Work};

/// A value to be given.
#[derive(Clone, Debug)]
pub struct NewValue {
    /// The record it hangs on.
    pub source_record: i64,
    /// The property.
    pub definition: i64,
    /// The vendor's own id of the value.
    pub vendor_id: Option<String>,
    /// The value, in the form of its data type: see [`check`].
    pub value: Json,
}

/// Gives a record a value, in place of the one it has. The same value again changes nothing.
///
/// # Errors
/// There is no such property or record in the brand, the property is out of use, the value is none of its type, or the property is
/// unique and the value taken.
pub async fn set(work: &Work<'_>, new: NewValue) -> Result<property_value::Model> {
    let (definition, value) = fitting(work, &new).await?;
    let present = store::find(work.db(), new.source_record, definition.id).await?;
    let (replaces, before) = (present.is_some(), present.clone());
    let row = write(work, new, definition, value, present).await?;
    if before.as_ref() != Some(&row) {
        work.change(row.source_record_id, What::PropertySet { row: row.id, replaces }).await;
    }
    Ok(row)
}

/// Gives a record a value it does not have yet.
///
/// # Errors
/// As [`set`]; and the record has a value of this property.
pub async fn add(work: &Work<'_>, new: NewValue) -> Result<property_value::Model> {
    let (definition, value) = fitting(work, &new).await?;
    if store::find(work.db(), new.source_record, definition.id).await?.is_some() {
        let message = "the customer has a value of this property";
        return Err(Violation::new("definitionId", Rule::AlreadyExists, message).into());
    }
    let row = write(work, new, definition, value, None).await?;
    work.change(row.source_record_id, What::PropertySet { row: row.id, replaces: false }).await;
    Ok(row)
}

/// Takes a value away.
///
/// # Errors
/// There is no such value in the brand, or a customer must have one.
pub async fn remove(work: &Work<'_>, id: i64) -> Result<property_value::Model> {
    let row = store::by_id(work.db(), work.brand(), id).await?.ok_or(Error::NotFound { kind: "property" })?;
    let definition = definition::store::by_id(work.db(), work.brand(), row.definition_id).await?;
    let definition = definition.ok_or(Error::NotFound { kind: "property definition" })?;
    if definition.is_required {
        let message = format!("a customer must have a value of {}", definition.name);
        return Err(Violation::new("id", Rule::Required, message).into());
    }
    store::delete(work.db(), row.id).await?;
    let entry = TimelineDraft::new("property.removed", format!("{} removed", definition.name));
    work.timeline(row.source_record_id, entry).await;
    audit(work, "property.remove", &row).await;
    work.change(row.source_record_id, What::PropertyRemoved { vendor_id: row.vendor_id.clone() }).await;
    Ok(row)
}

/// The property, in use, and the value, checked.
async fn fitting(work: &Work<'_>, new: &NewValue) -> Result<(property_definition::Model, CheckedValue)> {
    let unknown = || Violation::new("definitionId", Rule::NotFound, "there is no such property");
    let definition = definition::store::by_id(work.db(), work.brand(), new.definition).await?.ok_or_else(unknown)?;
    match definition.state {
        RecordState::Active => {}
        RecordState::Inactive => {
            let message = format!("the property {} is out of use", definition.name);
            return Err(Violation::new("definitionId", Rule::NotAllowed, message).into());
        }
        RecordState::Deleted => return Err(unknown().into()),
    }
    let value = check(&definition, &new.value)?;
    if definition.is_unique
        && let Some(key) = &value.key
    {
        // Two writers who looked at the same moment would both find the value free.
        definition::store::lock(work.db(), definition.id).await?;
        let record = source::store::find(work.db(), work.brand(), new.source_record).await?;
        let record = record.ok_or(Error::NotFound { kind: "source record" })?;
        if store::is_taken(work.db(), &record, definition.id, key).await? {
            let message = format!("another customer has this value of {}", definition.name);
            return Err(Violation::new("value", Rule::AlreadyExists, message).with_value(&new.value).into());
        }
    }
    Ok((definition, value))
}

async fn write(
    work: &Work<'_>,
    new: NewValue,
    definition: property_definition::Model,
    value: CheckedValue,
    present: Option<property_value::Model>,
) -> Result<property_value::Model> {
    let is_same = present.as_ref().is_some_and(|row| row.value == value.value);
    let row = match present {
        Some(row) if row.value == value.value && (new.vendor_id.is_none() || row.vendor_id == new.vendor_id) => {
            return Ok(row);
        }
        Some(row) => store::update(work.db(), row, value, new.vendor_id, work.now()).await?,
        None => {
            let NewValue { source_record, vendor_id, .. } = new;
            let row = Row { source_record, definition: definition.id, vendor_id, value };
            store::insert(work.db(), row, work.now()).await?.ok_or_else(|| {
                Error::Conflict("the customer was given a value of this property at the same moment".to_owned())
            })?
        }
    };
    if is_same {
        // Only the vendor's id of it was learnt.
        return Ok(row);
    }
    let entry = TimelineDraft::new("property.set", format!("{} set", definition.name))
        .about("property_value", row.id)
        .with_data(json!({ "value": row.value }));
    work.timeline(row.source_record_id, entry).await;
    audit(work, "property.set", &row).await;
    Ok(row)
}

async fn audit(work: &Work<'_>, action: &str, row: &property_value::Model) {
    let data = json!({ "source_record": row.source_record_id, "definition": row.definition_id });
    work.audit(action, "property_value", row.id, data).await;
}

//! Defining properties.

use entity::property_definition::{self, PropertyType};
use entity::source_record::RecordState;
use serde_json::{Value as Json, json};

use super::DefinitionFields;
use super::store::{self, NewDefinition};
use crate::domain::account::secrets;
use crate::domain::{property, rules};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;

/// Makes a property.
///
/// # Errors
/// It breaks a rule.
pub async fn create(work: &Work<'_>, mut new: NewDefinition) -> Result<property_definition::Model> {
    rules::check(new.fields.violations(new.data_type).into_iter().map(Some))?;
    let vendor_id = new.vendor_id.take().map_or_else(secrets::random_hex::<13>, Ok)?;
    let row = store::insert(work.db(), work.brand(), vendor_id, new, work.now()).await?;
    audit(work, "property_definition.create", &row).await;
    Ok(row)
}

/// The property that a connection knows under its own id; of one of which nothing else is known `value` tells what it takes.
///
/// # Errors
/// The store failed.
pub async fn ensure(
    work: &Work<'_>,
    connection: i64,
    vendor_id: &str,
    name: Option<&str>,
    value: &Json,
) -> Result<property_definition::Model> {
    if let Some(known) = store::by_vendor_id(work.db(), connection, vendor_id).await? {
        return Ok(known);
    }
    let data_type = match value {
        Json::Bool(_) => PropertyType::Boolean,
        Json::Number(number) if number.is_i64() => PropertyType::Integer,
        Json::Number(_) => PropertyType::Float,
        Json::String(_) => PropertyType::String,
        _ => PropertyType::Custom,
    };
    let fields = DefinitionFields {
        name: name.filter(|name| !name.trim().is_empty()).unwrap_or(vendor_id).to_owned(),
        description: None,
        items: json!([]),
        is_required: false,
        is_unique: false,
        state: RecordState::Active,
    };
    let vendor_id = Some(vendor_id.to_owned());
    create(work, NewDefinition { connection, vendor_id, data_type, fields }).await
}

/// Records what its vendor says of a property. That values fit, and are unique, is the vendor's to see to.
///
/// # Errors
/// What it says breaks a rule, or the store failed.
pub async fn hear(
    work: &Work<'_>,
    connection: i64,
    vendor_id: String,
    data_type: PropertyType,
    fields: DefinitionFields,
) -> Result<()> {
    let Some(known) = store::by_vendor_id(work.db(), connection, &vendor_id).await? else {
        let new = NewDefinition { connection, vendor_id: Some(vendor_id), data_type, fields };
        create(work, new).await?;
        return Ok(());
    };
    if known.data_type == data_type && store::fields(&known) == fields {
        return Ok(());
    }
    rules::check(fields.violations(data_type).into_iter().map(Some))?;
    // One that was known by a value alone has its type by guess.
    let row = store::redefine(work.db(), known, data_type, fields, work.now()).await?;
    audit(work, "property_definition.update", &row).await;
    Ok(())
}

/// Changes a property. Values that were given before stay as they are.
///
/// # Errors
/// There is no such property in the brand, it would break a rule, or it shall be unique and customers share a value.
pub async fn update(
    work: &Work<'_>,
    id: i64,
    change: impl FnOnce(&mut DefinitionFields),
) -> Result<property_definition::Model> {
    let row = store::by_id(work.db(), work.brand(), id).await?;
    let row = row.ok_or(Error::NotFound { kind: "property definition" })?;
    let mut fields = store::fields(&row);
    change(&mut fields);
    let mut broken = fields.violations(row.data_type);
    if fields.is_unique && !row.is_unique {
        store::lock(work.db(), row.id).await?;
        if property::store::is_shared(work.db(), row.id).await? {
            let message = "customers share a value of this property; it cannot become unique";
            broken.push(Violation::new("isUnique", Rule::AlreadyExists, message));
        }
    }
    rules::check(broken.into_iter().map(Some))?;
    let row = store::update(work.db(), row, fields, work.now()).await?;
    audit(work, "property_definition.update", &row).await;
    Ok(row)
}

async fn audit(work: &Work<'_>, action: &str, row: &property_definition::Model) {
    work.audit(action, "property_definition", row.id, json!({ "name": row.name })).await;
}

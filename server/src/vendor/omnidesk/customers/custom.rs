//! Custom fields: `custom_` and a name. All are kept with the record as sent; those that the account defines are its properties too.

use entity::property_definition::{self, PropertyType};
use entity::source_record::{self, RecordState};
use serde_json::{Map, Value};

use crate::domain::property::definition::store as definitions;
use crate::domain::property::service::{self as properties, NewValue};
use crate::domain::property::store as values;
use crate::error::{Error, Result};
use crate::store::Work;

const PREFIX: &str = "custom_";

/// Custom fields that a call names.
#[derive(Debug, Default)]
pub(super) struct Custom {
    fields: Vec<Field>,
}

#[derive(Debug)]
struct Field {
    /// With the prefix.
    name: String,
    /// Absent: it is emptied.
    value: Option<Value>,
    definition: Option<property_definition::Model>,
}

impl Custom {
    /// Picks the custom fields out of what else was sent. A name without the prefix is one where the account defines it.
    pub(super) async fn pick(work: &Work<'_>, connection: i64, other: &Map<String, Value>) -> Result<Self> {
        if other.is_empty() {
            return Ok(Self::default());
        }
        let defined = definitions::of_connection(work.db(), connection).await?;
        let fields = other.iter().filter_map(|(given, value)| {
            let bare = given.strip_prefix(PREFIX).filter(|bare| !bare.is_empty());
            let definition = definition(&defined, bare.unwrap_or(given));
            if bare.is_none() && definition.is_none() {
                return None;
            }
            let value = Some(value.clone()).filter(|value| !value.is_null() && value.as_str() != Some(""));
            Some(Field { name: format!("{PREFIX}{}", bare.unwrap_or(given)), value, definition: definition.cloned() })
        });
        Ok(Self { fields: fields.collect() })
    }

    /// Writes them among a record's other fields.
    pub(super) fn onto(&self, extra: &mut Map<String, Value>) {
        for field in &self.fields {
            match &field.value {
                Some(value) => extra.insert(field.name.clone(), value.clone()),
                None => extra.remove(&field.name),
            };
        }
    }

    /// Gives the record the properties that they are.
    pub(super) async fn define(self, work: &Work<'_>, record: &source_record::Model) -> Result<()> {
        for Field { name, value, definition } in self.fields {
            let Some(definition) = definition else { continue };
            let present = values::find(work.db(), record.id, definition.id).await?;
            let done = match (value, present) {
                (Some(value), _) => {
                    let value = typed(&definition, value);
                    let new = NewValue { source_record: record.id, definition: definition.id, vendor_id: None, value };
                    properties::set(work, new).await.map(|_| ())
                }
                (None, Some(present)) => properties::remove(work, present.id).await.map(|_| ()),
                (None, None) => Ok(()),
            };
            done.map_err(|error| at(error, &name))?;
        }
        Ok(())
    }
}

/// The custom fields of a record.
pub(super) fn kept(extra: &Map<String, Value>) -> impl Iterator<Item = (String, Value)> {
    extra.iter().filter(|(name, _)| name.starts_with(PREFIX)).map(|(name, value)| (name.clone(), value.clone()))
}

fn definition<'a>(defined: &'a [property_definition::Model], name: &str) -> Option<&'a property_definition::Model> {
    let mut living = defined.iter().filter(|definition| definition.state == RecordState::Active);
    living.find(|definition| definition.name == name || definition.vendor_id == name)
}

/// Forms carry text; a number or a truth value is read from it. What cannot be read is left for the property's own rule to refuse.
fn typed(definition: &property_definition::Model, value: Value) -> Value {
    let Some(text) = value.as_str().map(str::trim) else { return value };
    let read = match definition.data_type {
        PropertyType::Integer => text.parse::<i64>().ok().map(Value::from),
        PropertyType::Float => text.parse::<f64>().ok().map(Value::from),
        PropertyType::Boolean => match text.to_ascii_lowercase().as_str() {
            "1" | "true" => Some(true.into()),
            "0" | "false" => Some(false.into()),
            _ => None,
        },
        _ => None,
    };
    read.unwrap_or(value)
}

/// The same error about the field that was sent.
fn at(error: Error, name: &str) -> Error {
    let Error::Invalid(mut broken) = error else { return error };
    for violation in &mut broken {
        name.clone_into(&mut violation.path);
    }
    Error::Invalid(broken)
}

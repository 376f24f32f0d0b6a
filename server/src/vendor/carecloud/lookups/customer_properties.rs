//! `GET /customer-properties`: the fields that the company added to its customers.

use chrono_tz::Tz;
use entity::property_definition::{self, Column, PropertyType};
use sea_orm::Iterable;
use serde_json::{Value, json};

use super::super::dialect::CareCloud;
use super::super::time;
use super::list::{Asked, List, state};
use super::said::{Item, On, is_set, required, state_of, text};
use crate::domain::property::definition::{DefinitionFields, DefinitionFilter, service};
use crate::error::{Result, Rule, Violation};
use crate::store::slice::{Sliced, of_owner};
use crate::vendor::contract::{Call, Refusal};

const SORTS: [(&str, Column); 8] = [
    ("property_id", Column::VendorId),
    ("name", Column::Name),
    ("description", Column::Description),
    ("data_type", Column::DataType),
    ("is_required", Column::IsRequired),
    ("is_unique", Column::IsUnique),
    ("last_change", Column::UpdatedAt),
    ("state", Column::State),
];

/// The list.
pub(super) struct CustomerProperties;

impl List for CustomerProperties {
    const NAME: &'static str = "getCustomerProperties";
    const PATH: &'static str = "/customer-properties";
    const KEY: &'static str = "customer_properties";
    const ITEM: &'static [(&'static str, &'static str)] = &[
        ("property_id", "string"),
        ("name", "string"),
        ("description", "string?"),
        ("data_type", "string"),
        ("items", "any?"),
        ("is_required", "boolean"),
        ("is_unique", "boolean"),
        ("last_change", "string"),
        ("state", "integer"),
    ];
    type Row = property_definition::Model;

    async fn read(call: &Call<'_, CareCloud>, asked: &Asked) -> Result<Sliced<property_definition::Model>, Refusal> {
        let slice = asked.paging.slice(&SORTS, Column::Name)?;
        let (db, connection) = (call.app.store().reader(), call.caller()?.connection.id);
        let filter = DefinitionFilter::default();
        Ok(of_owner::<property_definition::Entity>(db, connection, &filter, slice).await?)
    }

    fn item(row: property_definition::Model, zone: Tz) -> Value {
        json!({
            "property_id": row.vendor_id,
            "name": row.name,
            "description": row.description,
            "data_type": data_type(row.data_type),
            "items": row.items,
            "is_required": row.is_required,
            "is_unique": row.is_unique,
            "last_change": time::write(row.updated_at, zone),
            "state": state(row.state),
        })
    }

    async fn said(on: &On<'_>, item: Item) -> Result<()> {
        let shown = required(&item, "data_type")?;
        let data_type = PropertyType::iter().find(|known| data_type(*known) == shown);
        let data_type = data_type.ok_or_else(|| {
            Violation::new("data_type", Rule::NotAllowed, "this type of values is not known").with_value(&shown)
        })?;
        let fields = DefinitionFields {
            name: required(&item, "name")?,
            description: text(&item, "description"),
            items: item.get("items").filter(|items| items.is_array()).cloned().unwrap_or_else(|| json!([])),
            is_required: is_set(&item, "is_required"),
            is_unique: is_set(&item, "is_unique"),
            state: state_of(&item),
        };
        service::hear(on.work, on.connection, required(&item, "property_id")?, data_type, fields).await
    }
}

fn data_type(data_type: PropertyType) -> &'static str {
    match data_type {
        PropertyType::String => "string",
        PropertyType::Boolean => "boolean",
        PropertyType::Integer => "integer",
        PropertyType::Date => "date",
        PropertyType::Timestamp => "timestamp",
        PropertyType::Float => "float",
        PropertyType::Enumeration => "enum",
        PropertyType::Multiselect => "multiselect",
        PropertyType::Custom => "custom",
    }
}

//! Property definitions in the graph.

pub mod mutations;

use async_graphql::{ComplexObject, Context, Enum, Object, Result, SimpleObject};
use entity::connection;
use entity::property_definition::{self, PropertyType};

use super::{DefinitionFilter, Item};
use crate::domain::source::graphql::{RecordStateName, VendorName};
use crate::graphql::id::Gid;
use crate::graphql::listing::listing;
use crate::graphql::loaders::row;
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::DateTime;
use crate::kinds;

pub use mutations::PropertyDefinitionMutation;

kinds! {
    /// Ids of property definitions.
    PropertyDefinitionKind => "PropertyDefinition",
}

/// The id of a property definition.
pub type PropertyDefinitionId = Gid<PropertyDefinitionKind>;

/// What values a property takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "PropertyType", remote = "PropertyType")]
pub enum PropertyTypeName {
    /// Any text.
    String,
    /// True or false.
    Boolean,
    /// A whole number.
    Integer,
    /// A day without time.
    Date,
    /// A day and time.
    Timestamp,
    /// A decimal number.
    Float,
    /// One of the items, as an array of one.
    Enumeration,
    /// Any number of the items.
    Multiselect,
    /// A configured form, often JSON kept in a string.
    Custom,
}

/// One of the values to choose from.
#[derive(Clone, Debug, SimpleObject)]
pub struct PropertyItem {
    /// Its id at the system that defines it; stays when the name changes.
    pub id: String,
    /// As people see it.
    pub name: String,
}

/// A field that a company added to its customers.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct PropertyDefinition {
    /// Opaque id.
    pub id: PropertyDefinitionId,
    /// Its id at the system that defines it.
    pub vendor_id: String,
    /// As people see it.
    pub name: String,
    /// What it means.
    pub description: Option<String>,
    /// What values it takes.
    pub data_type: PropertyTypeName,
    /// The values to choose from; empty for types without choices.
    pub items: Vec<PropertyItem>,
    /// Whether a customer that has a value must keep one.
    pub is_required: bool,
    /// Whether no two customers may share a value.
    pub is_unique: bool,
    /// Whether values can still be given.
    pub state: RecordStateName,
    /// When it was last changed.
    pub updated_at: DateTime,
    #[graphql(skip)]
    connection: i64,
}

impl From<property_definition::Model> for PropertyDefinition {
    fn from(row: property_definition::Model) -> Self {
        let items = Item::read(&row.items).into_iter();
        Self {
            id: PropertyDefinitionId::new(row.id),
            vendor_id: row.vendor_id,
            name: row.name,
            description: row.description,
            data_type: row.data_type.into(),
            items: items.map(|item| PropertyItem { id: item.id, name: item.name }).collect(),
            is_required: row.is_required,
            is_unique: row.is_unique,
            state: row.state.into(),
            updated_at: DateTime(row.updated_at),
            connection: row.connection_id,
        }
    }
}

#[ComplexObject]
impl PropertyDefinition {
    /// The system that defines it.
    async fn vendor(&self, ctx: &Context<'_>) -> Result<Option<VendorName>> {
        Ok(row::<connection::Entity>(ctx, self.connection).await?.map(|connection| connection.vendor.into()))
    }
}

/// The property definition with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<PropertyDefinition>> {
    Ok(row::<property_definition::Entity>(ctx, id).await?.map(PropertyDefinition::from))
}

/// The topic's queries.
#[derive(Debug, Default)]
pub struct PropertyDefinitionQuery;

#[Object]
impl PropertyDefinitionQuery {
    /// The fields that the brand's systems added to customers, by name.
    async fn property_definitions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only in this state.")] state: Option<RecordStateName>,
    ) -> Result<Connection<PropertyDefinition>> {
        let filter = DefinitionFilter { state: state.map(Into::into) };
        listing::<property_definition::Entity, _>(ctx, Paging::new(first, after, last, before), filter).await
    }
}

//! Properties of customers in the graph.

use async_graphql::{ComplexObject, Context, InputObject, Object, Result, SimpleObject};
use entity::property_value;

use super::definition::graphql::{PropertyDefinition, PropertyDefinitionId, load as load_definition};
use super::service::{self, NewValue};
use crate::domain::account::Permission;
use crate::domain::customer::graphql::{Customer, CustomerId};
use crate::domain::source;
use crate::domain::source::graphql::{SourceRecord, SourceRecordId};
use crate::graphql::id::Gid;
use crate::graphql::loaders::{children, hanging_row};
use crate::graphql::mutation;
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::{DateTime, Json};
use crate::{kinds, payload};

kinds! {
    /// Ids of properties.
    PropertyKind => "Property",
}

/// The id of a property.
pub type PropertyId = Gid<PropertyKind>;

/// A customer's value of one of the company's own fields.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Property {
    /// Opaque id.
    pub id: PropertyId,
    /// The value in the form of the definition's data type; chosen items as an array of items.
    pub value: Json,
    /// When it was last changed.
    pub updated_at: DateTime,
    #[graphql(skip)]
    definition: i64,
    #[graphql(skip)]
    source_record: i64,
}

impl From<property_value::Model> for Property {
    fn from(row: property_value::Model) -> Self {
        Self {
            id: PropertyId::new(row.id),
            value: Json(row.value),
            updated_at: DateTime(row.updated_at),
            definition: row.definition_id,
            source_record: row.source_record_id,
        }
    }
}

#[ComplexObject]
impl Property {
    /// The field it is a value of.
    async fn definition(&self, ctx: &Context<'_>) -> Result<Option<PropertyDefinition>> {
        load_definition(ctx, self.definition).await
    }

    /// Whose value it is.
    async fn customer(&self, ctx: &Context<'_>) -> Result<Option<Customer>> {
        source::graphql::customer(ctx, self.source_record).await
    }

    /// The record it hangs on.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::graphql::load(ctx, self.source_record).await
    }
}

/// The property with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<Property>> {
    Ok(hanging_row::<property_value::Entity>(ctx, id).await?.map(Property::from))
}

/// A customer's properties.
pub struct CustomerProperties(pub i64);

#[Object]
impl CustomerProperties {
    /// Values of the company's own fields, in the order in which the fields were defined.
    async fn properties(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Property>> {
        children::<property_value::Entity, _>(ctx, self.0, Paging::new(first, after, last, before), None).await
    }
}

/// A value to be given to a customer.
#[derive(Clone, Debug, InputObject)]
pub struct SetPropertyInput {
    /// The customer.
    pub customer_id: CustomerId,
    /// The record it shall hang on; absent: Onefold's own.
    pub source_record_id: Option<SourceRecordId>,
    /// The field.
    pub definition_id: PropertyDefinitionId,
    /// The value in the form of the field's data type. A choice is an item's id or name, several choices an array of them; a date
    /// is `2026-03-01`, a timestamp in RFC 3339.
    pub value: Json,
}

payload! {
    /// The outcome of giving a customer a value.
    SetPropertyPayload { property: Property }
}
payload! {
    /// The outcome of taking a value away.
    RemovePropertyPayload { removed_id: PropertyId }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct PropertyMutation;

#[Object]
impl PropertyMutation {
    /// Gives a customer a value of one of the company's own fields, in place of the one the record has.
    async fn set_property(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The value.")] input: SetPropertyInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<SetPropertyPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let source_record = source::graphql::named(work, new.customer_id, new.source_record_id).await?;
                let definition = new.definition_id.row();
                let new = NewValue { source_record, definition, vendor_id: None, value: new.value.0 };
                Ok(service::set(work, new).await?.id)
            })
        });
        let outcome = outcome.await?;
        let property = outcome.node(|row| load(ctx, row)).await?;
        Ok(SetPropertyPayload { property, problems: outcome.problems })
    }

    /// Takes a value away. Refused where a customer must have one.
    async fn remove_property(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The value.")] id: PropertyId,
    ) -> Result<RemovePropertyPayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, None, &id, move |work| {
            Box::pin(async move { Ok(service::remove(work, id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        Ok(RemovePropertyPayload { removed_id: outcome.row.map(PropertyId::new), problems: outcome.problems })
    }
}

//! Changing property definitions.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result};

use super::{PropertyDefinition, PropertyDefinitionId, PropertyTypeName, load};
use crate::domain::account::{Permission, secrets};
use crate::domain::connection;
use crate::domain::property::definition::service;
use crate::domain::property::definition::store::NewDefinition;
use crate::domain::property::definition::{DefinitionFields, Item};
use crate::domain::source::graphql::RecordStateName;
use crate::graphql::mutation::{self, patch, replace};
use crate::payload;

/// A value to choose from.
#[derive(Clone, Debug, InputObject)]
pub struct PropertyItemInput {
    /// The id of an item that is there already, or one of the company's own; absent: one is issued.
    pub id: Option<String>,
    /// As people see it.
    pub name: String,
}

/// A property to be defined.
#[derive(Clone, Debug, InputObject)]
pub struct CreatePropertyDefinitionInput {
    /// As people see it.
    pub name: String,
    /// What it means.
    pub description: Option<String>,
    /// What values it takes; does not change later.
    pub data_type: PropertyTypeName,
    /// The values to choose from, for an enumeration or multiselect.
    #[graphql(default)]
    pub items: Vec<PropertyItemInput>,
    /// Whether a customer that has a value must keep one.
    #[graphql(default)]
    pub is_required: bool,
    /// Whether no two customers may share a value.
    #[graphql(default)]
    pub is_unique: bool,
}

/// A change of a property definition. What is left out stays; what is null is cleared, where it may be empty.
#[derive(Clone, Debug, InputObject)]
pub struct UpdatePropertyDefinitionInput {
    /// The property definition.
    pub id: PropertyDefinitionId,
    /// As people see it.
    pub name: Option<String>,
    /// What it means.
    pub description: MaybeUndefined<String>,
    /// The values to choose from, in place of the present ones; customers keep what was chosen before.
    pub items: Option<Vec<PropertyItemInput>>,
    /// Whether a customer that has a value must keep one.
    pub is_required: Option<bool>,
    /// Whether no two customers may share a value. Refused while customers do.
    pub is_unique: Option<bool>,
    /// Whether values can still be given.
    pub state: Option<RecordStateName>,
}

fn items(given: Vec<PropertyItemInput>) -> crate::error::Result<Vec<Item>> {
    let item = |item: PropertyItemInput| {
        let id = item.id.map_or_else(secrets::random_hex::<13>, Ok)?;
        Ok(Item { id, name: item.name })
    };
    given.into_iter().map(item).collect()
}

payload! {
    /// The outcome of defining a property.
    CreatePropertyDefinitionPayload { definition: PropertyDefinition }
}
payload! {
    /// The outcome of changing a property definition.
    UpdatePropertyDefinitionPayload { definition: PropertyDefinition }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct PropertyDefinitionMutation;

#[Object]
impl PropertyDefinitionMutation {
    /// Adds a field to the brand's customers. Needs `ADMIN`.
    async fn create_property_definition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The property.")] input: CreatePropertyDefinitionInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<CreatePropertyDefinitionPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let connection = connection::service::first_party(work).await?;
                let fields = DefinitionFields {
                    name: new.name,
                    description: new.description,
                    items: Item::list(&items(new.items)?),
                    is_required: new.is_required,
                    is_unique: new.is_unique,
                    state: RecordStateName::Active.into(),
                };
                let new = NewDefinition { connection, vendor_id: None, data_type: new.data_type.into(), fields };
                Ok(service::create(work, new).await?.id)
            })
        });
        let outcome = outcome.await?;
        let definition = outcome.node(|row| load(ctx, row)).await?;
        Ok(CreatePropertyDefinitionPayload { definition, problems: outcome.problems })
    }

    /// Changes a field of the brand's customers. Needs `ADMIN`.
    async fn update_property_definition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdatePropertyDefinitionInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UpdatePropertyDefinitionPayload> {
        let change = input.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let new_items = change.items.map(items).transpose()?;
                let row = service::update(work, change.id.row(), |fields| {
                    replace(&mut fields.name, change.name);
                    patch(&mut fields.description, change.description);
                    replace(&mut fields.items, new_items.map(|items| Item::list(&items)));
                    replace(&mut fields.is_required, change.is_required);
                    replace(&mut fields.is_unique, change.is_unique);
                    replace(&mut fields.state, change.state.map(Into::into));
                });
                Ok(row.await?.id)
            })
        });
        let outcome = outcome.await?;
        let definition = outcome.node(|row| load(ctx, row)).await?;
        Ok(UpdatePropertyDefinitionPayload { definition, problems: outcome.problems })
    }
}

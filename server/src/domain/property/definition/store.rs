//! Rows of property definitions.

use std::collections::HashMap;

use entity::Timestamp;
use entity::property_definition::{self, PropertyType};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QuerySelect,
};

use super::{DefinitionFields, DefinitionFilter};
use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;
use crate::store::listing::{self, Branded};

impl Branded for property_definition::Entity {
    fn brand_column() -> property_definition::Column {
        property_definition::Column::BrandId
    }
}

impl Listed for property_definition::Entity {
    type Filter = DefinitionFilter;

    fn link(_: &DefinitionFilter) -> Link<property_definition::Column> {
        Link::Owner(property_definition::Column::ConnectionId)
    }

    fn ordering(_: &DefinitionFilter) -> Ordering<property_definition::Column> {
        Ordering::ascending(property_definition::Column::Name)
    }

    fn id() -> property_definition::Column {
        property_definition::Column::Id
    }

    fn condition(filter: &DefinitionFilter) -> Condition {
        Condition::all().add_option(filter.state.map(|state| property_definition::Column::State.eq(state)))
    }
}

/// A definition to be written.
#[derive(Clone, Debug)]
pub struct NewDefinition {
    /// The account that defines it.
    pub connection: i64,
    /// The vendor's own id; absent: one is issued.
    pub vendor_id: Option<String>,
    /// What values it takes.
    pub data_type: PropertyType,
    /// What else is said of it.
    pub fields: DefinitionFields,
}

/// What a row says.
pub fn fields(row: &property_definition::Model) -> DefinitionFields {
    DefinitionFields {
        name: row.name.clone(),
        description: row.description.clone(),
        items: row.items.clone(),
        is_required: row.is_required,
        is_unique: row.is_unique,
        state: row.state,
    }
}

fn say(row: &mut property_definition::ActiveModel, fields: DefinitionFields, now: Timestamp) {
    row.name = Set(fields.name);
    row.description = Set(fields.description);
    row.items = Set(fields.items);
    row.is_required = Set(fields.is_required);
    row.is_unique = Set(fields.is_unique);
    row.state = Set(fields.state);
    row.updated_at = Set(now);
}

/// A definition of the brand.
///
/// # Errors
/// The store failed.
pub async fn by_id(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<property_definition::Model>> {
    listing::find::<property_definition::Entity>(db, brand, id).await
}

/// The definitions of an account.
///
/// # Errors
/// The store failed.
pub async fn of_connection(db: &impl ConnectionTrait, connection: i64) -> Result<Vec<property_definition::Model>> {
    let rows = property_definition::Entity::find().filter(property_definition::Column::ConnectionId.eq(connection));
    Ok(rows.all(db).await?)
}

/// The definition that a connection knows under its own id.
///
/// # Errors
/// The store failed.
pub async fn by_vendor_id(
    db: &impl ConnectionTrait,
    connection: i64,
    vendor_id: &str,
) -> Result<Option<property_definition::Model>> {
    let row = property_definition::Entity::find()
        .filter(property_definition::Column::ConnectionId.eq(connection))
        .filter(property_definition::Column::VendorId.eq(vendor_id));
    Ok(row.one(db).await?)
}

/// Those of these definitions that are of the brand, by their row ids.
///
/// # Errors
/// The store failed.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    brand: i64,
    ids: &[i64],
) -> Result<HashMap<i64, property_definition::Model>> {
    let rows = property_definition::Entity::find()
        .filter(property_definition::Column::BrandId.eq(brand))
        .filter(property_definition::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Keeps other writers of this definition's values waiting until the transaction ends. SQLite has one writer anyway.
///
/// # Errors
/// The store failed.
pub async fn lock(db: &impl ConnectionTrait, id: i64) -> Result<()> {
    property_definition::Entity::find_by_id(id).lock_exclusive().one(db).await?;
    Ok(())
}

pub(super) async fn insert(
    db: &impl ConnectionTrait,
    brand: i64,
    vendor_id: String,
    new: NewDefinition,
    now: Timestamp,
) -> Result<property_definition::Model> {
    let mut row = property_definition::ActiveModel {
        brand_id: Set(brand),
        connection_id: Set(new.connection),
        vendor_id: Set(vendor_id),
        data_type: Set(new.data_type),
        ..Default::default()
    };
    say(&mut row, new.fields, now);
    Ok(property_definition::Entity::insert(row).exec_with_returning(db).await?)
}

pub(super) async fn update(
    db: &impl ConnectionTrait,
    row: property_definition::Model,
    fields: DefinitionFields,
    now: Timestamp,
) -> Result<property_definition::Model> {
    let mut row = row.into_active_model();
    say(&mut row, fields, now);
    Ok(row.update(db).await?)
}

/// The same, also of what type its values are.
pub(super) async fn redefine(
    db: &impl ConnectionTrait,
    row: property_definition::Model,
    data_type: PropertyType,
    fields: DefinitionFields,
    now: Timestamp,
) -> Result<property_definition::Model> {
    let mut row = row.into_active_model();
    row.data_type = Set(data_type);
    say(&mut row, fields, now);
    Ok(row.update(db).await?)
}

//! Rows of property values.

use entity::customer::{self, CustomerState};
use entity::source_record::{self, RecordState};
use entity::{Timestamp, property_value};
use sea_orm::sea_query::{Expr, ExprTrait, JoinType};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select,
};

use super::CheckedValue;
use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::hanging;
use crate::store::insert;
use crate::store::keyset::Ordering;

impl Listed for property_value::Entity {
    type Filter = ();

    fn link((): &()) -> Link<property_value::Column> {
        Link::SourceRecord(property_value::Column::SourceRecordId)
    }

    fn ordering((): &()) -> Ordering<property_value::Column> {
        Ordering::ascending(property_value::Column::DefinitionId)
    }

    fn id() -> property_value::Column {
        property_value::Column::Id
    }

    fn condition((): &()) -> Condition {
        Condition::all()
    }
}

/// A value whose source record is of the brand.
///
/// # Errors
/// The store failed.
pub async fn by_id(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<property_value::Model>> {
    hanging::find::<property_value::Entity>(db, brand, id).await
}

/// A record's values, in the order in which their properties were defined; no more than there are properties.
///
/// # Errors
/// The store failed.
pub async fn of_record(db: &impl ConnectionTrait, source_record: i64) -> Result<Vec<property_value::Model>> {
    let rows = property_value::Entity::find()
        .filter(property_value::Column::SourceRecordId.eq(source_record))
        .order_by_asc(property_value::Column::DefinitionId);
    Ok(rows.all(db).await?)
}

/// A record's value of a property.
///
/// # Errors
/// The store failed.
pub async fn find(
    db: &impl ConnectionTrait,
    source_record: i64,
    definition: i64,
) -> Result<Option<property_value::Model>> {
    let row = property_value::Entity::find()
        .filter(property_value::Column::SourceRecordId.eq(source_record))
        .filter(property_value::Column::DefinitionId.eq(definition));
    Ok(row.one(db).await?)
}

/// Whether another customer has this value, or another record of the same connection, which at its vendor is another customer too.
pub(super) async fn is_taken(
    db: &impl ConnectionTrait,
    record: &source_record::Model,
    definition: i64,
    key: &str,
) -> Result<bool> {
    let another = Condition::any()
        .add(source_record::Column::CustomerId.ne(record.customer_id))
        .add(source_record::Column::ConnectionId.eq(record.connection_id));
    let same = living(definition)
        .filter(property_value::Column::ValueKey.eq(key))
        .filter(property_value::Column::SourceRecordId.ne(record.id))
        .filter(another);
    Ok(same.one(db).await?.is_some())
}

/// Whether two customers share a value.
pub(super) async fn is_shared(db: &impl ConnectionTrait, definition: i64) -> Result<bool> {
    let customers = Expr::col((source_record::Entity, source_record::Column::CustomerId)).count_distinct();
    let shared = living(definition)
        .select_only()
        .column(property_value::Column::ValueKey)
        .filter(property_value::Column::ValueKey.is_not_null())
        .group_by(property_value::Column::ValueKey)
        .having(customers.gt(1));
    Ok(shared.into_tuple::<Option<String>>().one(db).await?.is_some())
}

/// Values that count: of living records of living customers.
fn living(definition: i64) -> Select<property_value::Entity> {
    property_value::Entity::find()
        .inner_join(source_record::Entity)
        .join(JoinType::InnerJoin, source_record::Relation::Customer.def())
        .filter(property_value::Column::DefinitionId.eq(definition))
        .filter(source_record::Column::State.ne(RecordState::Deleted))
        .filter(customer::Column::State.eq(CustomerState::Active))
}

/// A value to be written.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) source_record: i64,
    pub(super) definition: i64,
    pub(super) vendor_id: Option<String>,
    pub(super) value: CheckedValue,
}

/// Writes a first value; `None` when there is one already.
pub(super) async fn insert(
    db: &impl ConnectionTrait,
    new: Row,
    now: Timestamp,
) -> Result<Option<property_value::Model>> {
    let row = property_value::ActiveModel {
        source_record_id: Set(new.source_record),
        definition_id: Set(new.definition),
        vendor_id: Set(new.vendor_id),
        value: Set(new.value.value),
        value_key: Set(new.value.key),
        updated_at: Set(now),
        ..Default::default()
    };
    insert::unless_taken(db, row).await
}

pub(super) async fn update(
    db: &impl ConnectionTrait,
    row: property_value::Model,
    value: CheckedValue,
    vendor_id: Option<String>,
    now: Timestamp,
) -> Result<property_value::Model> {
    let mut row = row.into_active_model();
    row.value = Set(value.value);
    row.value_key = Set(value.key);
    if vendor_id.is_some() {
        row.vendor_id = Set(vendor_id);
    }
    row.updated_at = Set(now);
    Ok(row.update(db).await?)
}

pub(super) async fn delete(db: &impl ConnectionTrait, id: i64) -> Result<()> {
    property_value::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

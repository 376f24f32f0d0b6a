//! Rows of definitions.

use entity::connection::{self, Vendor};
use entity::score_definition::{self, SignalKind};
use entity::{Amount, Timestamp};
use sea_orm::sea_query::{Query, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder,
};

use crate::domain::score::{DefinitionFilter, NewDefinition, Scoring};
use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;
use crate::store::listing::Branded;

impl Branded for score_definition::Entity {
    fn brand_column() -> score_definition::Column {
        score_definition::Column::BrandId
    }
}

impl Listed for score_definition::Entity {
    type Filter = DefinitionFilter;

    fn link(_: &DefinitionFilter) -> Link<score_definition::Column> {
        Link::Owner(score_definition::Column::ConnectionId)
    }

    fn ordering(_: &DefinitionFilter) -> Ordering<score_definition::Column> {
        Ordering::ascending(score_definition::Column::Codename)
    }

    fn id() -> score_definition::Column {
        score_definition::Column::Id
    }

    fn condition(filter: &DefinitionFilter) -> Condition {
        Condition::all()
            .add_option(filter.kind.map(|kind| score_definition::Column::Kind.eq(kind)))
            .add_option(filter.vendor.map(of_vendor))
    }
}

fn of_vendor(vendor: Vendor) -> SimpleExpr {
    let connections = Query::select()
        .column(connection::Column::Id)
        .from(connection::Entity)
        .and_where(connection::Column::Vendor.eq(vendor))
        .to_owned();
    score_definition::Column::ConnectionId.in_subquery(connections)
}

/// Writes a definition.
///
/// # Errors
/// The store failed, or the connection has the codename already.
pub async fn insert(
    db: &impl ConnectionTrait,
    brand: i64,
    new: NewDefinition,
    now: Timestamp,
) -> Result<score_definition::Model> {
    let mut row = score_definition::ActiveModel {
        brand_id: Set(brand),
        connection_id: Set(new.connection),
        kind: Set(new.kind),
        codename: Set(new.codename),
        name: Set(new.name),
        data_type: Set(new.data_type),
        is_system: Set(false),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    feed(&mut row, new.scoring);
    Ok(score_definition::Entity::insert(row).exec_with_returning(db).await?)
}

/// Replaces a definition's name and how it feeds a score.
///
/// # Errors
/// The store failed.
pub async fn update(
    db: &impl ConnectionTrait,
    definition: score_definition::Model,
    name: String,
    scoring: Option<Scoring>,
    now: Timestamp,
) -> Result<score_definition::Model> {
    let mut row = definition.into_active_model();
    row.name = Set(name);
    row.updated_at = Set(now);
    feed(&mut row, scoring);
    Ok(row.update(db).await?)
}

fn feed(row: &mut score_definition::ActiveModel, scoring: Option<Scoring>) {
    let part = |part: fn(Scoring) -> Option<Amount>| scoring.and_then(part);
    row.score = Set(scoring.map(|scoring| scoring.score));
    row.weight = Set(part(|scoring| Some(scoring.weight)));
    row.lowest = Set(part(|scoring| scoring.lowest));
    row.highest = Set(part(|scoring| scoring.highest));
}

/// Removes a definition, and with it its values.
///
/// # Errors
/// The store failed.
pub async fn delete(db: &impl ConnectionTrait, id: i64) -> Result<()> {
    score_definition::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

/// Every definition of a connection; a catalogue that people wrote, so there are not many.
///
/// # Errors
/// The store failed.
pub async fn of_connection(db: &impl ConnectionTrait, connection: i64) -> Result<Vec<score_definition::Model>> {
    let rows = score_definition::Entity::find().filter(score_definition::Column::ConnectionId.eq(connection));
    Ok(rows.order_by_asc(score_definition::Column::Id).all(db).await?)
}

/// The connection's definition of a codename.
///
/// # Errors
/// The store failed.
pub async fn of_codename(
    db: &impl ConnectionTrait,
    connection: i64,
    kind: SignalKind,
    codename: &str,
) -> Result<Option<score_definition::Model>> {
    let row = score_definition::Entity::find()
        .filter(score_definition::Column::ConnectionId.eq(connection))
        .filter(score_definition::Column::Kind.eq(kind))
        .filter(score_definition::Column::Codename.eq(codename));
    Ok(row.one(db).await?)
}

/// The definitions of these connections that feed a score, oldest first.
///
/// # Errors
/// The store failed.
pub async fn scoring(db: &impl ConnectionTrait, connections: &[i64]) -> Result<Vec<score_definition::Model>> {
    let rows = score_definition::Entity::find()
        .filter(score_definition::Column::ConnectionId.is_in(connections.iter().copied()))
        .filter(score_definition::Column::Score.is_not_null());
    Ok(rows.order_by_asc(score_definition::Column::Id).all(db).await?)
}

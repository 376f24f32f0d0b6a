//! Connections, and what waits for them.

use std::collections::HashMap;

use entity::Timestamp;
use entity::connection::{self, Vendor};
use entity::delivery::{self, DeliveryState};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::Depth;
use crate::error::Result;

/// Connections that are looked at together at the most.
const MOST: u64 = 1000;

/// Connections to vendors, oldest first, of one brand or of all.
///
/// # Errors
/// The store failed.
pub async fn connections(db: &impl ConnectionTrait, brand: Option<i64>) -> Result<Vec<connection::Model>> {
    let mut rows = connection::Entity::find().filter(connection::Column::Vendor.ne(Vendor::Onefold));
    if let Some(brand) = brand {
        rows = rows.filter(connection::Column::BrandId.eq(brand));
    }
    Ok(rows.order_by_asc(connection::Column::Id).limit(MOST).all(db).await?)
}

/// What waits in the outbox for each of these connections, in one statement; those for which nothing waits are left out.
///
/// # Errors
/// The store failed.
pub async fn depths(db: &impl ConnectionTrait, connections: &[i64]) -> Result<HashMap<i64, Depth>> {
    use delivery::Column;
    let rows = delivery::Entity::find()
        .select_only()
        .column(Column::ConnectionId)
        .column(Column::State)
        .column_as(Column::Id.count(), "n")
        .column_as(Column::CreatedAt.min(), "oldest")
        .filter(Column::ConnectionId.is_in(connections.iter().copied()))
        .filter(Column::State.is_in([DeliveryState::Pending, DeliveryState::Dead]))
        .group_by(Column::ConnectionId)
        .group_by(Column::State)
        .into_tuple::<(i64, DeliveryState, i64, Option<Timestamp>)>()
        .all(db)
        .await?;
    let mut depths: HashMap<i64, Depth> = HashMap::new();
    for (connection, state, count, oldest) in rows {
        let (depth, count) = (depths.entry(connection).or_default(), u64::try_from(count).unwrap_or_default());
        match state {
            DeliveryState::Pending => (depth.pending, depth.oldest) = (count, oldest),
            _ => depth.dead = count,
        }
    }
    Ok(depths)
}

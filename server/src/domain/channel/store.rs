//! Rows of channels.

use entity::Timestamp;
use entity::channel::{self, ChannelKind};
use entity::source_record::{self, RecordState};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder,
};

use super::{ChannelFilter, address_key};
use crate::error::Result;
use crate::store::batch;
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;

impl Listed for channel::Entity {
    type Filter = ChannelFilter;

    fn link(_: &ChannelFilter) -> Link<channel::Column> {
        Link::SourceRecord(channel::Column::SourceRecordId)
    }

    fn ordering(_: &ChannelFilter) -> Ordering<channel::Column> {
        Ordering::ascending(channel::Column::CreatedAt)
    }

    fn id() -> channel::Column {
        channel::Column::Id
    }

    fn condition(filter: &ChannelFilter) -> Condition {
        Condition::all().add_option(filter.kind.map(|kind| channel::Column::Kind.eq(kind)))
    }
}

/// A channel to be written.
#[derive(Clone, Debug)]
pub struct NewChannel {
    /// The record it hangs on.
    pub source_record: i64,
    /// Its kind.
    pub kind: ChannelKind,
    /// The address as written.
    pub address: String,
    /// What people call it.
    pub label: Option<String>,
    /// The vendor's own id.
    pub vendor_id: Option<String>,
    /// Whether it is the one to use.
    pub is_primary: bool,
}

/// Writes channels; one that the record has already is left as it is.
///
/// # Errors
/// The store failed.
pub async fn insert(db: &impl ConnectionTrait, brand: i64, channels: Vec<NewChannel>, now: Timestamp) -> Result<()> {
    let rows = channels.into_iter().map(|new| channel::ActiveModel {
        brand_id: Set(brand),
        source_record_id: Set(new.source_record),
        kind: Set(new.kind),
        address_key: Set(address_key(new.kind, &new.address)),
        address: Set(new.address),
        label: Set(new.label),
        vendor_id: Set(new.vendor_id),
        is_primary: Set(new.is_primary),
        created_at: Set(now),
        ..Default::default()
    });
    let same = [channel::Column::SourceRecordId, channel::Column::Kind, channel::Column::AddressKey];
    batch::insert(db, rows.collect(), Some(OnConflict::columns(same).do_nothing().to_owned())).await
}

/// A record's channel with this address.
///
/// # Errors
/// The store failed.
pub async fn find(
    db: &impl ConnectionTrait,
    source_record: i64,
    kind: ChannelKind,
    address: &str,
) -> Result<Option<channel::Model>> {
    let row = channel::Entity::find()
        .filter(channel::Column::SourceRecordId.eq(source_record))
        .filter(channel::Column::Kind.eq(kind))
        .filter(channel::Column::AddressKey.eq(address_key(kind, address)));
    Ok(row.one(db).await?)
}

/// The channels of records, oldest first.
///
/// # Errors
/// The store failed.
pub async fn of_records(db: &impl ConnectionTrait, records: &[i64]) -> Result<Vec<channel::Model>> {
    let rows = channel::Entity::find()
        .filter(channel::Column::SourceRecordId.is_in(records.iter().copied()))
        .order_by_asc(channel::Column::Id);
    Ok(rows.all(db).await?)
}

/// Whether another living record of a connection has this address.
///
/// # Errors
/// The store failed.
pub async fn is_taken(
    db: &impl ConnectionTrait,
    record: &source_record::Model,
    kind: ChannelKind,
    address: &str,
) -> Result<bool> {
    let row = channel::Entity::find()
        .inner_join(source_record::Entity)
        .filter(channel::Column::BrandId.eq(record.brand_id))
        .filter(channel::Column::Kind.eq(kind))
        .filter(channel::Column::AddressKey.eq(address_key(kind, address)))
        .filter(source_record::Column::ConnectionId.eq(record.connection_id))
        .filter(source_record::Column::State.ne(RecordState::Deleted))
        .filter(source_record::Column::Id.ne(record.id));
    Ok(row.one(db).await?.is_some())
}

/// Makes the oldest channel of its kind the one to use; its address.
///
/// # Errors
/// The store failed.
pub async fn promote(db: &impl ConnectionTrait, source_record: i64, kind: ChannelKind) -> Result<Option<String>> {
    let row = channel::Entity::find()
        .filter(channel::Column::SourceRecordId.eq(source_record))
        .filter(channel::Column::Kind.eq(kind))
        .order_by_asc(channel::Column::Id);
    let Some(row) = row.one(db).await? else { return Ok(None) };
    let address = row.address.clone();
    let mut row = row.into_active_model();
    row.is_primary = Set(true);
    row.update(db).await?;
    Ok(Some(address))
}

/// Notes the vendor's own id of a channel, and whether it is the one to use.
///
/// # Errors
/// The store failed.
pub async fn identify(
    db: &impl ConnectionTrait,
    row: channel::Model,
    vendor_id: String,
    is_primary: bool,
) -> Result<()> {
    let mut row = row.into_active_model();
    row.vendor_id = Set(Some(vendor_id));
    row.is_primary = Set(is_primary);
    row.update(db).await?;
    Ok(())
}

/// A channel of the brand.
///
/// # Errors
/// The store failed.
pub async fn by_id(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<channel::Model>> {
    Ok(channel::Entity::find_by_id(id).filter(channel::Column::BrandId.eq(brand)).one(db).await?)
}

/// Removes a channel.
///
/// # Errors
/// The store failed.
pub async fn delete(db: &impl ConnectionTrait, id: i64) -> Result<()> {
    channel::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

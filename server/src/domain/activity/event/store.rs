//! Rows of calendar events.

use entity::{Timestamp, calendar_event};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
};

use super::{EventFields, EventFilter};
use crate::domain::activity::texts;
use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;
use crate::store::listing::{self, Branded};
use crate::store::numbering::Numbered;

impl Branded for calendar_event::Entity {
    fn brand_column() -> calendar_event::Column {
        calendar_event::Column::BrandId
    }
}

impl Numbered for calendar_event::Entity {
    fn vendor_id_column() -> calendar_event::Column {
        calendar_event::Column::VendorId
    }
}

impl Listed for calendar_event::Entity {
    type Filter = EventFilter;

    fn link(_: &EventFilter) -> Link<calendar_event::Column> {
        Link::SourceRecord(calendar_event::Column::SourceRecordId)
    }

    fn ordering(_: &EventFilter) -> Ordering<calendar_event::Column> {
        Ordering::descending(calendar_event::Column::StartsAt)
    }

    fn id() -> calendar_event::Column {
        calendar_event::Column::Id
    }

    fn condition(filter: &EventFilter) -> Condition {
        use calendar_event::Column;
        Condition::all()
            .add_option(filter.from.map(|from| Column::StartsAt.gte(from)))
            .add_option(filter.until.map(|until| Column::StartsAt.lt(until)))
    }
}

/// A calendar event to be written.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// The record it hangs on.
    pub source_record: i64,
    /// The vendor's own id.
    pub vendor_id: Option<String>,
    /// What it is.
    pub fields: EventFields,
}

/// What a row says.
pub fn fields(row: &calendar_event::Model) -> EventFields {
    EventFields {
        name: row.name.clone(),
        location: row.location.clone(),
        description: row.description.clone(),
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        attendees: texts(&row.attendees),
        attendee_users: texts(&row.attendee_users),
    }
}

fn say(row: &mut calendar_event::ActiveModel, fields: EventFields, now: Timestamp) {
    row.name = Set(fields.name);
    row.location = Set(fields.location);
    row.description = Set(fields.description);
    row.starts_at = Set(fields.starts_at);
    row.ends_at = Set(fields.ends_at);
    row.attendees = Set(fields.attendees.into());
    row.attendee_users = Set(fields.attendee_users.into());
    row.updated_at = Set(now);
}

/// Writes a calendar event.
///
/// # Errors
/// The store failed, or the vendor id is taken.
pub async fn insert(
    db: &impl ConnectionTrait,
    brand: i64,
    new: NewEvent,
    now: Timestamp,
) -> Result<calendar_event::Model> {
    let mut row = calendar_event::ActiveModel {
        brand_id: Set(brand),
        source_record_id: Set(new.source_record),
        vendor_id: Set(new.vendor_id),
        created_at: Set(now),
        ..Default::default()
    };
    say(&mut row, new.fields, now);
    Ok(calendar_event::Entity::insert(row).exec_with_returning(db).await?)
}

/// A calendar event of the brand.
///
/// # Errors
/// The store failed.
pub async fn by_id(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<calendar_event::Model>> {
    listing::find::<calendar_event::Entity>(db, brand, id).await
}

/// Changes what a calendar event says.
///
/// # Errors
/// The store failed.
pub async fn update(
    db: &impl ConnectionTrait,
    row: calendar_event::Model,
    fields: EventFields,
    now: Timestamp,
) -> Result<calendar_event::Model> {
    let mut row = row.into_active_model();
    say(&mut row, fields, now);
    Ok(row.update(db).await?)
}

/// Removes a calendar event.
///
/// # Errors
/// The store failed.
pub async fn delete(db: &impl ConnectionTrait, id: i64) -> Result<()> {
    calendar_event::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

//! Rows of notes.

use entity::{Timestamp, note};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, Condition, ConnectionTrait, EntityTrait, IntoActiveModel};

use super::NoteFilter;
use crate::domain::activity::Under;
use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;
use crate::store::listing::{self, Branded};
use crate::store::numbering::Numbered;

impl Branded for note::Entity {
    fn brand_column() -> note::Column {
        note::Column::BrandId
    }
}

impl Numbered for note::Entity {
    fn vendor_id_column() -> note::Column {
        note::Column::VendorId
    }
}

impl Listed for note::Entity {
    type Filter = NoteFilter;

    fn link(filter: &NoteFilter) -> Link<note::Column> {
        match filter.under {
            Under::Customer => Link::SourceRecord(note::Column::SourceRecordId),
            Under::Pipeline => Link::Owner(note::Column::PipelineId),
        }
    }

    fn ordering(_: &NoteFilter) -> Ordering<note::Column> {
        Ordering::descending(note::Column::CreatedAt)
    }

    fn id() -> note::Column {
        note::Column::Id
    }

    fn condition(_: &NoteFilter) -> Condition {
        Condition::all()
    }
}

/// A note to be written.
#[derive(Clone, Debug)]
pub struct NewNote {
    /// The record it hangs on.
    pub source_record: i64,
    /// The pipeline it is on; it hangs on the same record.
    pub pipeline: Option<i64>,
    /// The vendor's own id.
    pub vendor_id: Option<String>,
    /// The remark, plain text.
    pub text: String,
    /// Who wrote it; absent: not known.
    pub author: Option<String>,
}

/// Writes a note.
///
/// # Errors
/// The store failed, or the vendor id is taken.
pub async fn insert(db: &impl ConnectionTrait, brand: i64, new: NewNote, now: Timestamp) -> Result<note::Model> {
    let row = note::ActiveModel {
        brand_id: Set(brand),
        source_record_id: Set(new.source_record),
        pipeline_id: Set(new.pipeline),
        vendor_id: Set(new.vendor_id),
        text: Set(new.text),
        author: Set(new.author),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    Ok(note::Entity::insert(row).exec_with_returning(db).await?)
}

/// A note of the brand.
///
/// # Errors
/// The store failed.
pub async fn by_id(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<note::Model>> {
    listing::find::<note::Entity>(db, brand, id).await
}

/// Changes the text of a note.
///
/// # Errors
/// The store failed.
pub async fn update(db: &impl ConnectionTrait, row: note::Model, text: String, now: Timestamp) -> Result<note::Model> {
    let mut row = row.into_active_model();
    row.text = Set(text);
    row.updated_at = Set(now);
    Ok(row.update(db).await?)
}

/// Removes a note.
///
/// # Errors
/// The store failed.
pub async fn delete(db: &impl ConnectionTrait, id: i64) -> Result<()> {
    note::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

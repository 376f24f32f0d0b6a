//! Rows of tasks.

use entity::{Timestamp, task};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
};

use super::{TaskFields, TaskFilter, TaskState};
use crate::domain::activity::{Under, texts};
use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;
use crate::store::listing::{self, Branded};
use crate::store::numbering::Numbered;

impl Branded for task::Entity {
    fn brand_column() -> task::Column {
        task::Column::BrandId
    }
}

impl Numbered for task::Entity {
    fn vendor_id_column() -> task::Column {
        task::Column::VendorId
    }
}

impl Listed for task::Entity {
    type Filter = TaskFilter;

    fn link(filter: &TaskFilter) -> Link<task::Column> {
        match filter.under {
            Under::Customer => Link::SourceRecord(task::Column::SourceRecordId),
            Under::Pipeline => Link::Owner(task::Column::PipelineId),
        }
    }

    fn ordering(filter: &TaskFilter) -> Ordering<task::Column> {
        match filter.state {
            // What was done last is looked for first.
            Some(TaskState::Done) => Ordering::descending(task::Column::DoneAt),
            _ => Ordering::ascending(task::Column::DueOn),
        }
    }

    fn id() -> task::Column {
        task::Column::Id
    }

    fn condition(filter: &TaskFilter) -> Condition {
        use task::Column;
        let state = filter.state.map(|state| match state {
            TaskState::Open => Column::DoneAt.is_null(),
            TaskState::Done => Column::DoneAt.is_not_null(),
        });
        Condition::all()
            .add_option(state)
            .add_option(filter.due_from.map(|from| Column::DueOn.gte(from)))
            .add_option(filter.due_to.map(|to| Column::DueOn.lte(to)))
    }
}

/// A task to be written.
#[derive(Clone, Debug)]
pub struct NewTask {
    /// The record it hangs on.
    pub source_record: i64,
    /// The pipeline it belongs to; it hangs on the same record.
    pub pipeline: Option<i64>,
    /// The vendor's own id.
    pub vendor_id: Option<String>,
    /// What is to be done.
    pub fields: TaskFields,
}

/// What a row says.
pub fn fields(row: &task::Model) -> TaskFields {
    TaskFields {
        name: row.name.clone(),
        description: row.description.clone(),
        due_on: row.due_on,
        assignees: texts(&row.assignees),
    }
}

fn say(row: &mut task::ActiveModel, fields: TaskFields, now: Timestamp) {
    row.name = Set(fields.name);
    row.description = Set(fields.description);
    row.due_on = Set(fields.due_on);
    row.assignees = Set(fields.assignees.into());
    row.updated_at = Set(now);
}

/// Writes a task.
///
/// # Errors
/// The store failed, or the vendor id is taken.
pub async fn insert(db: &impl ConnectionTrait, brand: i64, new: NewTask, now: Timestamp) -> Result<task::Model> {
    let mut row = task::ActiveModel {
        brand_id: Set(brand),
        source_record_id: Set(new.source_record),
        pipeline_id: Set(new.pipeline),
        vendor_id: Set(new.vendor_id),
        created_at: Set(now),
        ..Default::default()
    };
    say(&mut row, new.fields, now);
    Ok(task::Entity::insert(row).exec_with_returning(db).await?)
}

/// A task of the brand.
///
/// # Errors
/// The store failed.
pub async fn by_id(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<task::Model>> {
    listing::find::<task::Entity>(db, brand, id).await
}

/// Changes what a task says.
///
/// # Errors
/// The store failed.
pub async fn update(
    db: &impl ConnectionTrait,
    row: task::Model,
    fields: TaskFields,
    now: Timestamp,
) -> Result<task::Model> {
    let mut row = row.into_active_model();
    say(&mut row, fields, now);
    Ok(row.update(db).await?)
}

/// Ticks a task off, or opens it again.
///
/// # Errors
/// The store failed.
pub async fn set_done(
    db: &impl ConnectionTrait,
    row: task::Model,
    done_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<task::Model> {
    let mut row = row.into_active_model();
    row.done_at = Set(done_at);
    row.updated_at = Set(now);
    Ok(row.update(db).await?)
}

/// Removes a task.
///
/// # Errors
/// The store failed.
pub async fn delete(db: &impl ConnectionTrait, id: i64) -> Result<()> {
    task::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

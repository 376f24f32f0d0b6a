//! Tasks in the graph.

pub mod inputs;
pub mod mutations;

use async_graphql::{ComplexObject, Context, Enum, Object, Result, SimpleObject};
use entity::task;

use super::{TaskFilter, TaskState, store};
use crate::domain::customer::graphql::Customer;
use crate::domain::pipeline::graphql::{self as pipelines, Pipeline};
use crate::domain::source;
use crate::domain::source::graphql::SourceRecord;
use crate::graphql::id::Gid;
use crate::graphql::listing::listing;
use crate::graphql::loaders::{children, row};
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::{Date, DateTime};
use crate::kinds;

pub use inputs::{CreateTaskInput, TaskFilterInput, UpdateTaskInput};
pub use mutations::TaskMutation;

kinds! {
    /// Ids of tasks.
    TaskKind => "Task",
}

/// The id of a task.
pub type TaskId = Gid<TaskKind>;

/// Whether a task is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "TaskState", remote = "TaskState")]
pub enum TaskStateName {
    /// Still to be done.
    Open,
    /// Ticked off.
    Done,
}

/// Something staff are to do for a customer or one of its pipelines.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Task {
    /// Opaque id.
    pub id: TaskId,
    /// What is to be done.
    pub name: String,
    /// Details.
    pub description: Option<String>,
    /// By which day.
    pub due_on: Date,
    /// Who is to do it: ids or names of colleagues, as its system writes them.
    pub assignees: Vec<String>,
    /// Whether it is done.
    pub state: TaskStateName,
    /// When it was ticked off; null while open.
    pub done_at: Option<DateTime>,
    /// When it was set.
    pub created_at: DateTime,
    /// When it was last changed.
    pub updated_at: DateTime,
    #[graphql(skip)]
    pipeline: Option<i64>,
    #[graphql(skip)]
    source_record: i64,
}

impl From<task::Model> for Task {
    fn from(row: task::Model) -> Self {
        let fields = store::fields(&row);
        Self {
            id: TaskId::new(row.id),
            name: fields.name,
            description: fields.description,
            due_on: Date(fields.due_on),
            assignees: fields.assignees,
            state: row.done_at.map_or(TaskStateName::Open, |_| TaskStateName::Done),
            done_at: row.done_at.map(DateTime),
            created_at: DateTime(row.created_at),
            updated_at: DateTime(row.updated_at),
            pipeline: row.pipeline_id,
            source_record: row.source_record_id,
        }
    }
}

#[ComplexObject]
impl Task {
    /// The pipeline it belongs to; null for a task for the customer itself.
    async fn pipeline(&self, ctx: &Context<'_>) -> Result<Option<Pipeline>> {
        pipelines::load_some(ctx, self.pipeline).await
    }

    /// The customer it is for.
    async fn customer(&self, ctx: &Context<'_>) -> Result<Option<Customer>> {
        source::graphql::customer(ctx, self.source_record).await
    }

    /// The record it hangs on.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::graphql::load(ctx, self.source_record).await
    }
}

/// The task with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<Task>> {
    Ok(row::<task::Entity>(ctx, id).await?.map(Task::from))
}

/// A customer's tasks.
pub struct CustomerTasks(pub i64);

#[Object]
impl CustomerTasks {
    /// What is to be done for the customer and its pipelines, by due date; asked for done ones alone, the last done first.
    async fn tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only tasks for which all of this holds.")] filter: Option<TaskFilterInput>,
    ) -> Result<Connection<Task>> {
        let paging = Paging::new(first, after, last, before);
        children::<task::Entity, _>(ctx, self.0, paging, filter.map(Into::into)).await
    }
}

/// The topic's queries.
#[derive(Debug, Default)]
pub struct TaskQuery;

#[Object]
impl TaskQuery {
    /// The tasks of the brand, for a board: open ones by due date, or done ones, the last done first.
    async fn tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only tasks for which all of this holds; open ones unless it names a state.")] filter: Option<
            TaskFilterInput,
        >,
    ) -> Result<Connection<Task>> {
        let filter = TaskFilter::from(filter.unwrap_or_default());
        // No index serves both states at once.
        let filter = TaskFilter { state: filter.state.or(Some(TaskState::Open)), ..filter };
        listing::<task::Entity, _>(ctx, Paging::new(first, after, last, before), filter).await
    }
}

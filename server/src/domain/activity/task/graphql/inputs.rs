//! What is said of tasks in arguments.

use async_graphql::{InputObject, MaybeUndefined};

use super::{TaskId, TaskStateName};
use crate::domain::activity::Under;
use crate::domain::activity::task::{TaskFields, TaskFilter};
use crate::domain::customer::graphql::CustomerId;
use crate::domain::pipeline::graphql::PipelineId;
use crate::domain::source::graphql::SourceRecordId;
use crate::graphql::mutation::{patch, replace};
use crate::graphql::page::DateRange;
use crate::graphql::scalar::Date;

/// What a list of tasks can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct TaskFilterInput {
    /// Only open or only done ones.
    pub state: Option<TaskStateName>,
    /// By which day.
    pub due: Option<DateRange>,
}

impl From<TaskFilterInput> for TaskFilter {
    fn from(input: TaskFilterInput) -> Self {
        let due = input.due.unwrap_or_default();
        Self {
            under: Under::default(),
            state: input.state.map(Into::into),
            due_from: due.from.map(|day| day.0),
            due_to: due.to.map(|day| day.0),
        }
    }
}

/// A task to be set.
#[derive(Clone, Debug, InputObject)]
pub struct CreateTaskInput {
    /// The customer.
    pub customer_id: CustomerId,
    /// The customer's pipeline that it is for; absent: the customer itself.
    pub pipeline_id: Option<PipelineId>,
    /// The record it shall hang on; absent: the pipeline's, or Onefold's own.
    pub source_record_id: Option<SourceRecordId>,
    /// What is to be done.
    pub name: String,
    /// Details.
    pub description: Option<String>,
    /// By which day.
    pub due_on: Date,
    /// Who is to do it: ids or names of colleagues.
    #[graphql(default)]
    pub assignees: Vec<String>,
}

impl CreateTaskInput {
    pub(super) fn fields(self) -> TaskFields {
        TaskFields { name: self.name, description: self.description, due_on: self.due_on.0, assignees: self.assignees }
    }
}

/// A change of a task. What is left out stays; what is null is cleared, where it may be empty.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateTaskInput {
    /// The task.
    pub id: TaskId,
    /// What is to be done.
    pub name: Option<String>,
    /// Details.
    pub description: MaybeUndefined<String>,
    /// By which day.
    pub due_on: Option<Date>,
    /// Who is to do it: ids or names of colleagues.
    pub assignees: Option<Vec<String>>,
}

impl UpdateTaskInput {
    pub(super) fn apply(self, fields: &mut TaskFields) {
        replace(&mut fields.name, self.name);
        patch(&mut fields.description, self.description);
        replace(&mut fields.due_on, self.due_on.map(|day| day.0));
        replace(&mut fields.assignees, self.assignees);
    }
}

//! Tasks: what staff are to do for a customer or for one of its pipelines, by a day.

pub mod graphql;
pub mod service;
pub mod store;

use chrono::NaiveDate;

use super::Under;
use crate::domain::rules;
use crate::error::Violation;

/// What a list of tasks can be narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TaskFilter {
    /// What it is a list of.
    pub under: Under,
    /// Only open or only done ones.
    pub state: Option<TaskState>,
    /// Due on this day or later.
    pub due_from: Option<NaiveDate>,
    /// Due on this day or earlier.
    pub due_to: Option<NaiveDate>,
}

/// Whether a task is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaskState {
    /// Still to be done.
    Open,
    /// Ticked off.
    Done,
}

/// What is said of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskFields {
    /// What is to be done.
    pub name: String,
    /// Details.
    pub description: Option<String>,
    /// By when.
    pub due_on: NaiveDate,
    /// Who is to do it: ids or names of colleagues.
    pub assignees: Vec<String>,
}

impl TaskFields {
    /// The rules it breaks.
    pub fn broken(&self) -> Vec<Option<Violation>> {
        let assignees = self.assignees.iter().enumerate();
        let blank = assignees.map(|(n, assignee)| rules::filled(&format!("assignees[{n}]"), assignee));
        std::iter::once(rules::filled("name", &self.name)).chain(blank).collect()
    }
}

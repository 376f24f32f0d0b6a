//! Activity: what staff write down, plan and arrange for a customer: notes, tasks, calendar events.
//!
//! Notes and tasks may belong to a pipeline. Such a one hangs on the pipeline's own record, so that an unmerge takes both along.

pub mod event;
pub mod note;
mod service;
pub mod task;

use serde_json::Value as Json;

pub use service::place;

/// What a list of notes or tasks is asked of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Under {
    /// A customer: everything on its records, also what belongs to its pipelines.
    #[default]
    Customer,
    /// One pipeline.
    Pipeline,
}

/// The texts of a JSON array; anything else in it is left out.
pub fn texts(array: &Json) -> Vec<String> {
    array.as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
}

//! Notes: remarks on a customer or on one of its pipelines.

pub mod graphql;
pub mod service;
pub mod store;

use super::Under;

/// What a list of notes can be narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct NoteFilter {
    /// What it is a list of.
    pub under: Under,
}

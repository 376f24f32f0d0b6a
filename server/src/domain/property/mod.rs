//! Properties: fields that a company added to its customers. Definitions say which values are allowed ([`check`]).

pub mod definition;
pub mod graphql;
pub mod service;
pub mod store;
mod value;

pub use value::{CheckedValue, can_be_unique, check, has_items};

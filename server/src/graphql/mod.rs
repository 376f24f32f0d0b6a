//! The GraphQL face: a Federation 2 subgraph assembled from the topics, one line each.
//!
//! A resolver does four things: decode the id, check permission, call one service, wrap. Lists are Relay connections over keyset pages
//! ([`page`]); rows of many parents come from one statement ([`loaders`]); expected outcomes of a mutation are values of its payload
//! and faults are errors with `extensions.code` ([`error`]). What the engine answers is put in the specification's order ([`answer`]).

pub mod answer;
pub mod cost;
pub mod document;
pub mod error;
pub mod federation;
pub mod id;
pub mod listing;
pub mod loaders;
pub mod mutation;
pub mod page;
pub mod plans;
pub mod root;
pub mod scalar;
pub mod secret;
pub mod waves;

pub use root::{Schema, schema, sdl, shape};

//! Onefold: one GraphQL API, one admin app and one binary over five customer systems.
//!
//! ```text
//!  GraphQL, admin app ──► graphql ──────────┐
//!                                           ├──► domain/<topic>/service ──► store ──► SQLite, PostgreSQL
//!  REST mirror ──► vendor/<v>, an operation ┘
//! ```

pub mod app;
pub mod clock;
pub mod config;
pub mod domain;
pub mod error;
pub mod graphql;
pub mod store;

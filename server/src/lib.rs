//! Onefold: one GraphQL API, one admin app and one binary over five customer systems.
//!
//! ```text
//!  GraphQL, admin app ──► graphql ──────────┐
//!                                           ├──► domain/<topic>/service ──► store ──► SQLite, PostgreSQL
//!  REST mirror ──► vendor/<v>, an operation ┘
//! ```
//!
//! A topic is one folder of [`domain`], a vendor is one folder of [`vendor`], shared machinery sits beside them. To add
//!
//! - a **topic**: its folder in [`domain`] (whose page says which file holds what), its tables in `entity` and `migration`, its line in
//!   [`domain`] and in [`graphql::root`];
//! - a **vendor**: its folder in [`vendor`] and its line there;
//! - an **operation** of a vendor: one file in that vendor's folder and its line in the vendor's list.

// Merged objects nest one future in another, one for each topic; their layout is deeper than the compiler's usual limit.
#![recursion_limit = "256"]

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod error;
pub mod graphql;
pub mod job;
pub mod metrics;
pub mod net;
pub mod sandbox;
pub mod seed;
pub mod store;
pub mod telemetry;
pub mod vendor;
pub mod web;

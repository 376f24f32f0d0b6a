//! Connections in proxy mode, against a sandbox over real HTTP: what a client of Onefold gets is what the vendor answers, and afterwards
//! both know the same.

mod carecloud;
mod customer_database_app;
mod customergauge;
mod customerscore;
mod definitions;
mod failures;
mod omnidesk;
mod story;
pub(crate) mod tree;

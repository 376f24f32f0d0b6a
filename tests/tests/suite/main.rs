//! The suite: one binary, one module a subject.

mod carecloud_customers;
mod customers;
mod customerscore_import;
mod graphql_http;
mod hostile;
mod identity;
mod layering;
mod ledger;
mod listening;
mod purchases;
mod seed;
mod sessions;
mod statements;
mod writers;

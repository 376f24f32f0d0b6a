//! The suite: one binary, one module a subject.

mod carecloud_customers;
mod customers;
mod customerscore_import;
mod graphql_http;
mod identity;
mod layering;
mod ledger;
mod purchases;
mod rewards;
mod seed;
mod segments;
mod sessions;

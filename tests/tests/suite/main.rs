//! The suite: one binary, one module a subject.

mod carecloud_customers;
mod customer_database_app;
mod customergauge;
mod customers;
mod customerscore_import;
mod forms;
mod graphql_http;
mod identity;
mod layering;
mod ledger;
mod purchases;
mod seed;
mod sessions;

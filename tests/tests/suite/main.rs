//! The suite: one binary, one module a subject.

mod admin_access;
mod admin_audit;
mod admin_brand;
mod admin_connections;
mod admin_keys;
mod admin_kit;
mod admin_staff;
mod admin_viewer;
mod carecloud_customers;
mod customers;
mod customerscore_import;
mod forms;
mod graphql_http;
mod identity;
mod layering;
mod ledger;
mod omnidesk;
mod openapi;
mod purchases;
mod seed;
mod sessions;

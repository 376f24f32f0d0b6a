//! The suite: one binary, one module a subject.

mod carecloud_customers;
mod customers;
mod graphql_http;
mod identity;
mod layering;
mod seed;
mod sessions;

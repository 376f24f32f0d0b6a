//! The suite: one binary, one module a subject.

mod customers;
mod graphql_http;
mod identity;
mod sessions;

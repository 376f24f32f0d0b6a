//! The suite: one binary, one module a subject.

mod carecloud_actions;
mod carecloud_auth_tokens;
mod carecloud_customer_source_records;
mod carecloud_customers;
mod carecloud_interest_records;
mod carecloud_lookups;
mod carecloud_loyalty;
mod carecloud_property_records;
mod carecloud_tokens;
mod customer_credentials;
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

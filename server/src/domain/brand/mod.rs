//! Brands: the tenants. Everything else belongs to one of them, and nothing is shared between two.

pub mod graphql;

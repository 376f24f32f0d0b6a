//! Interests: what customers are interested in, chosen from a list that the brand's systems define.

pub mod graphql;
pub mod service;
pub mod store;

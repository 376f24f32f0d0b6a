//! Consents: what a customer allowed, purpose by purpose.

pub mod service;
pub mod store;

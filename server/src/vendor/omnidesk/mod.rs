//! Omnidesk: the contact centre's customer controller, API v2.

mod account;
mod channels;
mod customers;
mod dialect;
mod plan;
mod readings;
mod session;
mod settings;

pub use dialect::Omnidesk;

use super::contract::Entry;

/// Every documented operation.
pub fn operations() -> Vec<Entry<Omnidesk>> {
    customers::operations()
}

//! Customerscore.io: customer health. One documented endpoint, the bulk import.

mod account;
mod dialect;
mod import;
mod plan;

pub use dialect::Customerscore;

use super::contract::Entry;

/// Every documented operation.
pub fn operations() -> Vec<Entry<Customerscore>> {
    vec![Entry::of::<import::ImportCustomers>()]
}

//! CRM CareCloud: loyalty. Two interfaces, enterprise for back offices and customer for apps, over the same operations.

mod access;
mod actions;
mod basic;
mod connection_test;
mod customer_source_records;
mod customers;
mod dialect;
mod identity;
mod ids;
mod interest_records;
mod interface;
mod lookups;
mod paging;
mod property_records;
mod renamed;
mod time;
mod tokens;
mod users;

pub(in crate::vendor) use basic::digest_for;
pub use dialect::CareCloud;

use super::contract::Entry;

/// Every documented operation.
pub fn operations() -> Vec<Entry<CareCloud>> {
    [
        users::operations(),
        tokens::operations(),
        customers::operations(),
        actions::operations(),
        property_records::operations(),
        interest_records::operations(),
        customer_source_records::operations(),
        lookups::operations(),
        connection_test::operations(),
    ]
    .concat()
}

//! CRM CareCloud: loyalty. Two interfaces, enterprise for back offices and customer for apps, over the same operations.

mod access;
mod account;
mod actions;
mod basic;
mod cards;
mod connection_test;
mod credits;
mod customer_source_records;
mod customers;
mod dialect;
mod heard;
mod identity;
mod ids;
mod interest_records;
mod interface;
mod lookups;
mod lots;
mod names;
mod paging;
mod parameters;
mod plan;
mod points;
mod proofs;
mod property_records;
mod purchases;
mod readings;
mod recommendation_records;
mod renamed;
mod rewards;
mod segment_records;
mod status_records;
mod time;
mod tokens;
mod upstream;
mod users;
mod vouchers;

pub use dialect::CareCloud;

use super::contract::Entry;

/// Every documented operation.
pub fn operations() -> Vec<Entry<CareCloud>> {
    [
        users::operations(),
        tokens::operations(),
        customers::operations(),
        actions::operations(),
        purchases::operations(),
        points::operations(),
        credits::operations(),
        vouchers::operations(),
        rewards::operations(),
        cards::operations(),
        segment_records::operations(),
        status_records::operations(),
        recommendation_records::operations(),
        property_records::operations(),
        interest_records::operations(),
        customer_source_records::operations(),
        lookups::operations(),
        connection_test::operations(),
    ]
    .concat()
}

//! Customer source records: where a customer comes from, and under which id they are known there.

mod add;
mod list;
mod types;

use super::dialect::CareCloud;
use crate::vendor::contract::Entry;

/// Where they lie.
const PATH: &str = "/customers/{customer_id}/customer-source-records";

pub(super) fn operations() -> Vec<Entry<CareCloud>> {
    vec![Entry::of::<list::ListCustomerSourceRecords>(), Entry::of::<add::AddCustomerSourceRecord>()]
}

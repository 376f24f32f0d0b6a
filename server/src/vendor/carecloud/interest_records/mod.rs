//! Interest records: what a customer is interested in.

mod add;
mod delete;
mod list;
mod records;
mod replace;
mod types;

use super::dialect::CareCloud;
use crate::vendor::contract::Entry;

/// Where they lie.
const PATH: &str = "/customers/{customer_id}/interest-records";
/// Where one of them lies.
const ITEM: &str = "/customers/{customer_id}/interest-records/{interest_record_id}";

pub(super) fn operations() -> Vec<Entry<CareCloud>> {
    vec![
        Entry::of::<list::ListInterestRecords>(),
        Entry::of::<add::AddInterestRecord>(),
        Entry::of::<replace::ReplaceInterestRecord>(),
        Entry::of::<delete::DeleteInterestRecord>(),
    ]
}

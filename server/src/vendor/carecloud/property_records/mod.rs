//! Property records: what a customer has in the fields that the company added.

mod add;
mod delete;
mod list;
mod records;
mod replace;
mod types;

pub(super) use records::set_all;
pub(super) use types::{PropertyRecord, list_field};

use super::dialect::CareCloud;
use crate::vendor::contract::Entry;

/// Where they lie.
const PATH: &str = "/customers/{customer_id}/property-records";
/// Where one of them lies. The page calls its id `property_id`, the later specification `property_record_id`: either is read.
const ITEM: &str = "/customers/{customer_id}/property-records/{property_record_id}";

pub(super) fn operations() -> Vec<Entry<CareCloud>> {
    vec![
        Entry::of::<list::ListPropertyRecords>(),
        Entry::of::<add::AddPropertyRecord>(),
        Entry::of::<replace::ReplacePropertyRecord>(),
        Entry::of::<delete::DeletePropertyRecord>(),
    ]
}

//! Look-up lists: what the ids in other resources name. One file a list, or several where they differ in nothing but names.
//!
//! To add a list: a type that implements [`list::List`], and its line in [`operations`].

mod customer_properties;
mod customer_sources;
mod interests;
mod list;
mod said;
mod segments;
mod shops;
mod sorts;
mod statuses;

use chrono_tz::Tz;
use entity::lookup;
pub(super) use list::state;
use list::{Get, List};
use serde_json::Value;

use super::dialect::CareCloud;
use crate::vendor::contract::Entry;

pub(super) fn operations() -> Vec<Entry<CareCloud>> {
    vec![
        Entry::of::<Get<customer_properties::CustomerProperties>>(),
        Entry::of::<Get<interests::Interests>>(),
        Entry::of::<Get<customer_sources::CustomerSources>>(),
        Entry::of::<Get<sorts::PointTypes>>(),
        Entry::of::<Get<sorts::CreditTypes>>(),
        Entry::of::<Get<sorts::CardTypes>>(),
        Entry::of::<Get<sorts::RewardTypes>>(),
        Entry::of::<Get<sorts::PurchaseTypes>>(),
        Entry::of::<Get<segments::Segments>>(),
        Entry::of::<Get<statuses::Statuses>>(),
        Entry::of::<Get<shops::Stores>>(),
    ]
}

/// A store as its list and rewards show it.
pub(super) fn store(row: lookup::Model, zone: Tz) -> Value {
    shops::Stores::item(row, zone)
}

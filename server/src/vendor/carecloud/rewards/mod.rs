//! The rewards that are offered to a customer.

mod list;
mod types;

pub(super) use types::{Offered, Reward};

use super::dialect::CareCloud;
use crate::vendor::contract::Entry;

pub(super) fn operations() -> Vec<Entry<CareCloud>> {
    vec![Entry::of::<list::ListRewards>()]
}

//! A customer's purchases.

mod list;
mod types;

use super::dialect::CareCloud;
use crate::vendor::contract::Entry;

pub(super) fn operations() -> Vec<Entry<CareCloud>> {
    vec![Entry::of::<list::ListPurchases>()]
}

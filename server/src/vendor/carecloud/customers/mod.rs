//! Customers: create, list, item, replace.

mod checks;
mod create;
mod fields;
mod heard;
mod item;
mod list;
mod mapping;
mod replace;
mod types;

pub(super) use fields::social_network_credentials;
pub(super) use list::date;
pub(super) use mapping::{consent_said, person_said};
pub(super) use types::SocialNetworkCredentials;

use super::dialect::CareCloud;
use crate::vendor::contract::Entry;

pub(super) fn operations() -> Vec<Entry<CareCloud>> {
    vec![
        Entry::of::<create::CreateCustomer>(),
        Entry::of::<list::ListCustomers>(),
        Entry::of::<item::GetCustomer>(),
        Entry::of::<replace::ReplaceCustomer>(),
        Entry::of::<replace::ReplaceOwnCustomer>(),
    ]
}

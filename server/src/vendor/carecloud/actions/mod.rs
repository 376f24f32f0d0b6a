//! Actions on customers, of the enterprise interface alone: who is this?

mod auth_token;
mod search_customers;
mod verify_auth_token;
mod verify_credentials;
mod verify_social_network_credentials;

use super::dialect::CareCloud;
use crate::vendor::contract::Entry;

/// How a refusal on the other interface names them.
const RESOURCE: &str = "customers/actions";

pub(super) fn operations() -> Vec<Entry<CareCloud>> {
    vec![
        Entry::of::<verify_credentials::VerifyCredentials>(),
        Entry::of::<verify_social_network_credentials::VerifySocialNetworkCredentials>(),
        Entry::of::<search_customers::SearchCustomers>(),
        Entry::of::<auth_token::IssueAuthToken>(),
        Entry::of::<verify_auth_token::VerifyAuthToken>(),
    ]
}

//! Tokens of devices, of the customer interface alone: an app gets one, and a customer logs in and out on it.

mod auth_token;
mod auth_token_login;
mod create;
mod login;
mod logout;
mod shown;
mod social_network_login;
pub(super) mod upstream;

use super::dialect::CareCloud;
use crate::vendor::contract::Entry;

/// How a refusal on the other interface names them.
const RESOURCE: &str = "tokens";

pub(super) fn operations() -> Vec<Entry<CareCloud>> {
    vec![
        Entry::of::<create::CreateToken>(),
        Entry::of::<login::LogIn>(),
        Entry::of::<social_network_login::LogInBySocialNetwork>(),
        Entry::of::<auth_token_login::LogInByAuthToken>(),
        Entry::of::<logout::LogOut>(),
        Entry::of::<auth_token::GetAuthToken>(),
    ]
}

//! Channels: the addresses under which a customer can be reached.

pub mod graphql;
pub mod service;
pub mod store;

use entity::channel::ChannelKind;

use crate::domain::source::{email_key, phone_key};

/// What a list of channels can be narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ChannelFilter {
    /// Only this kind.
    pub kind: Option<ChannelKind>,
}

/// An address as it is compared: letters of an e-mail address in lower case, digits of a number.
pub fn address_key(kind: ChannelKind, address: &str) -> String {
    match kind {
        ChannelKind::Telephone => phone_key(address),
        _ => email_key(address),
    }
}

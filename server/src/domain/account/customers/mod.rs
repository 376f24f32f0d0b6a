//! Customers proving who they are: by a login and a password, by an account at a social network, or by a token that one application
//! hands over to another.

pub mod devices;
pub mod graphql;
pub mod hand_over;
pub mod service;
mod store;

/// What a customer shows beside the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LoginKind {
    /// The e-mail address.
    Email,
    /// The telephone number.
    Phone,
    /// The number of a card that is honoured.
    Card,
}

/// A login as it was shown.
#[derive(Clone, Debug)]
pub struct Login {
    /// What it is.
    pub kind: LoginKind,
    /// Its text.
    pub value: String,
}

/// An account at a social network as it was shown.
#[derive(Clone, Debug)]
pub struct SocialLogin {
    /// The network.
    pub network: String,
    /// What the network says of the customer.
    pub token: String,
}

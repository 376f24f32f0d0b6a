//! Customers proving who they are: by a login and a password, by an account at a social network, or by a token that one application
//! hands over to another. A connection in proxy mode keeps no passwords here: its vendor is asked ([`elsewhere`]).

pub mod devices;
pub mod elsewhere;
pub mod graphql;
pub mod hand_over;
pub mod service;
mod store;

use hand_over::ShownToken;

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

/// What a customer shows, for whoever knows the customer to say who it is.
#[derive(Clone, Copy)]
pub enum Proof<'a> {
    /// A login and the password.
    Password(&'a Login, &'a str),
    /// An account at a social network.
    Social(&'a SocialLogin),
    /// A token that another application handed over.
    Token(&'a ShownToken),
}

impl std::fmt::Debug for Proof<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Password(..) => "Password(***)",
            Self::Social(_) => "Social(***)",
            Self::Token(_) => "Token(***)",
        })
    }
}

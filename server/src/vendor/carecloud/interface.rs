//! The two interfaces.

use entity::vendor_token;

/// Through which door a client came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interface {
    /// Back-office systems; sees every customer.
    Enterprise,
    /// Apps and portals; sees the logged-in customer.
    Customer,
}

impl Interface {
    /// The interface that a path prefix belongs to.
    pub(super) fn of(prefix: &str) -> Self {
        if prefix.contains("/enterprise-interface/") { Self::Enterprise } else { Self::Customer }
    }

    /// Its name in errors.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Enterprise => "enterprise-interface",
            Self::Customer => "customer-interface",
        }
    }
}

/// What is known of a client beyond viewer and connection.
#[derive(Debug)]
pub struct Session {
    /// Its door.
    pub interface: Interface,
    /// The token it showed; absent where a user's own credentials were shown.
    pub token: Option<vendor_token::Model>,
}

impl Session {
    /// The source record of the customer who is logged in.
    pub(super) fn logged_in(&self) -> Option<i64> {
        self.token.as_ref()?.source_record_id
    }
}

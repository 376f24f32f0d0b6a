//! Customers: the golden record, the node everything in the graph hangs on.

pub mod graphql;
pub mod service;
pub mod store;

use entity::customer::CustomerKind;

/// What a list of customers can be narrowed by; all that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CustomerFilter {
    /// Words that each begin a part of the name, or begin the e-mail address or telephone number.
    pub search: Option<String>,
    /// Persons or companies.
    pub kind: Option<CustomerKind>,
    /// Exactly this address, without regard to case.
    pub email: Option<String>,
    /// Exactly this number, digits only compared.
    pub phone: Option<String>,
    /// ISO 3166 alpha-2, lower case.
    pub country: Option<String>,
    /// Known to a connection of this vendor.
    pub vendor: Option<entity::connection::Vendor>,
    /// Member of this segment.
    pub segment: Option<i64>,
    /// Health score at least this.
    pub health_from: Option<entity::Amount>,
    /// Health score at most this.
    pub health_to: Option<entity::Amount>,
    /// Created at this instant or later.
    pub created_from: Option<entity::Timestamp>,
    /// Created before this instant.
    pub created_until: Option<entity::Timestamp>,
}

/// The columns a list of customers can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CustomerSort {
    /// Family name, then given name, without accents.
    #[default]
    Name,
    /// When the customer was made.
    Created,
    /// When it was last changed.
    Updated,
    /// When something last happened.
    LastActivity,
    /// Health score.
    Health,
}

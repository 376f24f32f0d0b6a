//! What several operations ask for alike: one struct for each fragment of `graphql/fragments`.

use super::graph::Vendor;
use super::scalar::Decimal;

/// What lies before and behind a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Paging {
    /// Whether there is more behind.
    pub(crate) has_next_page: bool,
    /// Whether there is more before.
    pub(crate) has_previous_page: bool,
    /// The first item's cursor.
    pub(crate) start_cursor: Option<String>,
    /// The last item's cursor.
    pub(crate) end_cursor: Option<String>,
}

/// A rule that an input broke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    /// Where in the input.
    pub(crate) path: String,
    /// For people.
    pub(crate) message: String,
}

/// The record that says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SaidBy {
    /// The system.
    pub(crate) vendor: Vendor,
    /// The connection to it.
    pub(crate) connection_name: Option<String>,
    /// The record's id there.
    pub(crate) vendor_id: String,
}

/// An amount of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sum {
    /// The exact amount.
    pub(crate) amount: Decimal,
    /// Its currency.
    pub(crate) currency: String,
}

impl Sum {
    /// As people write it.
    pub(crate) fn text(&self) -> String {
        crate::format::money(&self.amount.0, &self.currency)
    }
}

//! A part of a list.

use super::shared::Paging;

/// The items of one page and where it lies in its list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Page<T> {
    /// The items.
    pub(crate) items: Vec<T>,
    /// What lies before and behind.
    pub(crate) paging: Paging,
}

impl<T> Page<T> {
    /// The page that a connection answered.
    pub(crate) fn new(items: Vec<T>, paging: impl Into<Paging>) -> Self {
        Self { items, paging: paging.into() }
    }

    /// Where the next page begins; nothing when this is the last.
    pub(crate) fn next(&self) -> Option<String> {
        self.paging.end_cursor.clone().filter(|_| self.paging.has_next_page)
    }

    /// Where the page before ends; nothing when this is the first.
    pub(crate) fn previous(&self) -> Option<String> {
        self.paging.start_cursor.clone().filter(|_| self.paging.has_previous_page)
    }
}

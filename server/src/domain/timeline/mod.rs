//! The timeline: what happened to a customer, in one order. Topics write their entries with the change itself
//! ([`crate::store::Work::timeline`]); here they are read, and events from elsewhere are entered.

pub mod graphql;
pub mod service;
pub mod store;

use entity::Timestamp;

/// The kind of an event that happened outside and was entered or sent here.
pub const EXTERNAL: &str = "event.external";

/// Characters of a longer text that the list of a timeline shows.
const TITLE: usize = 120;

/// The line that the list shows of a longer text.
pub fn title(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    if line.chars().count() <= TITLE {
        return line.to_owned();
    }
    line.chars().take(TITLE - 1).chain(['…']).collect()
}

/// What a timeline can be narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TimelineFilter {
    /// Only these kinds; `note` stands for every kind that begins with `note.`. Empty: all.
    pub kinds: Vec<String>,
    /// At this instant or later.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub until: Option<Timestamp>,
    /// Only what belongs to no ticket.
    pub without_tickets: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_message_is_cut_for_the_list() {
        assert_eq!(title("\n Order 5 shipped\nwith two parcels"), "Order 5 shipped");
        assert_eq!(title(&"ž".repeat(300)).chars().count(), TITLE);
    }
}

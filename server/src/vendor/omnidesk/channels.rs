//! The vendor's kinds of channel: by name, or by a number that each account gives them.

use entity::channel::{self, ChannelKind};
use entity::connection;

use super::settings;
use crate::domain::source::Facts;

/// The kinds that the page names, with the numbers they have where the account's settings give them none.
const KINDS: [(ChannelKind, &str, i64); 4] = [
    (ChannelKind::Email, "email", 1),
    (ChannelKind::Telephone, "telephone", 2),
    (ChannelKind::Facebook, "facebook", 3),
    (ChannelKind::Twitter, "twitter", 4),
];

/// An address that a call names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// Its kind.
    pub(super) kind: ChannelKind,
    /// The vendor's number of a kind that is not known here.
    pub(super) label: Option<String>,
    /// As sent.
    pub(super) text: String,
}

impl Address {
    /// An address of a kind known by itself.
    pub(super) fn of(kind: ChannelKind, text: String) -> Self {
        Self { kind, label: None, text }
    }

    /// An address of a kind named as the vendor does: `email`, or a number. The text has been checked to be one or the other.
    pub(super) fn named(connection: &connection::Model, kind: &str, text: String) -> Self {
        let own = settings::channel_ids(connection).find(|(number, _)| *number == kind).map(|(_, name)| name);
        let name = own.unwrap_or(kind);
        let known =
            KINDS.iter().find(|(_, known, number)| *known == name || (own.is_none() && number.to_string() == name));
        match known {
            Some((kind, ..)) => Self::of(*kind, text),
            None => Self { kind: ChannelKind::Other, label: Some(name.to_owned()), text },
        }
    }

    /// Whether it is the one that a record is reached under.
    pub(super) fn is_used(&self, facts: &Facts) -> bool {
        let used = match self.kind {
            ChannelKind::Email => &facts.email,
            ChannelKind::Telephone => &facts.phone,
            ChannelKind::Facebook | ChannelKind::Twitter | ChannelKind::Other => return false,
        };
        used.as_ref() == Some(&self.text)
    }

    /// An address whose kind can be told from itself: an e-mail address, or a number with its country.
    pub(super) fn guessed(text: &str) -> Option<Self> {
        let dialled =
            text.strip_prefix('+').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
        let kind = if text.contains('@') { ChannelKind::Email } else { ChannelKind::Telephone };
        (dialled || kind == ChannelKind::Email).then(|| Self::of(kind, text.to_owned()))
    }
}

/// The number and the name of a channel's kind.
pub(super) fn kind_of(connection: &connection::Model, channel: &channel::Model) -> (i64, String) {
    let label = channel.label.as_deref().unwrap_or_default();
    let Some((_, name, number)) = KINDS.iter().find(|(kind, ..)| *kind == channel.kind) else {
        let own = settings::channel_ids(connection).find(|(_, named)| *named == label).map(|(number, _)| number);
        return (own.unwrap_or(label).parse().unwrap_or_default(), label.to_owned());
    };
    let own = settings::channel_ids(connection).find(|(_, named)| named == name).map(|(number, _)| number);
    (own.and_then(|own| own.parse().ok()).unwrap_or(*number), (*name).to_owned())
}

/// The number of a channel: the vendor's own, or the one it has here.
pub(super) fn number_of(channel: &channel::Model) -> i64 {
    channel.vendor_id.as_deref().and_then(|id| id.parse().ok()).unwrap_or(channel.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_shows_its_kind_is_guessed() {
        let kind = |text: &str| Address::guessed(text).map(|address| address.kind);
        assert_eq!(kind("ann@example.com"), Some(ChannelKind::Email));
        assert_eq!(kind("+31612312311"), Some(ChannelKind::Telephone));
        for unclear in ["31612312311", "ann", "+", "+31 6", ""] {
            assert_eq!(kind(unclear), None, "{unclear}");
        }
    }
}

//! Parameters that several endpoints share, each under all the names the page has for it.

use std::sync::LazyLock;

use regex::Regex;

use super::super::dialect::CHANNELS;
use crate::vendor::shape::{Field, Kind};

/// One value has many names on the page. Each endpoint takes all of them; the one it prints itself wins.
const BRAND: &[&str] = &["brand_id", "brandID", "brandId"];
const CUSTOMER: &[&str] = &["customer_id", "customerID", "customerId"];
const PRIMARY: &[&str] =
    &["primary_id", "primaryID", "externalPrimaryID", "external_primary_id", "external_id", "externalID"];

/// Texts that are kept in an index.
const LONGEST: usize = 255;
/// An address of a page.
const LONGEST_URL: usize = 2000;

/// "Pattern: ^[a-zA-ZÀ-ÖØ-Þß-öø-ÿŠš\.\-\' ]+$"
static NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[a-zA-ZÀ-ÖØ-Þß-öø-ÿŠš.\-' ]+$"));
/// "^\+[0-9]+$"
static TELEPHONE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\+[0-9]+$"));
/// "^[a-zA-Z0-9_ ]+$"
static TWITTER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[a-zA-Z0-9_ ]+$"));
/// The page prints an example and no pattern.
static EMAIL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$"));
/// "^([0-9]+|email|telephone|facebook|twitter)$"
static CHANNEL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^([0-9]+|email|telephone|facebook|twitter)$"));
/// "^[0-9a-zA-Z ]+$"
static QUERY: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[0-9a-zA-Z ]+$"));
/// What may stand behind a link.
static WEB: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[hH][tT][tT][pP][sS]?://[^\s]+$"));

#[expect(clippy::expect_used, reason = "the patterns are constants and a test reads each")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern")
}

/// Whether the vendor takes a text for a name.
pub(in super::super) fn is_name(text: &str) -> bool {
    NAME.is_match(text)
}

/// Whether a text is an e-mail address.
pub(super) fn is_email(text: &str) -> bool {
    EMAIL.is_match(text)
}

/// The number of a brand, under the name that the endpoint prints.
pub(super) fn brand(name: &'static str) -> Field {
    Field::body(name, Kind::Integer).or(BRAND).doc("Number of the brand")
}

/// The vendor's number of a customer.
pub(super) fn customer(name: &'static str) -> Field {
    Field::body(name, Kind::Integer).or(CUSTOMER).doc("The customer's id at the vendor")
}

/// The company's own id of a customer.
pub(super) fn primary(name: &'static str) -> Field {
    Field::body(name, Kind::Text)
        .or(PRIMARY)
        .or_number()
        .longest(LONGEST)
        .doc("The external primary ID of the customer")
}

/// The same three in the query.
pub(super) fn in_query(field: Field) -> Field {
    Field { place: crate::vendor::shape::Place::Query, ..field }
}

/// `firstname` and `lastname`.
pub(super) fn names() -> [Field; 2] {
    ["firstname", "lastname"].map(|name| Field::body(name, Kind::Text).longest(LONGEST).pattern(&NAME))
}

/// `customerChannelType_N` with `customerChannelValue_N`, as the dialect has joined them.
pub(super) fn channel_pairs() -> Field {
    let pair = vec![
        Field::body("type", Kind::Text).pattern(&CHANNEL).doc("Name or number of the channel"),
        Field::body("value", Kind::Text).longest(LONGEST).doc("The address"),
    ];
    let kind = Kind::List { of: Box::new(Kind::Object(pair)), at_least: 0, at_most: 100 };
    Field::body(CHANNELS, kind).doc("customerChannelType_N and customerChannelValue_N")
}

/// `channel_id`
pub(super) fn channel() -> Field {
    Field::body("channel_id", Kind::Text).or_number().pattern(&CHANNEL).doc("Name or the ID of the channel")
}

/// `extra_email`
pub(super) fn extra_email() -> Field {
    Field::body("extra_email", Kind::Text).longest(LONGEST).pattern(&EMAIL)
}

/// `extra_telephone`
pub(super) fn extra_telephone() -> Field {
    Field::body("extra_telephone", Kind::Text).longest(LONGEST).pattern(&TELEPHONE).doc("With plus and country")
}

/// `extra_twitter`
pub(super) fn extra_twitter() -> Field {
    Field::body("extra_twitter", Kind::Text).or_number().longest(LONGEST).pattern(&TWITTER)
}

/// `extra_facebook`
pub(super) fn extra_facebook() -> Field {
    Field::body("extra_facebook", Kind::Integer).between(0, i64::MAX)
}

/// `noSync`: it counts when it is there, whatever its value.
pub(super) fn no_sync() -> Field {
    Field::body("noSync", Kind::Any).doc("With any value: tickets are left as they are")
}

/// An address of any kind.
pub(super) fn address(name: &'static str) -> Field {
    Field::body(name, Kind::Text).or_number().longest(LONGEST)
}

/// `query` of the list.
pub(super) fn query() -> Field {
    Field::query("query", Kind::Text).longest(LONGEST).pattern(&QUERY)
}

/// A text of a line.
pub(super) fn line(name: &'static str) -> Field {
    Field::body(name, Kind::Text).longest(LONGEST)
}

/// An address on the web.
pub(super) fn web_address(name: &'static str) -> Field {
    Field::body(name, Kind::Text).longest(LONGEST_URL).pattern(&WEB)
}

/// A text that says something; an empty one is as absent, which is the page's own default.
pub(super) fn said(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_patterns_hold() {
        for name in ["Ann", "Ørsted", "O'Neil-Šaf", "J. R. R. Tolkien"] {
            assert!(NAME.is_match(name), "{name}");
        }
        for name in ["Ann2", "Łukasz", "x×y", "a÷b", "line\nbreak"] {
            assert!(!NAME.is_match(name), "{name}");
        }
        assert!(TELEPHONE.is_match("+31612312311") && !TELEPHONE.is_match("0612312311"));
        assert!(TWITTER.is_match("ann_1 b") && !TWITTER.is_match("@ann"));
        assert!(CHANNEL.is_match("12") && CHANNEL.is_match("email") && !CHANNEL.is_match("text"));
        assert!(EMAIL.is_match("a@b.cz") && !EMAIL.is_match("a@b") && !EMAIL.is_match("[email protected]"));
        assert!(QUERY.is_match("Ann 2") && !QUERY.is_match("a@b"));
        assert!(WEB.is_match("https://example.com/a") && !WEB.is_match("javascript:alert(1)"));
    }
}

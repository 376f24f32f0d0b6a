//! Rules of the customer structure, shared by create and replace.

use std::sync::LazyLock;

use regex::Regex;

use crate::vendor::shape::{Field, Kind};

/// "lower-case address regex"; upper case is taken too and compared without regard to it.
static EMAIL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$"));
/// International prefix, no plus.
static PHONE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[1-9][0-9]*$"));
/// Three printed samples have a year of three digits; it is padded.
static BIRTHDATE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[0-9]{3,4}-[0-9]{2}-[0-9]{2}$"));

#[expect(clippy::expect_used, reason = "the patterns are constants and a test reads each")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern")
}

/// `customer`
pub(super) fn customer() -> Field {
    let fields = vec![Field::body("personal_information", Kind::Object(personal_information())).required()];
    Field::body("customer", Kind::Object(fields)).required().doc("Basic information about a customer")
}

fn personal_information() -> Vec<Field> {
    vec![
        Field::body("salutation", Kind::Text).longest(255).doc("Generated when absent"),
        Field::body("gender", Kind::Integer).between(1, 5).doc("1 male, 2 female, 3 miss, 4 private, 5 other"),
        Field::body("first_name", Kind::Text).longest(255),
        Field::body("last_name", Kind::Text).longest(255),
        Field::body("pre_nominals", Kind::Text).longest(255),
        Field::body("post_nominals", Kind::Text).longest(255),
        Field::body("birthdate", Kind::Text).pattern(&BIRTHDATE).doc("YYYY-MM-DD"),
        Field::body("email", Kind::Text).longest(255).pattern(&EMAIL),
        Field::body("phone", Kind::Text).or_number().longest(32).pattern(&PHONE).doc("International prefix, no plus"),
        Field::body("language_id", Kind::Text).required().doc("ISO 639-1"),
        Field::body("store_id", Kind::Text).doc("Store of the registration"),
        Field::body("address", Kind::Object(address())),
        Field::body("agreement", Kind::Object(agreement())).doc("Ignored when consents are sent"),
        Field::body("consents", list(consent(), 1000)),
    ]
}

fn address() -> Vec<Field> {
    const PARTS: [&str; 10] = [
        "address1",
        "address2",
        "address3",
        "address4",
        "address5",
        "address6",
        "address7",
        "zip",
        "city",
        "country_code",
    ];
    PARTS.into_iter().map(|part| Field::body(part, Kind::Text).or_number().longest(255)).collect()
}

fn agreement() -> Vec<Field> {
    let custom = vec![
        Field::body("agreement_id", Kind::Text).required().longest(255),
        Field::body("agreement_value", Kind::Integer).required().between(0, 2),
    ];
    vec![
        Field::body("agreement_gtc", Kind::Integer).between(0, 2),
        Field::body("agreement_profiling", Kind::Integer).between(0, 2),
        Field::body("agreement_marketing_communication", Kind::Integer).between(0, 2),
        Field::body("custom_agreements", list(custom, 1000)),
    ]
}

fn consent() -> Vec<Field> {
    vec![
        Field::body("consent_id", Kind::Text).required().longest(255),
        Field::body("consent_value", Kind::Integer).required().between(0, 2),
    ]
}

fn list(of: Vec<Field>, at_most: usize) -> Kind {
    Kind::List { of: Box::new(Kind::Object(of)), at_least: 0, at_most }
}

/// `customer_source`
pub(super) fn customer_source() -> Field {
    let fields = vec![
        Field::body("customer_source_id", Kind::Text).required(),
        Field::body("external_id", Kind::Text).or_number().longest(255),
    ];
    Field::body("customer_source", Kind::Object(fields)).required().doc("Customer source")
}

/// `password`; its strength is the domain's rule, which differs between a new customer and a known one.
pub(super) fn password() -> Field {
    Field::body("password", Kind::Text).longest(1000)
}

/// `social_network_credentials`
pub(in super::super) fn social_network_credentials() -> Field {
    let fields = vec![
        Field::body("social_network_id", Kind::Text).required().longest(255),
        Field::body("social_network_token", Kind::Text).required().longest(4096),
    ];
    Field::body("social_network_credentials", Kind::Object(fields)).doc("Login at a social network")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_values_pass() {
        assert!(EMAIL.is_match("happy_customer@crmcarecloud.com"));
        assert!(PHONE.is_match("420170134844"));
        assert!(!PHONE.is_match("+420170134844"));
        assert!(BIRTHDATE.is_match("985-02-12"));
    }
}

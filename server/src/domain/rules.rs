//! Rules that the inputs of several topics share. Each answers with the rule that is broken, or with nothing.

pub mod contact;

use chrono_tz::Tz;
use entity::Timestamp;
use serde_json::Value as Json;
use url::Url;

use crate::error::{Error, Result, Rule, Violation};

/// Longest name, in characters.
const LONGEST_NAME: usize = 255;

/// Fails with every rule that is broken.
///
/// # Errors
/// [`Error::Invalid`] when there is one.
pub fn check(broken: impl IntoIterator<Item = Option<Violation>>) -> Result<()> {
    let broken: Vec<Violation> = broken.into_iter().flatten().collect();
    if broken.is_empty() { Ok(()) } else { Err(Error::Invalid(broken)) }
}

/// The text has more than blanks.
pub fn filled(path: &str, text: &str) -> Option<Violation> {
    text.trim().is_empty().then(|| Violation::new(path, Rule::Empty, format!("{path} must not be blank")))
}

/// The text is what people call something: not blank, and short enough to be shown.
pub fn name(path: &str, text: &str) -> Option<Violation> {
    let long = || Violation::new(path, Rule::TooLong, format!("{path} has more than {LONGEST_NAME} characters"));
    filled(path, text).or_else(|| (text.chars().count() > LONGEST_NAME).then(long))
}

/// The text has the form of an ISO 4217 code.
pub fn currency(path: &str, text: &str) -> Option<Violation> {
    let fits = text.len() == 3 && text.bytes().all(|letter| letter.is_ascii_uppercase());
    let broken = || Violation::new(path, Rule::Format, "this is not a currency code (ISO 4217)").with_value(text);
    (!fits).then(broken)
}

/// The text is the name of a time zone.
pub fn time_zone(path: &str, text: &str) -> Option<Violation> {
    let broken = || Violation::new(path, Rule::Format, "this is not a time zone (IANA name)").with_value(text);
    text.parse::<Tz>().is_err().then(broken)
}

/// The address leads to a web page or picture. Others, such as `javascript:`, would run where it is shown.
pub fn web_address(path: &str, text: Option<&str>) -> Option<Violation> {
    let text = text?;
    let fits = Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    let broken = || Violation::new(path, Rule::Format, "this is not a web address (http or https)").with_value(text);
    (!fits).then(broken)
}

/// Every address of a list is one.
pub fn web_addresses(path: &str, texts: &[String]) -> Vec<Option<Violation>> {
    texts.iter().enumerate().map(|(at, text)| web_address(&format!("{path}[{at}]"), Some(text))).collect()
}

/// A period does not end before it begins; `path` names its end.
pub fn in_order(path: &str, from: Option<Timestamp>, to: Option<Timestamp>) -> Option<Violation> {
    let backwards = from.zip(to).is_some_and(|(from, to)| to < from);
    backwards.then(|| Violation::new(path, Rule::NotAllowed, "the period would end before it begins"))
}

/// The JSON is an object.
pub fn object(path: &str, value: &Json) -> Option<Violation> {
    (!value.is_object()).then(|| Violation::new(path, Rule::Format, format!("{path} must be a JSON object")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_addresses_that_would_run_where_they_are_shown() {
        for bad in ["javascript:alert(1)", "data:text/html,x", "//example.com", "example.com", ""] {
            assert!(web_address("url", Some(bad)).is_some(), "{bad}");
        }
        for good in ["https://example.com/a?b#c", "http://localhost:8080"] {
            assert_eq!(web_address("url", Some(good)), None, "{good}");
        }
        assert_eq!(web_address("url", None), None);
    }

    #[test]
    fn a_period_may_be_open_or_an_instant_and_must_not_run_backwards() {
        let (early, late) = (Some(Timestamp(1)), Some(Timestamp(2)));
        assert_eq!(in_order("to", early, late), None);
        assert_eq!(in_order("to", early, early), None);
        assert_eq!(in_order("to", late, None), None);
        assert_eq!(in_order("to", late, early).map(|broken| broken.rule), Some(Rule::NotAllowed));
    }

    #[test]
    fn collects_every_broken_rule() {
        let Err(Error::Invalid(broken)) = check([filled("name", " "), None, object("data", &Json::Null)]) else {
            panic!("two rules are broken");
        };
        assert_eq!(broken.iter().map(|one| one.path.as_str()).collect::<Vec<_>>(), ["name", "data"]);
    }
}

//! Rules for how somebody is reached, where a person types it in. What a vendor sends is held to that vendor's own rules instead. A text
//! of blanks says nothing and breaks none of them.

use email_address::{EmailAddress, Options};
use isolang::Language;

use crate::error::{Rule, Violation};

/// What may stand between the digits of a telephone number.
const SEPARATORS: [char; 7] = [' ', '\u{a0}', '-', '.', '/', '(', ')'];
/// Digits of a telephone number with its country (E.164); shorter than the least is an extension at best.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 5..=15;

/// The text is an e-mail address. Whether mail arrives there only mail can tell.
pub fn email(path: &str, text: &str) -> Option<Violation> {
    let options = Options::default().with_required_tld().without_display_text().without_domain_literal();
    let fits = |text: &str| EmailAddress::parse_with_options(text, options).is_ok();
    broken(path, text, fits, "this is not an e-mail address")
}

/// The text is a telephone number, with or without its country.
pub fn phone(path: &str, text: &str) -> Option<Violation> {
    broken(path, text, is_phone, "this is not a telephone number (E.164)")
}

/// The text is a country's code.
pub fn country(path: &str, text: &str) -> Option<Violation> {
    let fits = |text: &str| rust_iso3166::from_alpha2(&text.to_ascii_uppercase()).is_some();
    broken(path, text, fits, "this is not a country code (ISO 3166 alpha-2)")
}

/// The text is a language's code, which may say more after a hyphen: `cs`, `en-GB`.
pub fn language(path: &str, text: &str) -> Option<Violation> {
    broken(path, text, is_language, "this is not a language code (ISO 639-1)")
}

fn broken(path: &str, text: &str, fits: impl FnOnce(&str) -> bool, message: &str) -> Option<Violation> {
    let said = text.trim();
    (!said.is_empty() && !fits(said)).then(|| Violation::new(path, Rule::Format, message).with_value(text))
}

fn is_phone(text: &str) -> bool {
    let number: String = text.chars().filter(|letter| !SEPARATORS.contains(letter)).collect();
    // `00` in front is how a `+` is dialled.
    let number = number.strip_prefix('+').or_else(|| number.strip_prefix("00")).unwrap_or(&number);
    number.bytes().all(|digit| digit.is_ascii_digit()) && PHONE_DIGITS.contains(&number.len())
}

fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default().to_ascii_lowercase();
    let known = Language::from_639_1(&language).or_else(|| Language::from_639_3(&language)).is_some();
    known
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|letter| letter.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(rule: fn(&str, &str) -> Option<Violation>, good: &[&str], bad: &[&str]) {
        for text in good {
            assert_eq!(rule("field", text), None, "{text}");
        }
        for text in bad {
            let broken = rule("field", text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((broken.path.as_str(), broken.rule), ("field", Rule::Format));
        }
    }

    #[test]
    fn e_mail_addresses() {
        let good =
            ["jan@example.com", " jan.novak+shop@sub.example.co.uk ", "\"jan n\"@example.com", "žofie@příklad.cz", ""];
        let bad = [
            "not-an-email@x",
            "jan",
            "@example.com",
            "jan@",
            "a b@example.com",
            "Jan <jan@example.com>",
            "jan@[127.0.0.1]",
            "a@b@c.cz",
        ];
        holds(email, &good, &bad);
    }

    #[test]
    fn telephone_numbers() {
        let good = ["+420 601 123-456", "00420601123456", "(02) 1234 5678", "601/123.456", " "];
        let bad = ["phone", "+", "12", "+420 601 x12", "1234567890123456", "++420601123456", "٠١٢٣٤٥"];
        holds(phone, &good, &bad);
    }

    #[test]
    fn countries() {
        holds(country, &["CZ", "cz", " gb ", ""], &["czzz", "CZE", "zz", "uk", "č", "Czechia"]);
    }

    #[test]
    fn languages() {
        holds(
            language,
            &["cs", "EN", "en-GB", "zh-Hant-TW", "ces", ""],
            &["zz", "english", "cs_CZ", "en-", "en-ž", "c"],
        );
    }
}

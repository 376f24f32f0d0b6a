//! Exact decimals, grouped by thousands. They stay text: a float would lose digits.

/// `-1234567.50` as `-1,234,567.50`.
pub(crate) fn number(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("\u{2212}", digits));
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match part {
        Some(part) => format!("{sign}{grouped}.{part}"),
        None => format!("{sign}{grouped}"),
    }
}

/// An amount with its currency, always with two decimals at least.
pub(crate) fn money(amount: &str, currency: &str) -> String {
    let decimals = amount.split_once('.').map_or(0, |(_, part)| part.len());
    let padded = match decimals {
        0 => format!("{amount}.00"),
        1 => format!("{amount}0"),
        _ => amount.to_owned(),
    };
    format!("{}\u{a0}{currency}", number(&padded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(number("1234567.5"), "1,234,567.5");
        assert_eq!(number("-999"), "\u{2212}999");
        assert_eq!(number("100"), "100");
    }

    #[test]
    fn money_has_two_decimals_at_least() {
        assert_eq!(money("1200", "CZK"), "1,200.00\u{a0}CZK");
        assert_eq!(money("0.5", "EUR"), "0.50\u{a0}EUR");
        assert_eq!(money("0.1234", "EUR"), "0.1234\u{a0}EUR");
    }
}

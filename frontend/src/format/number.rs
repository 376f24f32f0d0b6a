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

/// The same to one decimal at most: for what is only compared by eye.
pub(crate) fn rounded(text: &str) -> String {
    let Ok(value) = text.parse::<f64>() else { return text.to_owned() };
    let text = format!("{value:.1}");
    number(text.strip_suffix(".0").unwrap_or(&text))
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

/// A part of the whole, 0 to 1, in percent.
pub(crate) fn percent(part: f64) -> String {
    format!("{}\u{a0}%", rounded(&(part * 100.0).to_string()))
}

/// A time in milliseconds, from one second on in seconds.
pub(crate) fn millis(time: f64) -> String {
    if time < 1000.0 {
        format!("{}\u{a0}ms", number(&time.round().to_string()))
    } else {
        format!("{}\u{a0}s", rounded(&(time / 1000.0).to_string()))
    }
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
    fn a_score_is_rounded_to_one_decimal() {
        assert_eq!(rounded("-37.1666"), "\u{2212}37.2");
        assert_eq!(rounded("9.0001"), "9");
        assert_eq!(rounded("n/a"), "n/a");
    }

    #[test]
    fn a_part_and_a_time_have_units() {
        assert_eq!(percent(0.125), "12.5\u{a0}%");
        assert_eq!(percent(0.0), "0\u{a0}%");
        assert_eq!(millis(42.4), "42\u{a0}ms");
        assert_eq!(millis(1250.0), "1.2\u{a0}s");
    }

    #[test]
    fn money_has_two_decimals_at_least() {
        assert_eq!(money("1200", "CZK"), "1,200.00\u{a0}CZK");
        assert_eq!(money("0.5", "EUR"), "0.50\u{a0}EUR");
        assert_eq!(money("0.1234", "EUR"), "0.1234\u{a0}EUR");
    }
}

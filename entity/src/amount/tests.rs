use super::*;

fn parsed(text: &str) -> Result<Amount, AmountError> {
    text.parse()
}

fn from_json(json: &str) -> Result<Amount, String> {
    serde_json::from_str(json).map_err(|error| error.to_string())
}

#[test]
fn text_is_read_and_written_without_trailing_zeros() {
    for (text, raw, written) in [
        ("12.5", 125_000, "12.5"),
        ("12.50", 125_000, "12.5"),
        ("12", 120_000, "12"),
        ("-0.0001", -1, "-0.0001"),
        ("0", 0, "0"),
        ("-0", 0, "0"),
        ("007.0500", 70_500, "7.05"),
        ("1.00000000", 10_000, "1"),
        ("100", 1_000_000, "100"),
        ("922337203685477.5807", i64::MAX, "922337203685477.5807"),
        ("-922337203685477.5808", i64::MIN, "-922337203685477.5808"),
    ] {
        assert_eq!(parsed(text), Ok(Amount(raw)), "{text}");
        assert_eq!(Amount(raw).to_string(), written);
    }
}

#[test]
fn display_can_pad() {
    assert_eq!(format!("{:>8}", Amount(-125_000)), "   -12.5");
}

#[test]
fn text_that_is_not_a_plain_decimal_is_refused() {
    for text in
        ["", "-", ".", "1.", ".5", "+1", "--1", "1e3", "1 ", " 1", "1,5", "1_000", "0x1", "NaN", "1.2.3", "1.-5", "١"]
    {
        assert_eq!(parsed(text), Err(AmountError::NotDecimal), "{text}");
    }
}

#[test]
fn a_fifth_fraction_digit_is_refused() {
    assert_eq!(parsed("1.00001"), Err(AmountError::TooFine));
    assert_eq!(parsed("0.000010"), Err(AmountError::TooFine));
}

#[test]
fn overflow_is_refused() {
    for text in ["922337203685477.5808", "-922337203685477.5809", &"9".repeat(60)] {
        assert_eq!(parsed(text), Err(AmountError::OutOfRange), "{text}");
    }
    assert_eq!(Amount(i64::MAX).checked_add(Amount(1)), Err(AmountError::OutOfRange));
    assert_eq!(Amount(i64::MIN).checked_sub(Amount(1)), Err(AmountError::OutOfRange));
    assert_eq!(Amount::from_units(i64::MAX), Err(AmountError::OutOfRange));
}

#[test]
fn sums_and_differences_are_exact() {
    assert_eq!(parsed("0.1").and_then(|a| a.checked_add(Amount(2_000))), parsed("0.3"));
    assert_eq!(Amount::from_units(1).and_then(|a| a.checked_sub(Amount(12_500))), parsed("-0.25"));
    assert!(Amount(-1).is_negative() && !Amount::ZERO.is_negative());
    assert_eq!(Amount::default(), Amount::ZERO);
}

#[test]
fn json_is_written_as_text() {
    assert_eq!(serde_json::to_string(&Amount(125_000)).expect("text"), r#""12.5""#);
}

#[test]
fn json_texts_and_numbers_are_read_exactly() {
    for (json, raw) in [
        (r#""12.5""#, 125_000),
        ("12.5", 125_000),
        ("12", 120_000),
        ("-3", -30_000),
        ("0.1", 1_000),
        ("0.0001", 1),
        ("-0.0", 0),
        ("5e-1", 5_000),
        ("1.0", 10_000),
        ("99999999999.9999", 999_999_999_999_999),
        ("1234567890123.5", 12_345_678_901_235_000),
        ("922337203685477", 9_223_372_036_854_770_000),
    ] {
        assert_eq!(from_json(json), Ok(Amount(raw)), "{json}");
    }
}

#[test]
fn json_that_has_no_exact_amount_is_refused() {
    for (json, reason) in [
        ("0.30000000000000004", AmountError::TooFine),
        ("0.00001", AmountError::TooFine),
        ("1e-300", AmountError::TooFine),
        ("1e20", AmountError::OutOfRange),
        ("18446744073709551615", AmountError::OutOfRange),
        ("9007199254740993.5", AmountError::OutOfRange),
        ("922337203685477.25", AmountError::Inexact),
        ("true", AmountError::NotDecimal),
        ("null", AmountError::NotDecimal),
        (r#""""#, AmountError::NotDecimal),
    ] {
        let refused = from_json(json).expect_err(json);
        assert!(refused.starts_with(&reason.to_string()), "{json}: {refused}");
    }
}

#[test]
fn the_float_for_vendors_prints_the_same_digits() {
    for text in ["0.1", "12.5", "-7.0001", "99999999999.9999"] {
        let amount = parsed(text).expect(text);
        assert_eq!(amount.to_f64().to_string(), text);
    }
}

#[test]
fn amounts_sort_by_value() {
    let mut amounts = ["10", "-1", "9.5"].map(|text| parsed(text).expect(text));
    amounts.sort();
    assert_eq!(amounts.map(|amount| amount.to_string()), ["-1", "9.5", "10"]);
}

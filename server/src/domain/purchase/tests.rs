use entity::{Amount, AmountError};
use serde_json::json;

use super::{Line, sum};

fn line(price: &str, quantity: &str) -> Line {
    Line {
        vendor_id: None,
        product_id: None,
        product_name: None,
        product_group_id: None,
        product_group_name: None,
        product_brand_id: None,
        product_brand_name: None,
        external_id: None,
        kind: None,
        price: amount(price),
        quantity: amount(quantity),
        vat_rate: Amount::ZERO,
        properties: json!([]),
    }
}

fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

#[test]
fn a_sum_of_lines_is_exact() {
    assert_eq!(sum(&[line("0.1", "3"), line("19.9", "2"), line("-5", "1")]), Ok(amount("35.1")));
}

#[test]
fn rounds_once_at_the_end_and_away_from_zero() {
    // 0.00005 each: rounded line by line this would be 0.0002.
    assert_eq!(sum(&[line("0.0001", "0.5"), line("0.0001", "0.5")]), Ok(amount("0.0001")));
    assert_eq!(sum(&[line("-0.0001", "0.5")]), Ok(amount("-0.0001")));
    assert_eq!(sum(&[line("0.0001", "0.4999")]), Ok(amount("0")));
}

#[test]
fn refuses_a_sum_that_is_too_large() {
    assert_eq!(sum(&[line("900000000000", "900000000")]), Err(AmountError::OutOfRange));
}

#[test]
fn no_lines_sum_to_nothing() {
    assert_eq!(sum(&[]), Ok(Amount::ZERO));
}

//! Which values fit an attribute or metric, and how scoring sees them.

use chrono::{DateTime, NaiveDate};
use entity::Amount;
use entity::score_definition::SignalType;
use serde::Deserialize;
use serde_json::Value as Json;

/// Checks that a value has the type its definition asks for. The value of a fitting one as an exact number, where it is a number and
/// has no more than four fraction digits.
///
/// # Errors
/// Why it does not fit, for people.
pub fn check(data_type: SignalType, value: &Json) -> Result<Option<Amount>, &'static str> {
    match data_type {
        SignalType::Number if value.is_number() => Ok(exact(value)),
        SignalType::Text if value.is_string() => Ok(None),
        SignalType::Boolean if value.is_boolean() => Ok(None),
        SignalType::Date if value.as_str().is_some_and(|text| day(text).is_some()) => Ok(None),
        SignalType::Timestamp if seconds(value).is_some() => Ok(exact(value)),
        SignalType::Number => Err("the value is not a number"),
        SignalType::Text => Err("the value is not a text"),
        SignalType::Boolean => Err("the value is not true or false"),
        SignalType::Date => Err("the value is not a date in the form YYYY-MM-DD"),
        SignalType::Timestamp => Err("the value is not an instant in Unix seconds"),
    }
}

/// Reads `2024-05-25` and nothing looser, so that `2024-0525` or `2024-5-25` is not taken for a day.
pub fn day(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() });
    if shaped { text.parse().ok() } else { None }
}

/// The value on the scale that `lowest` and `highest` are given on, in ten-thousandths: a number itself, false as 0 and true as 1.
/// `None` for what has no scale. A number too fine or too large for four fraction digits is rounded to the nearest that is not.
pub fn level(value: &Json, number: Option<Amount>) -> Option<i64> {
    match (number, value) {
        (Some(number), _) => Some(number.0),
        (None, Json::Bool(flag)) => Some(i64::from(*flag) * UNIT),
        // `as` stops at the ends of the range, which lie beyond every scale.
        (None, Json::Number(number)) => number.as_f64().map(|float| (float * UNIT as f64).round() as i64),
        _ => None,
    }
}

const UNIT: i64 = 10_000;

fn exact(value: &Json) -> Option<Amount> {
    Amount::deserialize(value).ok()
}

fn seconds(value: &Json) -> Option<DateTime<chrono::Utc>> {
    DateTime::from_timestamp(value.as_i64()?, 0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_must_have_its_definitions_type() {
        let fits = |data_type, value| check(data_type, &value).is_ok();
        assert!(fits(SignalType::Number, json!(1234)));
        assert!(fits(SignalType::Number, json!(-0.5)));
        assert!(!fits(SignalType::Number, json!("1234")));
        assert!(fits(SignalType::Text, json!("")));
        assert!(!fits(SignalType::Text, json!(1)));
        assert!(fits(SignalType::Boolean, json!(false)));
        assert!(!fits(SignalType::Boolean, json!(0)));
        assert!(fits(SignalType::Timestamp, json!(1_716_595_200)));
        assert!(!fits(SignalType::Timestamp, json!(1_716_595_200.5)));
        assert!(!fits(SignalType::Timestamp, json!(i64::MAX)));
        for data_type in [SignalType::Number, SignalType::Text, SignalType::Boolean, SignalType::Date] {
            assert!(!fits(data_type, json!(null)));
            assert!(!fits(data_type, json!([1])));
        }
    }

    #[test]
    fn a_date_must_be_written_in_full() {
        assert_eq!(day("2024-05-25"), NaiveDate::from_ymd_opt(2024, 5, 25));
        for text in [
            "2024-0525",
            "2024-5-25",
            "2024-02-30",
            " 2024-05-25",
            "2024-05-25T00:00:00Z",
            "24-05-2500",
            "2024-05-2\u{661}",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_kept_exactly_or_not_at_all() {
        assert_eq!(check(SignalType::Number, &json!(12.5)), Ok(Some(Amount(125_000))));
        assert_eq!(check(SignalType::Number, &json!(3.21987)), Ok(None));
        assert_eq!(check(SignalType::Number, &json!(1e300)), Ok(None));
    }

    #[test]
    fn scoring_sees_every_number_and_truth() {
        assert_eq!(level(&json!(12.5), Some(Amount(125_000))), Some(125_000));
        assert_eq!(level(&json!(3.21987), None), Some(32_199));
        assert_eq!(level(&json!(1e300), None), Some(i64::MAX));
        assert_eq!(level(&json!(-1e300), None), Some(i64::MIN));
        assert_eq!(level(&json!(u64::MAX), None), Some(i64::MAX));
        assert_eq!(level(&json!(true), None), Some(10_000));
        assert_eq!(level(&json!("12"), None), None);
    }
}

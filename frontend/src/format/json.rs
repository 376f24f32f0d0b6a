//! What a vendor sent, as text.

use serde_json::Value;

/// A value on one line: texts without quotes, lists by commas, objects, also those written as text, as `key: value`. What is empty
/// is left out.
pub(crate) fn json_text(value: &Value) -> String {
    match value {
        Value::Null => "\u{2014}".to_owned(),
        Value::Bool(true) => "Yes".to_owned(),
        Value::Bool(false) => "No".to_owned(),
        Value::Number(number) => super::number(&number.to_string()),
        Value::String(text) => match serde_json::from_str(text) {
            Ok(object @ Value::Object(_)) => json_text(&object),
            _ => text.clone(),
        },
        Value::Array(items) => items.iter().map(json_text).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let said = fields.iter().filter(|(_, value)| says_something(value));
            let told = said.map(|(key, value)| format!("{}: {}", super::sentence(key), json_text(value)));
            told.collect::<Vec<_>>().join(" \u{b7} ")
        }
    }
}

/// A value over several lines, as a person edits it.
pub(crate) fn json_lines(value: &Value) -> String {
    // A value that was read can be written.
    serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string())
}

/// A value that may be an object written as text, such as a postal address: only what its fields say, by commas.
pub(crate) fn spoken(text: &str) -> String {
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(fields)) => {
            fields.values().filter(|value| says_something(value)).map(json_text).collect::<Vec<_>>().join(", ")
        }
        _ => text.to_owned(),
    }
}

fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_on_one_line() {
        let value = serde_json::json!({ "is_vip": true, "tags": ["a", "b"], "since": null, "note": "" });
        assert_eq!(json_text(&value), "Is vip: Yes \u{b7} Tags: a, b");
    }

    #[test]
    fn an_address_is_told_without_its_keys() {
        assert_eq!(spoken(r#"{"address1":"Park Avenue","address2":"","zip":"1"}"#), "Park Avenue, 1");
        assert_eq!(spoken("Jana"), "Jana");
        assert_eq!(spoken("42"), "42");
    }
}

//! What a vendor sent, as text.

use serde_json::Value;

/// A value on one line: texts without quotes, lists by commas, objects as `key: value`.
pub(crate) fn json_text(value: &Value) -> String {
    match value {
        Value::Null => "\u{2014}".to_owned(),
        Value::Bool(true) => "Yes".to_owned(),
        Value::Bool(false) => "No".to_owned(),
        Value::Number(number) => super::number(&number.to_string()),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(json_text).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| format!("{}: {}", super::sentence(key), json_text(value)));
            fields.collect::<Vec<_>>().join(" \u{b7} ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_on_one_line() {
        let value = serde_json::json!({ "is_vip": true, "tags": ["a", "b"], "since": null });
        assert_eq!(json_text(&value), "Is vip: Yes \u{b7} Tags: a, b \u{b7} Since: \u{2014}");
    }
}

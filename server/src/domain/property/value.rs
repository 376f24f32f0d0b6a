//! Whether a value fits its definition.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, NaiveDateTime, SecondsFormat, Utc};
use entity::property_definition::{Model as Definition, PropertyType};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::error::{Rule, Violation};

/// Where the value stands in every input.
const PATH: &str = "value";
/// Bytes of a text that is compared as it is; a longer one by its digest, because an index holds no long keys.
const LONGEST_KEY: usize = 256;
/// A day and time in no zone: the connection's is meant.
const LOCAL: &str = "%Y-%m-%d %H:%M:%S";

/// A value that fits its definition.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedValue {
    /// The value as it is kept: choices as the definition's own items.
    pub value: Json,
    /// Equal for equal values, for uniqueness; absent for types that cannot be unique.
    pub key: Option<String>,
}

/// Whether the values of a type can be compared, so that no two customers share one.
pub fn can_be_unique(data_type: PropertyType) -> bool {
    use PropertyType::{Date, Float, Integer, String, Timestamp};
    matches!(data_type, String | Integer | Date | Timestamp | Float)
}

/// Whether the values of a type are chosen from the definition's items.
pub fn has_items(data_type: PropertyType) -> bool {
    matches!(data_type, PropertyType::Enumeration | PropertyType::Multiselect)
}

/// Checks a value against its definition's data type.
///
/// | data type | JSON |
/// |---|---|
/// | string | a string |
/// | boolean | `true`, `false` |
/// | integer | a number without a fraction |
/// | float | a number |
/// | date | `"2026-03-01"` |
/// | timestamp | RFC 3339, or `"2026-03-01 09:30:00"` in the connection's zone |
/// | enumeration | an array of one choice, or the choice itself |
/// | multiselect | an array of choices |
/// | custom | anything |
///
/// A choice is an item's id or name as a string, or an object with the item's `id`, `name` or `resource_record_id`.
///
/// # Errors
/// The value is missing, or it is none of this type.
pub fn check(definition: &Definition, json: &Json) -> Result<CheckedValue, Violation> {
    if json.is_null() {
        return Err(Violation::required(PATH));
    }
    let plain = |key: String| CheckedValue { value: json.clone(), key: Some(key) };
    match definition.data_type {
        PropertyType::String => text(definition, json).map(|text| plain(short(text))),
        PropertyType::Boolean if json.is_boolean() => Ok(CheckedValue { value: json.clone(), key: None }),
        PropertyType::Boolean => Err(ill_typed("true or false", json)),
        PropertyType::Integer => {
            json.as_i64().map(|number| plain(number.to_string())).ok_or_else(|| ill_typed("a whole number", json))
        }
        PropertyType::Float => float(json).map(plain).ok_or_else(|| ill_typed("a number", json)),
        PropertyType::Date => date(json).map(plain).ok_or_else(|| ill_typed("a date such as 2026-03-01", json)),
        PropertyType::Timestamp => {
            timestamp(json).map(plain).ok_or_else(|| ill_typed("a date and time such as 2026-03-01 09:30:00", json))
        }
        PropertyType::Enumeration => choices(definition, json).and_then(|chosen| one(chosen, json)),
        PropertyType::Multiselect => choices(definition, json).and_then(|chosen| some(definition, chosen)),
        PropertyType::Custom => Ok(CheckedValue { value: json.clone(), key: None }),
    }
}

fn ill_typed(wanted: &str, given: &Json) -> Violation {
    Violation::new(PATH, Rule::Format, format!("the value must be {wanted}")).with_value(given)
}

fn text<'v>(definition: &Definition, json: &'v Json) -> Result<&'v str, Violation> {
    let text = json.as_str().ok_or_else(|| ill_typed("a text", json))?;
    if definition.is_required && text.trim().is_empty() {
        return Err(Violation::new(PATH, Rule::Empty, "the value must not be blank"));
    }
    Ok(text)
}

fn short(text: &str) -> String {
    let text = text.trim();
    if text.len() > LONGEST_KEY { format!("sha256:{}", hex::encode(Sha256::digest(text))) } else { text.to_owned() }
}

/// Whole numbers keep all their digits; `5` and `5.0` are one.
fn float(json: &Json) -> Option<String> {
    match (json.as_i64(), json.as_f64()) {
        (Some(whole), _) => Some(whole.to_string()),
        // Also what was written as minus zero.
        (None, Some(0.0)) => Some("0".to_owned()),
        (None, number) => number.map(|number| number.to_string()),
    }
}

fn date(json: &Json) -> Option<String> {
    let text = json.as_str()?;
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.to_string();
    // The parser also takes `2026-3-1`.
    (date == text).then_some(date)
}

fn timestamp(json: &Json) -> Option<String> {
    let text = json.as_str()?;
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Some(instant.with_timezone(&Utc).to_rfc3339_opts(SecondsFormat::AutoSi, true));
    }
    let local = NaiveDateTime::parse_from_str(text, LOCAL).ok()?.format(LOCAL).to_string();
    (local == text).then_some(local)
}

/// The definition's items that were chosen, each once.
fn choices<'d>(definition: &'d Definition, json: &Json) -> Result<Vec<&'d Json>, Violation> {
    let given = match json {
        Json::Array(given) => given.as_slice(),
        single => std::slice::from_ref(single),
    };
    let mut seen = HashSet::new();
    let mut chosen = Vec::new();
    for choice in given {
        let item = find(definition, choice).ok_or_else(|| {
            Violation::new(PATH, Rule::NotAllowed, format!("{} has no such choice", definition.name)).with_value(choice)
        })?;
        if seen.insert(std::ptr::from_ref(item)) {
            chosen.push(item);
        }
    }
    Ok(chosen)
}

fn find<'d>(definition: &'d Definition, choice: &Json) -> Option<&'d Json> {
    let by = |key: &str, text: &str| {
        let mut items = definition.items.as_array().into_iter().flatten().filter(|item| selectable(item));
        items.find(|item| item.get(key).and_then(Json::as_str).or_else(|| item.as_str()) == Some(text))
    };
    match choice {
        Json::String(text) => by("id", text).or_else(|| by("name", text)),
        Json::Object(item) => ["id", "name", "resource_record_id"]
            .into_iter()
            .find_map(|key| Some((key, item.get(key)?.as_str()?)))
            .and_then(|(key, text)| by(key, text)),
        _ => None,
    }
}

/// Items that are deleted or out of use stay in old values and are not to be chosen any more.
fn selectable(item: &Json) -> bool {
    match item.get("state") {
        None | Some(Json::Null) => true,
        Some(state) => state.as_i64() == Some(1) || state.as_str() == Some("active"),
    }
}

fn one(chosen: Vec<&Json>, given: &Json) -> Result<CheckedValue, Violation> {
    match chosen.as_slice() {
        [item] => Ok(CheckedValue { value: Json::Array(vec![(*item).clone()]), key: None }),
        [] => Err(Violation::new(PATH, Rule::Empty, "one item must be chosen")),
        _ => Err(Violation::new(PATH, Rule::NotAllowed, "only one item can be chosen").with_value(given)),
    }
}

fn some(definition: &Definition, chosen: Vec<&Json>) -> Result<CheckedValue, Violation> {
    if definition.is_required && chosen.is_empty() {
        return Err(Violation::new(PATH, Rule::Empty, "at least one item must be chosen"));
    }
    Ok(CheckedValue { value: chosen.into_iter().cloned().collect(), key: None })
}

#[cfg(test)]
mod tests;

//! Comparing a reply with its documented shape, a JSON schema without references.
//!
//! A schema says which fields an object has. One that says nothing of others ("additionalProperties") documents a closed object, so that
//! another field is a difference; one that admits others is open. Numbers without a fraction are integers, however they are written.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

use super::{Difference, Sort};

/// Differences of one reply at the most.
const MOST: usize = 100;
/// Undocumented fields of one object at the most; more than these are the vendor's data used as names.
const MOST_UNKNOWN: usize = 20;
/// Characters of a path at the most.
const LONGEST: usize = 300;
/// What stands for a field whose name may be somebody's data.
const ANY: &str = "*";

/// Where a value differs from what the schema says.
pub fn differences(schema: &Json, value: &Json) -> BTreeSet<Difference> {
    let mut found = Found::default();
    found.walk(schema, value, "");
    found.0
}

/// Whether the schema admits nothing at all, which is an empty body.
pub fn admits_nothing(schema: &Json) -> bool {
    differences(schema, &Json::Null).is_empty()
}

/// The name of a value's type.
pub fn type_of(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(number) => {
            let is_whole = number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|n| n.fract() == 0.0);
            if is_whole { "integer" } else { "number" }
        }
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}

#[derive(Default)]
struct Found(BTreeSet<Difference>);

impl Found {
    fn note(&mut self, kind: Sort, path: &str, expected: String, found: impl Into<String>) {
        if self.0.len() < MOST {
            let path = path.chars().take(LONGEST).collect();
            self.0.insert(Difference { kind, path, expected, found: found.into() });
        }
    }

    fn walk(&mut self, schema: &Json, value: &Json, path: &str) {
        let Json::Object(schema) = schema else { return };
        for choice in ["anyOf", "oneOf"] {
            if let Some(Json::Array(choices)) = schema.get(choice) {
                self.closest(choices, value, path);
            }
        }
        for part in schema.get("allOf").and_then(Json::as_array).into_iter().flatten() {
            self.walk(part, value, path);
        }
        if !is_of_type(schema, value) {
            let kind = if path.is_empty() { Sort::Body } else { Sort::Retyped };
            return self.note(kind, path, expected(schema), type_of(value));
        }
        if !is_listed(schema, value) {
            // Only the documented values are told, never the one that came.
            return self.note(Sort::Retyped, path, expected(schema), format!("another {}", type_of(value)));
        }
        match value {
            Json::Object(fields) => self.object(schema, fields, path),
            Json::Array(items) => {
                let Some(of) = schema.get("items") else { return };
                let path = format!("{path}[]");
                items.iter().for_each(|item| self.walk(of, item, &path));
            }
            _ => {}
        }
    }

    /// Of several documented shapes the one that is nearest.
    fn closest(&mut self, choices: &[Json], value: &Json, path: &str) {
        let compared = choices.iter().map(|choice| {
            let mut found = Self::default();
            found.walk(choice, value, path);
            let is_of_another_type = choice.as_object().is_some_and(|choice| !is_of_type(choice, value));
            (is_of_another_type, found.0)
        });
        let nearest = compared.min_by_key(|(is_of_another_type, found)| (*is_of_another_type, found.len()));
        match nearest {
            Some((true, _)) => {
                let types: Vec<String> = choices.iter().filter_map(Json::as_object).map(expected).collect();
                let kind = if path.is_empty() { Sort::Body } else { Sort::Retyped };
                self.note(kind, path, types.join("|"), type_of(value));
            }
            Some((false, found)) => self.0.extend(found),
            None => {}
        }
    }

    fn object(&mut self, schema: &Map<String, Json>, fields: &Map<String, Json>, path: &str) {
        let nothing = Map::new();
        let part = |name: &str| schema.get(name).and_then(Json::as_object);
        let (known, patterns) = (part("properties").unwrap_or(&nothing), part("patternProperties").unwrap_or(&nothing));
        for name in schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str) {
            if !fields.contains_key(name) {
                let expected = known.get(name).and_then(Json::as_object).map_or_else(String::new, expected);
                self.note(Sort::Missing, &below(path, name), expected, "nothing");
            }
        }
        let others = schema.get("additionalProperties").or_else(|| schema.get("unevaluatedProperties"));
        // A schema that names no field says only that it is an object.
        let is_closed = match others {
            None => schema.contains_key("properties"),
            Some(others) => *others == Json::Bool(false),
        };
        let mut unknown = Vec::new();
        for (name, value) in fields {
            if let Some(known) = known.get(name) {
                self.walk(known, value, &below(path, name));
            } else if let Some(known) = patterns.iter().find(|(pattern, _)| fits(pattern, name)).map(|(_, known)| known)
            {
                self.walk(known, value, &below(path, ANY));
            } else if is_closed {
                unknown.push((shown(name), type_of(value)));
            } else if let Some(others) = others {
                self.walk(others, value, &below(path, ANY));
            }
        }
        let too_many = unknown.len() > MOST_UNKNOWN;
        for (name, found) in unknown {
            self.note(Sort::Unknown, &below(path, if too_many { ANY } else { name }), "nothing".to_owned(), found);
        }
    }
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// The prefixes that patterns of ours are: `^custom_`.
fn fits(pattern: &str, name: &str) -> bool {
    match pattern.strip_prefix('^') {
        Some(prefix) => name.starts_with(prefix),
        None => name.contains(pattern),
    }
}

/// A name as it may be kept. Addresses, numbers and sentences are data that somebody used as a name.
fn shown(name: &str) -> &str {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$' | ':');
    let is_name = name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$')
        && name.chars().all(is_word)
        && name.chars().filter(char::is_ascii_digit).count() <= 4;
    if is_name { name } else { ANY }
}

fn types(schema: &Map<String, Json>) -> Vec<&str> {
    match schema.get("type") {
        Some(Json::String(one)) => vec![one],
        Some(Json::Array(several)) => several.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    }
}

fn is_of_type(schema: &Map<String, Json>, value: &Json) -> bool {
    let types = types(schema);
    let own = type_of(value);
    if types.is_empty() {
        return schema.get("const").is_none_or(|only| type_of(only) == own);
    }
    types.iter().any(|one| *one == own || (*one == "number" && own == "integer"))
}

fn is_listed(schema: &Map<String, Json>, value: &Json) -> bool {
    let is_only = schema.get("const").is_none_or(|only| only == value);
    is_only && schema.get("enum").and_then(Json::as_array).is_none_or(|all| all.contains(value))
}

/// What a schema documents, in a word or two.
fn expected(schema: &Map<String, Json>) -> String {
    if let Some(only) = schema.get("const") {
        return only.to_string();
    }
    let types = types(schema);
    if types.is_empty() { "anything".to_owned() } else { types.join("|") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn schema() -> Json {
        json!({
            "type": "object",
            "required": ["items", "total"],
            "properties": {
                "items": { "type": "array", "items": {
                    "type": "object",
                    "required": ["id", "email"],
                    "properties": {
                        "id": { "type": "integer" },
                        "email": { "type": ["string", "null"] },
                        "note": { "type": "string" },
                    },
                    "patternProperties": { "^custom_": true },
                } },
                "total": { "type": "number" },
                "state": { "const": "ok" },
                "address": {},
                "by_name": { "type": "object", "additionalProperties": { "type": "array" } },
                "either": { "anyOf": [{ "type": "null" }, { "type": "object", "required": ["a"], "properties": { "a": true } }] },
            },
        })
    }

    fn told(value: Json) -> Vec<String> {
        let told = |d: Difference| format!("{:?} {}: {} for {}", d.kind, d.path, d.found, d.expected);
        differences(&schema(), &value).into_iter().map(told).collect()
    }

    #[test]
    fn what_is_as_documented_is_no_difference() {
        let items = json!([
            { "id": 1.0, "email": null, "custom_size": 3, "custom_people": ["x"] },
            { "id": 2, "email": "a@b.c", "note": "" },
        ]);
        let value = json!({ "items": items, "total": 2, "state": "ok", "address": { "x": [1] }, "by_name": { "a": [] }, "either": null });
        assert_eq!(told(value), Vec::<String>::new());
    }

    #[test]
    fn each_sort_is_found_once_with_its_place_and_no_value() {
        let items = json!([
            { "id": "1", "email": "a@b.c", "phone": "+420777123456" },
            { "id": "2", "email": "a@b.c", "phone": "+420777123457" },
            { "id": 3 },
        ]);
        let value =
            json!({ "items": items, "total": "9", "state": "bad", "by_name": { "eva@example.com": 1 }, "either": {} });
        assert_eq!(
            told(value),
            [
                "Missing either.a: nothing for ",
                "Missing items[].email: nothing for string|null",
                "Retyped by_name.*: integer for array",
                "Retyped items[].id: string for integer",
                "Retyped state: another string for \"ok\"",
                "Retyped total: string for number",
                "Unknown items[].phone: string for nothing",
            ]
        );
    }

    #[test]
    fn a_whole_of_another_type_is_another_body() {
        assert_eq!(told(json!([])), ["Body : array for object"]);
        assert_eq!(
            told(json!({ "items": 1, "total": 1, "either": 7 })),
            ["Retyped either: integer for null|object", "Retyped items: integer for array"]
        );
    }

    #[test]
    fn names_that_are_data_are_not_kept() {
        let value =
            json!({ "items": [], "total": 0, "eva@example.com": 1, "420777123456": 1, "Eva Nova": 1, "tier_2": 1 });
        assert_eq!(told(value), ["Unknown *: integer for nothing", "Unknown tier_2: integer for nothing"]);
        let mut many = json!({ "items": [], "total": 0 });
        for at in 0..30 {
            many[format!("f{at}")] = json!(1);
        }
        assert_eq!(told(many), ["Unknown *: integer for nothing"]);
    }

    #[test]
    fn an_empty_body_is_admitted_where_null_is() {
        assert!(admits_nothing(&json!({ "type": ["object", "null"], "required": ["a"], "properties": { "a": true } })));
        assert!(admits_nothing(&json!({ "type": "null" })));
        assert!(!admits_nothing(&schema()));
    }
}

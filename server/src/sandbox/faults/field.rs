//! Changing a field of a JSON document.

use serde_json::{Map, Value as Json};

use crate::sandbox::script::JsonType;

/// What is done to a field.
#[derive(Clone, Copy, Debug)]
pub(in crate::sandbox) enum Edit<'a> {
    Drop,
    Add(&'a Json),
    Retype(JsonType),
    Rename(&'a str),
}

/// The names on the way to a field.
pub(in crate::sandbox) fn words(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|word| word.replace("~1", "/").replace("~0", "~")).collect()
}

/// Does it to every field that the pointer leads to; whether there was one.
pub(in crate::sandbox) fn edit(document: &mut Json, pointer: &str, what: Edit<'_>) -> bool {
    let words = words(pointer);
    words.split_last().is_some_and(|(last, way)| walk(document, way, last, what))
}

fn walk(at: &mut Json, way: &[String], last: &str, what: Edit<'_>) -> bool {
    let Some((word, rest)) = way.split_first() else { return at_parent(at, last, what) };
    match at {
        Json::Array(items) if word == "*" => {
            items.iter_mut().fold(false, |done, item| walk(item, rest, last, what) | done)
        }
        Json::Array(items) => {
            index(word).and_then(|index| items.get_mut(index)).is_some_and(|item| walk(item, rest, last, what))
        }
        Json::Object(fields) => fields.get_mut(word).is_some_and(|field| walk(field, rest, last, what)),
        _ => false,
    }
}

fn index(word: &str) -> Option<usize> {
    word.parse().ok()
}

fn at_parent(parent: &mut Json, last: &str, what: Edit<'_>) -> bool {
    match parent {
        Json::Object(fields) => in_object(fields, last, what),
        Json::Array(items) => in_list(items, last, what),
        _ => false,
    }
}

fn in_object(fields: &mut Map<String, Json>, name: &str, what: Edit<'_>) -> bool {
    match what {
        Edit::Drop => fields.shift_remove(name).is_some(),
        Edit::Add(value) => {
            fields.insert(name.to_owned(), value.clone());
            true
        }
        Edit::Retype(to) => fields.get_mut(name).map(|field| *field = retyped(field, to)).is_some(),
        Edit::Rename(to) => {
            let found = fields.contains_key(name);
            // In its place: a client that reads by position must not notice.
            let renamed = std::mem::take(fields).into_iter();
            *fields = renamed.map(|(own, value)| (if own == name { to.to_owned() } else { own }, value)).collect();
            found
        }
    }
}

fn in_list(items: &mut Vec<Json>, word: &str, what: Edit<'_>) -> bool {
    let chosen: Vec<usize> = match word {
        "*" => (0..items.len()).collect(),
        "-" => vec![items.len()],
        word => index(word).into_iter().collect(),
    };
    let mut done = false;
    for at in chosen.into_iter().rev() {
        done |= match what {
            Edit::Drop if at < items.len() => {
                items.remove(at);
                true
            }
            Edit::Add(value) if at <= items.len() => {
                items.insert(at, value.clone());
                true
            }
            Edit::Retype(to) => items.get_mut(at).map(|item| *item = retyped(item, to)).is_some(),
            _ => false,
        };
    }
    done
}

fn retyped(value: &Json, to: JsonType) -> Json {
    match to {
        JsonType::Null => Json::Null,
        JsonType::Boolean => Json::Bool(true),
        JsonType::Number => match value {
            Json::Number(_) => value.clone(),
            Json::String(text) => text.parse().map_or_else(|_| 0.into(), Json::Number),
            other => i32::from(other.as_bool().unwrap_or_default()).into(),
        },
        JsonType::String => match value {
            Json::String(_) => value.clone(),
            other => other.to_string().into(),
        },
        JsonType::Array => Json::Array(vec![value.clone()]),
        JsonType::Object => Json::Object(Map::from_iter([("value".to_owned(), value.clone())])),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(pointer: &str, what: Edit<'_>, expected: Option<Json>) {
        let before = json!({ "a": { "b/c": 1, "d": "2" }, "list": [{ "x": 1 }, { "y": 2 }, { "x": 3 }] });
        let mut document = before.clone();
        let done = edit(&mut document, pointer, what);
        assert_eq!((done, document), (expected.is_some(), expected.unwrap_or(before)), "{pointer}");
    }

    #[test]
    fn a_field_is_dropped_added_retyped_and_renamed() {
        let list = json!([{ "x": 1 }, { "y": 2 }, { "x": 3 }]);
        check("/a/b~1c", Edit::Drop, Some(json!({ "a": { "d": "2" }, "list": list })));
        check("/a/e", Edit::Add(&json!([])), Some(json!({ "a": { "b/c": 1, "d": "2", "e": [] }, "list": list })));
        check("/a/d", Edit::Retype(JsonType::Number), Some(json!({ "a": { "b/c": 1, "d": 2 }, "list": list })));
        check("/a/b~1c", Edit::Retype(JsonType::String), Some(json!({ "a": { "b/c": "1", "d": "2" }, "list": list })));
        check("/a/b~1c", Edit::Rename("f"), Some(json!({ "a": { "f": 1, "d": "2" }, "list": list })));
    }

    #[test]
    fn a_star_is_every_element() {
        let a = json!({ "b/c": 1, "d": "2" });
        check("/list/*/x", Edit::Drop, Some(json!({ "a": a, "list": [{}, { "y": 2 }, {}] })));
        check("/list/*/y", Edit::Rename("z"), Some(json!({ "a": a, "list": [{ "x": 1 }, { "z": 2 }, { "x": 3 }] })));
        check("/list/1", Edit::Drop, Some(json!({ "a": a, "list": [{ "x": 1 }, { "x": 3 }] })));
        check("/list/*", Edit::Drop, Some(json!({ "a": a, "list": [] })));
        let added = json!([{ "x": 1 }, { "y": 2 }, { "x": 3 }, 7]);
        check("/list/-", Edit::Add(&json!(7)), Some(json!({ "a": a, "list": added })));
    }

    #[test]
    fn what_is_not_there_is_left_alone() {
        for pointer in ["/b", "/a/b", "/a/d/e", "/list/3", "/list/*/z", "/list/x"] {
            check(pointer, Edit::Drop, None);
            check(pointer, Edit::Rename("new"), None);
            check(pointer, Edit::Retype(JsonType::Null), None);
        }
        check("/list/9", Edit::Add(&json!(1)), None);
    }
}

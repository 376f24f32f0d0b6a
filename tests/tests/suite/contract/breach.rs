//! Every rule of a shape, broken one at a time.

use onefold::vendor::shape::{Field, Kind, Place};
use serde_json::{Map, Value, json};

use super::client::reads_types;
use super::endpoint::{Endpoint, Sample, text, value};

/// A value that breaks a rule, in words; absent: the field is left out.
type Broken = (String, Option<Value>);

/// Sample calls that break exactly one rule each.
pub(super) fn of(endpoint: &Endpoint) -> Vec<(String, Sample)> {
    let mut calls = Vec::new();
    for field in &endpoint.fields {
        match field.place {
            Place::Path => {}
            Place::Query => calls.extend(in_query(endpoint, field)),
            Place::Body => {
                let sample = endpoint.sample();
                for (what, body) in in_object(endpoint, field, &sample.body, "") {
                    calls.push((what, Sample { body, ..sample.clone() }));
                }
            }
        }
    }
    calls
}

fn in_query(endpoint: &Endpoint, field: &Field) -> Vec<(String, Sample)> {
    let Kind::List { .. } = field.kind else {
        let broken = breaches(field, &field.kind, false);
        return broken
            .into_iter()
            .map(|(what, value)| {
                let mut sample = endpoint.sample();
                sample.query.retain(|(name, _)| name != field.name);
                sample.query.extend(value.map(|value| (field.name.to_owned(), text(&value))));
                (format!("{} {what}", field.name), sample)
            })
            .collect();
    };
    Vec::new()
}

/// `object` with `field` broken, in itself and in every field inside it.
fn in_object(
    endpoint: &Endpoint,
    field: &Field,
    object: &Map<String, Value>,
    path: &str,
) -> Vec<(String, Map<String, Value>)> {
    let path = format!("{path}{}", field.name);
    let with = |value: Option<Value>| {
        let mut object = object.clone();
        object.remove(field.name);
        object.extend(value.map(|value| (field.name.to_owned(), value)));
        object
    };
    let typed = reads_types(endpoint.vendor);
    let own = breaches(field, &field.kind, typed);
    let mut broken: Vec<_> = own.into_iter().map(|(what, value)| (format!("{path} {what}"), with(value))).collect();
    let (inner, wrap): (&[Field], fn(Value) -> Value) = match &field.kind {
        Kind::Object(fields) => (fields, |value| value),
        Kind::List { of, .. } => match &**of {
            Kind::Object(fields) => (fields, |value| json!([value])),
            _ => return broken,
        },
        _ => return broken,
    };
    // Forms have no objects inside objects that a rule could be broken in.
    if !typed {
        return broken;
    }
    let whole = Kind::Object(inner.to_vec());
    let Value::Object(sound) = value(field, &whole) else { return broken };
    for field in inner {
        let nested = in_object(endpoint, field, &sound, &format!("{path}."));
        broken.extend(nested.into_iter().map(|(what, value)| (what, with(Some(wrap(Value::Object(value)))))));
    }
    broken
}

fn breaches(field: &Field, kind: &Kind, typed: bool) -> Vec<Broken> {
    let mut broken: Vec<Broken> = Vec::new();
    let mut add = |what: &str, value: Value| broken.push((what.to_owned(), Some(value)));
    match kind {
        Kind::Text => {
            if field.required {
                add("blank", "  ".into());
            }
            if let Some(longest) = field.longest.filter(|_| field.pattern.is_none()) {
                add("one character too long", "x".repeat(longest + 1).into());
            }
            if let Some(pattern) = field.pattern
                && !pattern.is_match("<§>")
            {
                add("against its pattern", "<§>".into());
            }
            if !field.one_of.is_empty() {
                add("not one of its values", "none of these".into());
            }
            if typed {
                add("an object", json!({ "a": 1 }));
            }
        }
        Kind::Integer | Kind::Number => {
            add("no number", "many".into());
            if let Some(most) = field.most.filter(|most| *most != i64::MAX) {
                add("one too high", (most + 1).into());
            }
            if let Some(least) = field.least.filter(|least| *least != i64::MIN) {
                add("one too low", (least - 1).into());
            }
        }
        Kind::Boolean => add("neither true nor false", "perhaps".into()),
        Kind::Date => add("no date", "2024-0525".into()),
        Kind::Object(_) if typed => add("no object", "text".into()),
        Kind::List { of, at_least, at_most } if typed => {
            add("no list", "text".into());
            if *at_least > 0 {
                add("an empty list", json!([]));
            }
            if *at_most <= 1_000 {
                add("one item too many", (0..=*at_most).map(|_| value(field, of)).collect());
            }
        }
        Kind::Any | Kind::Object(_) | Kind::List { .. } => {}
    }
    if field.required {
        broken.push(("missing".to_owned(), None));
    }
    broken
}

//! Two hundred changes at random, each of one reply: nearly all must be found, and told for what they are.

use entity::connection::Vendor;
use onefold::vendor::openapi::documents;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use sea_orm::ActiveEnum;
use serde_json::{Map, Value, json};

use super::found;
use super::tour::{Step, Tour};
use super::unchanged::operations;

const CHANGES: usize = 200;
/// How many must be found.
const FOUND: usize = CHANGES * 99 / 100;
const SEED: u64 = 20_260_301;

/// A change of a reply, and what Onefold is to say of it.
struct Change {
    fault: Value,
    kind: &'static str,
    /// Where, list places left out; absent where the change has no place of its own.
    path: Option<String>,
}

/// A place in a reply: the way to it, and the documented shape there.
struct Spot<'a> {
    pointer: String,
    value: &'a Value,
    schema: &'a Value,
    is_required: bool,
}

/// Every field of a body that its documentation names, but those that may hold anything.
fn spots<'a>(body: &'a Value, schema: &'a Value, pointer: &str, into: &mut Vec<Spot<'a>>) {
    match body {
        Value::Object(fields) => {
            let known = schema["properties"].as_object();
            for (name, value) in fields {
                let Some(schema_of) = known.and_then(|known| known.get(name)) else { continue };
                let pointer = format!("{pointer}/{name}");
                let required = schema["required"].as_array();
                let is_required = required.is_some_and(|names| names.contains(&json!(name)));
                into.push(Spot { pointer: pointer.clone(), value, schema: schema_of, is_required });
                spots(value, schema_of, &pointer, into);
            }
        }
        Value::Array(items) => {
            if let Some(first) = items.first() {
                let (pointer, schema) = (format!("{pointer}/*"), &schema["items"]);
                into.push(Spot { pointer: pointer.clone(), value: first, schema, is_required: false });
                spots(first, schema, &pointer, into);
            }
        }
        _ => {}
    }
}

/// `/data/customers/*/email` as Onefold tells it: `data.customers[].email`.
fn told(pointer: &str) -> String {
    pointer.replace("/*", "[]").trim_start_matches('/').replace('/', ".")
}

fn types(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// A change of a successful reply to one of the forms that a vendor's change takes.
fn change(rng: &mut StdRng, body: &Value, schema: &Value, n: usize) -> Change {
    let mut all = Vec::new();
    spots(body, schema, "", &mut all);
    let is_typed = |spot: &&Spot<'_>| !types(spot.schema).is_empty() && !spot.value.is_null();
    let typed: Vec<&Spot<'_>> = all.iter().filter(is_typed).collect();
    let required: Vec<&Spot<'_>> = all.iter().filter(|spot| spot.is_required).collect();
    let closed: Vec<String> = all
        .iter()
        .filter(|spot| {
            spot.value.is_object()
                && spot.schema["properties"].is_object()
                && spot.schema["additionalProperties"].is_null()
        })
        .map(|spot| spot.pointer.clone())
        .chain(body.is_object().then(String::new))
        .collect();
    match rng.random_range(0..5) {
        0 => {
            let name = format!("brand_new_{}", n % 10);
            let pointer = format!("{}/{name}", closed.choose(rng).expect("an object"));
            let value = [json!(1), json!("x"), json!(null), json!({ "a": 1 }), json!([])].choose(rng).cloned();
            Change {
                fault: json!({ "add_field": { "pointer": pointer, "value": value } }),
                kind: "UNKNOWN_FIELD",
                path: Some(told(&pointer)),
            }
        }
        1 => {
            let spot = required.choose(rng).expect("a required field");
            let fault = json!({ "drop_field": { "in": "reply", "pointer": spot.pointer } });
            Change { fault, kind: "MISSING_FIELD", path: Some(told(&spot.pointer)) }
        }
        2 => {
            let spot = typed.choose(rng).expect("a typed field");
            let documented = types(spot.schema);
            let is_other =
                |to: &&&str| !(documented.contains(to) || **to == "number" && documented.contains(&"integer"));
            let others: Vec<&&str> =
                ["null", "boolean", "number", "string", "array", "object"].iter().filter(is_other).collect();
            let to = others.choose(rng).expect("another type");
            let fault = json!({ "retype_field": { "pointer": spot.pointer, "to": to } });
            Change { fault, kind: "RETYPED_FIELD", path: Some(told(&spot.pointer)) }
        }
        3 => {
            let in_closed = |spot: &&&Spot<'_>| {
                let (parent, _) = spot.pointer.rsplit_once('/').expect("a field");
                closed.iter().any(|object| object == parent)
            };
            let fields: Vec<&&Spot<'_>> = typed.iter().filter(in_closed).collect();
            let spot = fields.choose(rng).expect("a field");
            let (parent, name) = spot.pointer.rsplit_once('/').expect("a field");
            let to = format!("new_{name}");
            let fault = json!({ "rename_field": { "pointer": spot.pointer, "to": to } });
            Change { fault, kind: "UNKNOWN_FIELD", path: Some(told(&format!("{parent}/{to}"))) }
        }
        _ => {
            let status = [202, 206, 301, 402, 410, 418, 451, 460, 505].choose(rng).expect("a status");
            let body = if *status < 400 { json!({ "ok": true }) } else { Value::Null };
            let mut fault = json!({ "status": { "status": status } });
            if !body.is_null() {
                fault["status"]["body"] = body;
            }
            Change { fault, kind: "UNKNOWN_STATUS", path: Some(String::new()) }
        }
    }
}

/// The documented body of an operation's success, as Onefold publishes it; absent where it has none.
fn documented(of: Vendor, operation: &str) -> Option<Value> {
    let document = documents().into_iter().find(|document| document.vendor == of)?.content;
    let paths = document["paths"].as_object()?.values().filter_map(Value::as_object).flat_map(Map::values).cloned();
    let found = paths.into_iter().find(|described| described["operationId"] == operation)?;
    let success = found["responses"].as_object()?.iter().find(|(status, _)| status.starts_with('2'))?.1.clone();
    Some(success["content"]["application/json"]["schema"].clone()).filter(|schema| !schema.is_null())
}

/// A difference that is known by now. The same place may differ in several ways, each a difference of its own.
#[derive(Debug, PartialEq)]
struct Known {
    id: String,
    operation: String,
    kind: String,
    path: String,
    count: i64,
}

fn known(all: &[Value]) -> Vec<Known> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let known = |row: &Value| Known {
        id: text(&row["id"]),
        operation: text(&row["operation"]),
        kind: text(&row["kind"]),
        path: text(&row["path"]),
        count: row["count"].as_i64().expect("a count"),
    };
    all.iter().map(known).collect()
}

#[tokio::test]
async fn changes_at_random_are_found() {
    let tour = Tour::start().await;
    let mut rng = StdRng::seed_from_u64(SEED);
    let with_body: Vec<_> = operations()
        .into_iter()
        .filter_map(|(of, operation)| Some((of, operation, documented(of, operation)?)))
        .filter(|(_, operation, _)| {
            !["postUserLogin", "issueToken", "postToken", "getTestsConnection", "syncWithCRM"].contains(operation)
        })
        .collect();
    assert!(with_body.len() > 45, "{}", with_body.len());
    let (mut missed, mut by_kind) = (Vec::new(), std::collections::BTreeMap::new());
    let mut before = known(&found(&tour.at, json!({})).await);
    for n in 0..CHANGES {
        // Each operation in its turn, so that all of them are changed.
        let (of, operation, schema) = &with_body[n % with_body.len()];
        let step: Step = tour.step(*of, operation, 2 * n).await.expect("a call");
        let plain = tour.go(&step).await;
        assert!(plain.status.is_success(), "{operation}: {}", plain.body);
        let change = change(&mut rng, &plain.json(), schema, n);
        let step = tour.step(*of, operation, 2 * n + 1).await.expect("a call");
        tour.at.vendor.clear_calls();
        let rule = json!([{ "vendor": of.to_value(), "operation": operation, "times": 1, "fault": change.fault }]);
        tour.at.vendor.set_faults(rule).unwrap_or_else(|error| panic!("{error}: {}", change.fault));
        tour.go(&step).await;
        tour.at.vendor.clear_faults();
        let met = tour.at.vendor.received(Some(*of)).iter().any(|call| !call.faults.is_empty());
        assert!(met, "{operation} did not meet {}", change.fault);
        let mut after = known(&found(&tour.at, json!({})).await);
        // What differs is written down beside the call, not before its answer.
        for _ in 0..40 {
            if after != before {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            after = known(&found(&tour.at, json!({})).await);
        }
        let is_it = |row: &Known| {
            row.operation == *operation
                && row.kind == change.kind
                && change.path.as_ref().is_none_or(|path| *path == row.path)
        };
        let is_new = |row: &&Known| !before.contains(row);
        if after.iter().filter(is_new).any(is_it) {
            *by_kind.entry(change.kind).or_insert(0) += 1;
        } else {
            let news: Vec<_> = after.iter().filter(is_new).collect();
            missed.push(format!("{operation} {} at {:?}: told {news:?}", change.fault, change.path));
        }
        before = after;
    }
    let found = CHANGES - missed.len();
    assert!(found >= FOUND, "{found} of {CHANGES} were found; missed:\n{}", missed.join("\n"));
    assert_eq!(by_kind.len(), 4, "{by_kind:?}");
}

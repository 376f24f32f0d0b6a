//! Laying what changed over what a vendor has.

use serde_json::Value as Json;

/// Lays `change` over `whole`: fields of objects one by one, entries of lists by their ids where they have such, all else as it is.
pub fn overlay(whole: &mut Json, change: &Json) {
    match (whole, change) {
        (Json::Object(whole), Json::Object(change)) => {
            for (name, value) in change {
                overlay(whole.entry(name.as_str()).or_insert(Json::Null), value);
            }
        }
        (Json::Array(whole), Json::Array(change)) if id_of(change).is_some() => {
            let id = id_of(change).unwrap_or_default();
            for entry in change {
                match whole.iter_mut().find(|known| known.get(&id) == entry.get(&id)) {
                    Some(known) => overlay(known, entry),
                    None => whole.push(entry.clone()),
                }
            }
        }
        (whole, change) => *whole = change.clone(),
    }
}

/// The field by which the entries of a list are told apart: the first whose name ends so, when all have it.
fn id_of(entries: &[Json]) -> Option<String> {
    let first = entries.first()?.as_object()?;
    let id = first.keys().find(|name| name.ends_with("_id"))?;
    entries.iter().all(|entry| entry.get(id).is_some()).then(|| id.clone())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_changed_changes() {
        let mut whole = json!({
            "name": "A", "address": { "city": "Brno", "zip": "602 00" }, "tags": ["x", "y"],
            "consents": [{ "consent_id": "1", "value": 0, "since": "2020" }, { "consent_id": "2", "value": 1 }],
            "unknown": { "kept": true },
        });
        let change = json!({
            "address": { "city": "Praha" }, "tags": ["z"], "phone": null,
            "consents": [{ "consent_id": "1", "value": 1 }, { "consent_id": "3", "value": 1 }],
        });
        overlay(&mut whole, &change);
        let expected = json!({
            "name": "A", "address": { "city": "Praha", "zip": "602 00" }, "tags": ["z"],
            "consents": [
                { "consent_id": "1", "value": 1, "since": "2020" },
                { "consent_id": "2", "value": 1 },
                { "consent_id": "3", "value": 1 },
            ],
            "unknown": { "kept": true }, "phone": null,
        });
        assert_eq!(whole, expected);
    }
}

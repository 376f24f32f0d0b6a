//! The input of a mutation as only what a person changed.

use serde::Serialize;
use serde_json::{Map, Value};

/// Fields by their names in the schema. What is left out stays as it is; what is null is cleared.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct Changes(Map<String, Value>);

impl Changes {
    /// Sets the field at `path`, whose parts are divided by points, to a text; an empty one clears it.
    pub(crate) fn set(&mut self, path: &str, text: &str) {
        let text = text.trim();
        let value = if text.is_empty() { Value::Null } else { Value::from(text) };
        match path.split_once('.') {
            None => drop(self.0.insert(path.to_owned(), value)),
            Some((group, field)) => {
                let group = self.0.entry(group).or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(group) = group {
                    group.insert(field.to_owned(), value);
                }
            }
        }
    }

    /// Sets a field to any value, whatever was set below it before.
    pub(crate) fn put(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    /// Whether a field is set.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Whether nothing changed.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emptied_field_is_null_and_a_grouped_one_nested() {
        let mut changes = Changes::default();
        changes.set("email", "  ");
        changes.set("address.city", " Brno ");
        assert_eq!(serde_json::to_string(&changes).unwrap(), r#"{"email":null,"address":{"city":"Brno"}}"#);
    }
}

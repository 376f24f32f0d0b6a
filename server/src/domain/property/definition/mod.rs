//! What fields a company added to its customers, and which values they take.

pub mod graphql;
pub mod service;
pub mod store;

use std::collections::HashSet;

use entity::property_definition::PropertyType;
use entity::source_record::RecordState;
use serde_json::{Value as Json, json};

use super::{can_be_unique, has_items};
use crate::domain::rules;
use crate::error::{Rule, Violation};

/// What a list of definitions can be narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct DefinitionFilter {
    /// Only in this state.
    pub state: Option<RecordState>,
}

/// One of the values to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Stays when the name changes.
    pub id: String,
    /// As people see it.
    pub name: String,
}

impl Item {
    /// Items as a definition keeps them.
    pub fn list(items: &[Self]) -> Json {
        items.iter().map(|item| json!({ "id": item.id, "name": item.name, "state": 1 })).collect()
    }

    /// The items of a definition, in whatever fields a vendor gave them beside id and name.
    pub fn read(items: &Json) -> Vec<Self> {
        items.as_array().into_iter().flatten().filter_map(Self::of).collect()
    }

    fn of(item: &Json) -> Option<Self> {
        let text = |key: &str| item.get(key).and_then(Json::as_str).or_else(|| item.as_str());
        let name = text("name")?;
        Some(Self { id: text("id").unwrap_or(name).to_owned(), name: name.to_owned() })
    }
}

/// What is said of a property, beside its data type, which does not change.
#[derive(Clone, Debug, PartialEq)]
pub struct DefinitionFields {
    /// As people see it.
    pub name: String,
    /// What it means.
    pub description: Option<String>,
    /// The values to choose from, as a JSON array; empty for types without choices.
    pub items: Json,
    /// A customer that has a value must keep one.
    pub is_required: bool,
    /// No two customers may share a value.
    pub is_unique: bool,
    /// Whether values can still be given.
    pub state: RecordState,
}

impl DefinitionFields {
    /// The rules it breaks for values of this type.
    pub fn violations(&self, data_type: PropertyType) -> Vec<Violation> {
        let mut broken: Vec<Violation> = rules::filled("name", &self.name).into_iter().collect();
        if self.is_unique && !can_be_unique(data_type) {
            let message = "only texts, numbers, dates and timestamps can be unique";
            broken.push(Violation::new("isUnique", Rule::NotAllowed, message));
        }
        broken.extend(self.item_violations(data_type));
        broken
    }

    fn item_violations(&self, data_type: PropertyType) -> Vec<Violation> {
        let items = Item::read(&self.items);
        if !has_items(data_type) && !items.is_empty() {
            return vec![Violation::new("items", Rule::NotAllowed, "values of this type are not chosen from items")];
        }
        if has_items(data_type) && items.is_empty() {
            return vec![Violation::new("items", Rule::Required, "there must be items to choose from")];
        }
        let (mut names, mut ids) = (HashSet::new(), HashSet::new());
        items
            .iter()
            .enumerate()
            .filter_map(|(n, item)| {
                let path = format!("items[{n}].name");
                let again = !names.insert(&item.name) || !ids.insert(&item.id);
                rules::filled(&path, &item.name).or_else(|| {
                    again.then(|| {
                        let message = "another item has this name or id";
                        Violation::new(path, Rule::AlreadyExists, message).with_value(&item.name)
                    })
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(items: Json) -> DefinitionFields {
        DefinitionFields {
            name: "Shoe".to_owned(),
            description: None,
            items,
            is_required: false,
            is_unique: false,
            state: RecordState::Active,
        }
    }

    fn broken(fields: &DefinitionFields, data_type: PropertyType) -> Vec<(String, Rule)> {
        fields.violations(data_type).into_iter().map(|broken| (broken.path, broken.rule)).collect()
    }

    #[test]
    fn choices_need_items_and_nothing_else_has_any() {
        let (none, some) = (fields(json!([])), fields(json!([{ "id": "s", "name": "Small" }])));
        assert_eq!(broken(&none, PropertyType::Enumeration), [("items".to_owned(), Rule::Required)]);
        assert_eq!(broken(&some, PropertyType::Enumeration), []);
        assert_eq!(broken(&none, PropertyType::Integer), []);
        assert_eq!(broken(&some, PropertyType::Integer), [("items".to_owned(), Rule::NotAllowed)]);
    }

    #[test]
    fn items_must_be_told_apart() {
        let items = json!([{ "id": "s", "name": "Small" }, { "id": "t", "name": "Small" }, { "id": "u", "name": " " }]);
        let expected = [("items[1].name".to_owned(), Rule::AlreadyExists), ("items[2].name".to_owned(), Rule::Empty)];
        assert_eq!(broken(&fields(items), PropertyType::Multiselect), expected);
        // A vendor that keeps bare names has items too.
        assert_eq!(broken(&fields(json!(["Small", "Large"])), PropertyType::Multiselect), []);
    }

    #[test]
    fn what_cannot_be_compared_cannot_be_unique() {
        let unique = DefinitionFields { is_unique: true, name: String::new(), ..fields(json!([])) };
        let expected = [("name".to_owned(), Rule::Empty), ("isUnique".to_owned(), Rule::NotAllowed)];
        assert_eq!(broken(&unique, PropertyType::Custom), expected);
        assert_eq!(broken(&unique, PropertyType::String), [("name".to_owned(), Rule::Empty)]);
    }
}

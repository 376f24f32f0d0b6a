//! What a request may come to, reckoned before it runs: the page sizes it asks for multiply on the way down, and nothing else bounds
//! them together.

use std::collections::HashMap;

use async_graphql::parser::types::{ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet};
use async_graphql::{Name, Value, Variables};

use crate::config::GraphqlConfig;

/// Refuses an operation that asks for too many rows, things by id, or entities.
///
/// # Errors
/// The limit that it breaks.
pub fn check(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
    limits: &GraphqlConfig,
) -> Result<(), String> {
    let mut reckoning = Reckoning { document, operation, variables, limits, known: HashMap::new(), open: Vec::new() };
    let cost = reckoning.set(&operation.selection_set.node);
    if cost.representations > limits.max_representations as u64 {
        return Err(format!("more than {} representations or ids are asked for", limits.max_representations));
    }
    if cost.rows > limits.max_rows {
        return Err(format!(
            "the pages asked for could hold more than {} rows; ask for fewer at once",
            limits.max_rows
        ));
    }
    Ok(())
}

#[derive(Clone, Copy, Default)]
struct Cost {
    /// Rows that the pages could hold.
    rows: u64,
    /// Things named one by one.
    representations: u64,
}

impl Cost {
    fn add(&mut self, other: Self) {
        self.rows = self.rows.saturating_add(other.rows);
        self.representations = self.representations.saturating_add(other.representations);
    }
}

struct Reckoning<'a> {
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: &'a Variables,
    limits: &'a GraphqlConfig,
    known: HashMap<&'a Name, Cost>,
    /// The fragments being reckoned; one that is met again is a cycle, which validation will report.
    open: Vec<&'a Name>,
}

impl<'a> Reckoning<'a> {
    fn set(&mut self, set: &'a SelectionSet) -> Cost {
        let mut total = Cost::default();
        for item in &set.items {
            total.add(match &item.node {
                Selection::Field(field) => self.field(&field.node),
                Selection::InlineFragment(fragment) => self.set(&fragment.node.selection_set.node),
                Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node),
            });
        }
        total
    }

    fn field(&mut self, field: &'a Field) -> Cost {
        let inner = self.set(&field.selection_set.node);
        let named = self.named(field);
        let rows = named.unwrap_or(0).saturating_add(self.page(field).unwrap_or(0));
        Cost {
            rows: rows.saturating_add(inner.rows.saturating_mul(rows.max(1))),
            representations: inner.representations.saturating_add(named.unwrap_or(0)),
        }
    }

    fn fragment(&mut self, name: &'a Name) -> Cost {
        if let Some(cost) = self.known.get(name) {
            return *cost;
        }
        let Some(fragment) = self.document.fragments.get(name) else { return Cost::default() };
        if self.open.contains(&name) {
            return Cost::default();
        }
        self.open.push(name);
        let cost = self.set(&fragment.node.selection_set.node);
        self.open.pop();
        self.known.insert(name, cost);
        cost
    }

    /// How many things the field names by id or representation.
    fn named(&self, field: &Field) -> Option<u64> {
        let list = self.argument(field, "representations").or_else(|| self.argument(field, "ids"))?;
        match list {
            Value::List(items) => Some(items.len() as u64),
            // A single value where a list is expected is a list of one.
            _ => Some(1),
        }
    }

    /// How many rows the page of a connection holds.
    fn page(&self, field: &Field) -> Option<u64> {
        let asked = self.argument(field, "first").or_else(|| self.argument(field, "last"));
        match asked {
            Some(Value::Number(number)) => Some(number.as_u64().unwrap_or(0).min(self.limits.max_page)),
            _ if self.is_connection(&field.selection_set.node, &mut Vec::new()) => Some(self.limits.default_page),
            _ => None,
        }
    }

    /// Whether rows are asked for in this set, also by way of fragments; each is looked into once.
    fn is_connection<'s>(&'s self, set: &'s SelectionSet, seen: &mut Vec<&'s Name>) -> bool {
        set.items.iter().any(|item| match &item.node {
            Selection::Field(field) => matches!(field.node.name.node.as_str(), "nodes" | "edges"),
            Selection::InlineFragment(fragment) => self.is_connection(&fragment.node.selection_set.node, seen),
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                let new = !seen.contains(&name);
                seen.push(name);
                let fragment = self.document.fragments.get(name).filter(|_| new);
                fragment.is_some_and(|fragment| self.is_connection(&fragment.node.selection_set.node, seen))
            }
        })
    }

    /// An argument's value, its variable looked up; null is as if left out.
    fn argument(&self, field: &Field, name: &str) -> Option<Value> {
        let value = field.get_argument(name)?.node.clone();
        let value = value.into_const_with(|variable| self.variable(&variable).ok_or(()));
        value.ok().filter(|value| *value != Value::Null)
    }

    fn variable(&self, name: &Name) -> Option<Value> {
        if let Some(value) = self.variables.get(name) {
            return Some(value.clone());
        }
        let definition = self.operation.variable_definitions.iter().find(|known| known.node.name.node == *name)?;
        definition.node.default_value().cloned()
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use serde_json::json;

    use super::*;

    fn cost(text: &str, variables: serde_json::Value) -> Cost {
        let document = parse_query(text).unwrap();
        let (_, operation) = document.operations.iter().next().unwrap();
        let (limits, variables) = (GraphqlConfig::default(), Variables::from_json(variables));
        let mut reckoning = Reckoning {
            document: &document,
            operation: &operation.node,
            variables: &variables,
            limits: &limits,
            known: HashMap::new(),
            open: Vec::new(),
        };
        reckoning.set(&operation.node.selection_set.node)
    }

    #[test]
    fn pages_multiply_on_the_way_down() {
        let text = "{ customers(first: 10) { nodes { purchases(last: 3) { nodes { items { nodes { id } } } } } } }";
        assert_eq!(cost(text, json!({})).rows, 10 + 10 * 3 + 10 * 3 * 25);
    }

    #[test]
    fn variables_their_defaults_and_fragments_count() {
        let text = "query($a: Int, $b: Int = 7) { customers(first: $a) { nodes { ...F } } }
            fragment F on Customer { channels(first: $b) { nodes { id } } notes(first: $c) { nodes { id } } }";
        assert_eq!(cost(text, json!({ "a": 2 })).rows, 2 + 2 * (7 + 25));
    }

    #[test]
    fn rows_hidden_in_fragments_count_and_a_cycle_ends() {
        let text = "{ customers { ...P } } fragment P on CustomerConnection { ... { ...Q } } fragment Q on CustomerConnection { nodes { id } }";
        assert_eq!(cost(text, json!({})).rows, 25);
        let text = "{ customers { ...P ...P } } fragment P on CustomerConnection { ...P ...P }";
        assert_eq!(cost(text, json!({})).rows, 0);
    }

    #[test]
    fn no_page_counts_as_more_than_a_page_may_hold() {
        let text = "{ customers(first: 2000000000) { nodes { channels(first: -5) { nodes { id } } } } }";
        assert_eq!(cost(text, json!({})).rows, 200);
    }

    #[test]
    fn representations_of_all_aliases_count_together() {
        let text = "query($r: [_Any!]!) { a: _entities(representations: $r) { __typename } b: _entities(representations: $r) { __typename } }";
        assert_eq!(cost(text, json!({ "r": [1, 2, 3] })).representations, 6);
    }
}

//! Which fields an object was asked for, in which order: the specification's `CollectFields`.

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{self, Directive, ExecutableDocument, Selection, SelectionSet, Type};
use async_graphql::{Name, Positioned, Value, Variables};

use super::mark;
use super::shape::Shape;

/// The fields of an object by the key under which they are answered.
pub(super) type Fields<'a> = IndexMap<&'a Name, Field<'a>>;

/// A field of an object, wherever in the document it was asked for.
pub(super) struct Field<'a> {
    /// Its type.
    pub(super) ty: Option<&'a Type>,
    asked: Vec<&'a types::Field>,
    /// What its objects were asked for, by their type, as far as such objects were met.
    below: Vec<(String, Fields<'a>)>,
}

impl<'a> Field<'a> {
    /// Whether it holds objects.
    pub(super) fn has_selection(&self) -> bool {
        self.asked.iter().any(|field| !field.selection_set.node.items.is_empty())
    }

    /// What an object of this type in it was asked for.
    pub(super) fn below(&mut self, collection: &Collection<'a>, object: &str) -> &mut Fields<'a> {
        let place = self.below.iter().position(|(known, _)| known == object).unwrap_or_else(|| {
            let fields = collection.fields(object, self.asked.iter().map(|field| &field.selection_set.node));
            self.below.push((object.to_owned(), fields));
            self.below.len() - 1
        });
        &mut self.below[place].1
    }
}

/// What fields are collected from.
pub(super) struct Collection<'a> {
    /// The schema.
    pub(super) shape: &'a Shape,
    /// The document.
    pub(super) document: &'a ExecutableDocument,
    /// The operation's variables.
    pub(super) variables: &'a Variables,
}

impl<'a> Collection<'a> {
    /// The fields that these sets ask of an object.
    pub(super) fn fields(&self, object: &str, sets: impl IntoIterator<Item = &'a SelectionSet>) -> Fields<'a> {
        let (mut fields, mut seen) = (Fields::new(), Vec::new());
        for set in sets {
            self.collect(object, set, &mut seen, &mut fields);
        }
        fields
    }

    fn collect(&self, object: &str, set: &'a SelectionSet, seen: &mut Vec<&'a Name>, fields: &mut Fields<'a>) {
        for selection in set.items.iter().map(|selection| &selection.node) {
            if self.is_left_out(selection.directives()) {
                continue;
            }
            match selection {
                Selection::Field(field) => self.add(object, &field.node, fields),
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    if condition.is_none_or(|condition| self.shape.is(object, &condition.node.on.node)) {
                        self.collect(object, &fragment.node.selection_set.node, seen, fields);
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if seen.contains(&name) {
                        continue;
                    }
                    seen.push(name);
                    let fragment = self.document.fragments.get(name).map(|fragment| &fragment.node);
                    if let Some(fragment) = fragment
                        && self.shape.is(object, &fragment.type_condition.node.on.node)
                    {
                        self.collect(object, &fragment.selection_set.node, seen, fields);
                    }
                }
            }
        }
    }

    fn add(&self, object: &str, field: &'a types::Field, fields: &mut Fields<'a>) {
        let key = &field.response_key().node;
        if key == mark::KEY {
            return;
        }
        let new = || Field { ty: self.shape.field(object, &field.name.node), asked: Vec::new(), below: Vec::new() };
        fields.entry(key).or_insert_with(new).asked.push(field);
    }

    fn is_left_out(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().map(|directive| &directive.node).any(|directive| match directive.name.node.as_str() {
            "skip" => self.holds(directive),
            "include" => !self.holds(directive),
            _ => false,
        })
    }

    fn holds(&self, directive: &Directive) -> bool {
        let Some(condition) = directive.get_argument("if") else { return false };
        let value = condition.node.clone().into_const_with(|name| self.variables.get(&name).cloned().ok_or(()));
        matches!(value, Ok(Value::Boolean(true)))
    }
}

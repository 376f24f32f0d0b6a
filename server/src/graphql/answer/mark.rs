//! Every object says its type.

use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, Field, Selection, SelectionSet};
use async_graphql::{Name, Pos, Positioned};

/// The key under which an object says its type. No name of GraphQL has a space.
pub(super) const KEY: &str = " type";

/// Makes every object below the root say its type. To be called once, when the document has been measured.
pub fn mark(document: &mut ExecutableDocument) {
    for fragment in document.fragments.values_mut() {
        set(&mut fragment.node.selection_set.node);
    }
    match &mut document.operations {
        DocumentOperations::Single(operation) => set(&mut operation.node.selection_set.node),
        DocumentOperations::Multiple(operations) => {
            operations.values_mut().for_each(|operation| set(&mut operation.node.selection_set.node));
        }
    }
}

fn set(selections: &mut SelectionSet) {
    for selection in &mut selections.items {
        match &mut selection.node {
            Selection::Field(field) => {
                let below = &mut field.node.selection_set;
                // What has no selection either is no object or will be refused.
                if !below.node.items.is_empty() {
                    set(&mut below.node);
                    below.node.items.push(type_name(below.pos));
                }
            }
            Selection::InlineFragment(fragment) => set(&mut fragment.node.selection_set.node),
            Selection::FragmentSpread(_) => {}
        }
    }
}

fn type_name(pos: Pos) -> Positioned<Selection> {
    let field = Field {
        alias: Some(Positioned::new(Name::new(KEY), pos)),
        name: Positioned::new(Name::new("__typename"), pos),
        arguments: Vec::new(),
        directives: Vec::new(),
        selection_set: Positioned::default(),
    };
    Positioned::new(Selection::Field(Positioned::new(field, pos)), pos)
}

//! An answer as the specification wants it. The engine answers the fields of an object in the order in which they became known, leaves
//! out a field that failed, and forgets an object of which nothing was left. Here the answer is walked along its document: every field
//! is where it was asked for (section "Field Collection"), one that failed is null, and a null where none may be takes the nearest
//! parent with it that may (section "Handling Execution Errors").
//!
//! What type an object has, only the object can say, so [`mark()`] makes each say it under a key that no client can write, and the walk
//! takes the key out again.

mod collect;
mod mark;
mod once;
mod shape;

use std::collections::HashSet;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{BaseType, ExecutableDocument, OperationDefinition, OperationType, Type};
use async_graphql::{Name, Response, Value, Variables};

use self::collect::{Collection, Field, Fields};
pub use self::mark::mark;
pub use self::once::{Once, Ran};
pub use self::shape::Shape;

/// Whether the request was found wrong before it ran: then there is no data at all, and no error names a path.
pub fn is_refusal(answer: &Response) -> bool {
    matches!(answer.data, Value::Null)
        && !answer.errors.is_empty()
        && answer.errors.iter().all(|error| error.path.is_empty())
}

/// The variables with the defaults of those that were left out. The engine forgets them where `@skip` and `@include` are decided.
pub fn with_defaults(operation: &OperationDefinition, mut variables: Variables) -> Variables {
    for definition in operation.variable_definitions.iter().map(|definition| &definition.node) {
        if let Some(default) = &definition.default_value {
            variables.entry(definition.name.node.clone()).or_insert_with(|| default.node.clone());
        }
    }
    variables
}

/// Puts the answer to an operation in order.
pub fn complete(
    shape: &Shape,
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
    answer: &mut Response,
) {
    if is_refusal(answer) {
        return;
    }
    let root = match operation.ty {
        OperationType::Mutation => shape.mutation(),
        OperationType::Query | OperationType::Subscription => shape.query(),
    };
    let walk = Walk { collection: Collection { shape, document, variables } };
    let mut fields = walk.collection.fields(root, [&operation.selection_set.node]);
    // An object of which nothing was left is null to the engine; the root is always an object.
    let data = match std::mem::take(&mut answer.data) {
        Value::Object(data) => data,
        _ => IndexMap::new(),
    };
    answer.data = walk.object(data, &mut fields);
    let mut known = HashSet::new();
    // Fields of one name that were asked for in several places have failed in each.
    answer.errors.retain(|error| known.insert(format!("{:?} {}", error.path, error.message)));
}

struct Walk<'a> {
    collection: Collection<'a>,
}

impl<'a> Walk<'a> {
    /// The object with the fields that were asked for, in their order; null when one of them must not be null and is.
    fn object(&self, mut object: IndexMap<Name, Value>, fields: &mut Fields<'a>) -> Value {
        if object.keys().eq(fields.keys().copied()) {
            // As it mostly is, and then nothing needs to be moved.
            let mut pairs = object.values_mut().zip(fields.values_mut());
            let whole = pairs.all(|(value, field)| self.settle(value, field.ty, field));
            return if whole { Value::Object(object) } else { Value::Null };
        }
        let mut ordered = IndexMap::with_capacity(fields.len());
        for (key, field) in fields {
            let mut value = object.swap_remove(*key).unwrap_or_default();
            if !self.settle(&mut value, field.ty, field) {
                return Value::Null;
            }
            ordered.insert((*key).clone(), value);
        }
        Value::Object(ordered)
    }

    /// Completes a value in its place; false when it must not be null and is.
    fn settle(&self, value: &mut Value, ty: Option<&'a Type>, field: &mut Field<'a>) -> bool {
        match value {
            Value::List(items) if field.has_selection() => {
                let item_type = item_type(ty);
                if !items.iter_mut().all(|item| self.settle(item, item_type, field)) {
                    *value = Value::Null;
                }
            }
            Value::Object(object) => {
                // A scalar that looks like an object says no type.
                if let Some(Value::String(name)) = object.shift_remove(mark::KEY) {
                    *value = self.object(std::mem::take(object), field.below(&self.collection, &name));
                }
            }
            _ => {}
        }
        !matches!(value, Value::Null) || ty.is_none_or(|ty| ty.nullable)
    }
}

fn item_type(list: Option<&Type>) -> Option<&Type> {
    match &list?.base {
        BaseType::List(item) => Some(item),
        BaseType::Named(_) => None,
    }
}

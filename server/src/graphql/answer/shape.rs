//! What must be known of the schema to put an answer in order.

use std::collections::HashMap;

use async_graphql::ObjectType;
use async_graphql::parser::types::Type;
use async_graphql::registry::Registry;

/// The types of the schema's fields, and which object has which interfaces.
#[derive(Debug)]
pub struct Shape {
    query: String,
    mutation: String,
    fields: HashMap<String, HashMap<String, Type>>,
    interfaces: HashMap<String, Vec<String>>,
}

impl Shape {
    /// The shape of the schema with these roots.
    pub fn of<Query: ObjectType, Mutation: ObjectType>() -> Self {
        let mut registry = Registry::default();
        let (query, mutation) = (Query::create_type_info(&mut registry), Mutation::create_type_info(&mut registry));
        let (query, mutation) = (query.trim_end_matches('!').to_owned(), mutation.trim_end_matches('!').to_owned());
        let mut fields: HashMap<String, HashMap<String, Type>> = HashMap::new();
        for (name, ty) in &registry.types {
            let types = ty.fields().into_iter().flatten();
            let types = types.filter_map(|(name, field)| Some((name.clone(), Type::new(&field.ty)?)));
            fields.insert(name.clone(), types.collect());
        }
        // The engine adds what a federation's router asks for when all else is known.
        let federation = [("_entities", "[_Entity]!"), ("_service", "_Service!")];
        let federation = federation.iter().filter_map(|(name, ty)| Some(((*name).to_owned(), Type::new(ty)?)));
        fields.entry(query.clone()).or_default().extend(federation);
        let interfaces = registry.implements.into_iter();
        let interfaces = interfaces.map(|(name, known)| (name, known.into_iter().collect())).collect();
        Self { query, mutation, fields, interfaces }
    }

    /// The name of the query root.
    pub(super) fn query(&self) -> &str {
        &self.query
    }

    /// The name of the mutation root.
    pub(super) fn mutation(&self) -> &str {
        &self.mutation
    }

    /// The type of a field; unknown where introspection looks at itself.
    pub(super) fn field(&self, object: &str, field: &str) -> Option<&Type> {
        self.fields.get(object)?.get(field)
    }

    /// Whether a fragment on the type `condition` is for objects of this type.
    pub(super) fn is(&self, object: &str, condition: &str) -> bool {
        object == condition
            || self.interfaces.get(object).is_some_and(|known| known.iter().any(|known| known == condition))
    }
}

//! A change is made once, however often the document names it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use async_graphql::parser::types::{Field, FragmentDefinition, Selection, SelectionSet};
use async_graphql::registry::Registry;
use async_graphql::resolver_utils::resolve_container_serial;
use async_graphql::{
    ContainerType, Context, ContextSelectionSet, Name, ObjectType, OutputType, Positioned, ServerResult, Value,
};

/// The keys of the root whose fields have run in one request.
#[derive(Debug, Default)]
pub struct Ran(Mutex<HashSet<Name>>);

impl Ran {
    /// Whether it is the first time.
    fn begin(&self, key: &Name) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone())
    }
}

/// A mutation root whose fields run once for each key under which they are answered. The engine would run a field again for each place
/// in which it is asked for, such as two fragments.
#[derive(Debug, Default)]
pub struct Once<M>(M);

impl<M: ContainerType> ContainerType for Once<M> {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        let ran = ctx.data_opt::<Ran>();
        if ran.is_some_and(|ran| !ran.begin(&ctx.item.node.response_key().node)) {
            return Ok(None);
        }
        let places = places(ctx);
        if places.len() < 2 {
            return self.0.resolve_field(ctx).await;
        }
        let mut whole = ctx.item.clone();
        for other in &places[1..] {
            whole.node.selection_set.node.items.extend_from_slice(&other.node.selection_set.node.items);
        }
        let mut ctx: Context<'_> = ctx.clone();
        ctx.item = &whole;
        self.0.resolve_field(&ctx).await
    }
}

/// All places of the operation that ask for the field under its key. What the variables leave out is gone by now.
fn places<'a>(ctx: &Context<'a>) -> Vec<&'a Positioned<Field>> {
    let mut places = Vec::new();
    let (env, key) = (ctx.query_env, &ctx.item.node.response_key().node);
    collect(&env.operation.node.selection_set.node, &env.fragments, key, &mut Vec::new(), &mut places);
    places
}

fn collect<'a>(
    set: &'a SelectionSet,
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    key: &Name,
    seen: &mut Vec<&'a Name>,
    places: &mut Vec<&'a Positioned<Field>>,
) {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) if field.node.response_key().node == *key => places.push(field),
            Selection::Field(_) => {}
            Selection::InlineFragment(fragment) => {
                collect(&fragment.node.selection_set.node, fragments, key, seen, places);
            }
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                if !seen.contains(&name) {
                    seen.push(name);
                    if let Some(fragment) = fragments.get(name) {
                        collect(&fragment.node.selection_set.node, fragments, key, seen, places);
                    }
                }
            }
        }
    }
}

impl<M: ContainerType> OutputType for Once<M> {
    fn type_name() -> Cow<'static, str> {
        M::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        M::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _field: &Positioned<Field>) -> ServerResult<Value> {
        resolve_container_serial(ctx, self).await
    }
}

impl<M: ContainerType> ObjectType for Once<M> {}

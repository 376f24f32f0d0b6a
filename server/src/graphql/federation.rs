//! `_entities`, each for itself: a representation that cannot be found or read is a null with an error of its own, and its neighbours are
//! answered all the same. The engine would fail the whole call.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use async_graphql::registry::Registry;
use async_graphql::resolver_utils::resolve_container;
use async_graphql::{
    Any, ContainerType, Context, ContextSelectionSet, Name, ObjectType, OutputType, Positioned, QueryPathNode,
    QueryPathSegment, ServerError, ServerResult, Value, parser::types::Field,
};

/// The representations that one request asks for, by the key under which they are answered.
#[derive(Debug, Default)]
pub struct Entities(Mutex<HashMap<Name, Representations>>);

#[derive(Debug)]
struct Representations {
    all: Vec<Any>,
    next: usize,
}

impl Representations {
    /// The place of a representation. The engine asks in their order, so it is the next one; were it not, it is looked for.
    fn place(&mut self, representation: &Value) -> Option<usize> {
        let next = self.next % self.all.len().max(1);
        self.next = next + 1;
        if self.all.get(next).is_some_and(|known| known.0 == *representation) {
            return Some(next);
        }
        self.all.iter().position(|known| known.0 == *representation)
    }
}

impl Entities {
    fn place(&self, ctx: &Context<'_>, representation: &Value) -> Option<usize> {
        let key = &ctx.item.node.response_key().node;
        let mut lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(list) = lists.get_mut(key) {
            return list.place(representation);
        }
        let (_, all) = ctx.param_value("representations", None).ok()?;
        lists.entry(key.clone()).or_insert(Representations { all, next: 0 }).place(representation)
    }
}

/// A query root whose entities fail one by one.
#[derive(Debug, Default)]
pub struct Isolated<Q>(Q);

impl<Q: ContainerType> ContainerType for Isolated<Q> {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        self.0.resolve_field(ctx).await
    }

    async fn find_entity(&self, ctx: &Context<'_>, representation: &Value) -> ServerResult<Option<Value>> {
        let place = ctx.data_opt::<Entities>().and_then(|entities| entities.place(ctx, representation));
        // The engine leaves the place out of the paths of all errors below.
        let mut at: Context<'_> = ctx.clone();
        if let Some(place) = place {
            let segment = QueryPathSegment::Index(place);
            at.path_node = Some(QueryPathNode { parent: ctx.path_node.as_ref(), segment });
        }
        let error = match self.0.find_entity(&at, representation).await {
            Ok(Some(found)) => return Ok(Some(found)),
            Ok(None) => ServerError::new("this representation is not of an entity", Some(ctx.item.pos)),
            Err(error) => error,
        };
        ctx.add_error(coded(if error.path.is_empty() { at.set_error_path(error) } else { error }));
        Ok(Some(Value::Null))
    }
}

/// The error with a code.
fn coded(mut error: ServerError) -> ServerError {
    let extensions = error.extensions.get_or_insert_default();
    if extensions.get("code").is_none() {
        extensions.set("code", "BAD_USER_INPUT");
    }
    error
}

impl<Q: ContainerType> OutputType for Isolated<Q> {
    fn type_name() -> Cow<'static, str> {
        Q::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Q::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _field: &Positioned<Field>) -> ServerResult<Value> {
        resolve_container(ctx, self).await
    }
}

impl<Q: ContainerType> ObjectType for Isolated<Q> {}

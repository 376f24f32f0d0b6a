//! `_entities`, each for itself: a representation that cannot be found or read is a null with an error of its own, and its neighbours are
//! answered all the same. The engine would fail the whole call.

use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_graphql::registry::Registry;
use async_graphql::resolver_utils::resolve_container;
use async_graphql::{
    Any, ContainerType, Context, ContextSelectionSet, ObjectType, OutputType, PathSegment, Positioned, ServerError,
    ServerResult, Value, parser::types::Field,
};

/// Errors of entities in one answer at the most; to find the place of each costs a look through all representations.
const MOST_ERRORS: usize = 100;

/// Errors of entities in one request so far.
#[derive(Debug, Default)]
pub struct EntityErrors(AtomicUsize);

/// A query root whose entities fail one by one.
#[derive(Debug, Default)]
pub struct Isolated<Q>(Q);

impl<Q: ContainerType> ContainerType for Isolated<Q> {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        self.0.resolve_field(ctx).await
    }

    async fn find_entity(&self, ctx: &Context<'_>, representation: &Value) -> ServerResult<Option<Value>> {
        let error = match self.0.find_entity(ctx, representation).await {
            Ok(Some(found)) => return Ok(Some(found)),
            Ok(None) => ServerError::new("this representation is not of an entity", Some(ctx.item.pos)),
            Err(error) => error,
        };
        let known = ctx.data_opt::<EntityErrors>().map_or(0, |known| known.0.fetch_add(1, Ordering::Relaxed));
        if known < MOST_ERRORS {
            ctx.add_error(placed(ctx, error, representation));
        }
        Ok(Some(Value::Null))
    }
}

/// The error with the place of its representation in its path, and a code.
fn placed(ctx: &Context<'_>, error: ServerError, representation: &Value) -> ServerError {
    let mut error = if error.path.is_empty() { ctx.set_error_path(error) } else { error };
    let all = ctx.param_value::<Vec<Any>>("representations", None);
    let place = all.ok().and_then(|(_, all)| all.iter().position(|known| known.0 == *representation));
    if let Some(place) = place {
        error.path.insert(1.min(error.path.len()), PathSegment::Index(place));
    }
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

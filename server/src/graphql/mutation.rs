//! How every mutation runs: one unit of work, once per idempotency key, broken rules as values of the payload.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use async_graphql::{Context, InputType, MaybeUndefined, Result};
use sha2::{Digest, Sha256};

use super::error::{Problem, fault};
use super::loaders::Loaders;
use super::plans::Plans;
use crate::app::App;
use crate::domain::account::{Permission, Viewer};
use crate::domain::idempotency;
use crate::error::Error;
use crate::store::Work;

/// What a mutation came to: the row it made or changed, or the rules its input broke.
#[derive(Debug)]
pub struct Outcome {
    /// The row.
    pub row: Option<i64>,
    /// The broken rules.
    pub problems: Vec<Problem>,
    /// Whether it was only planned: nothing was changed.
    pub is_planned: bool,
}

impl Outcome {
    /// The node that `load` makes of the row; nothing when there is no row.
    ///
    /// # Errors
    /// As `load`.
    pub async fn node<N, F>(&self, load: impl FnOnce(i64) -> F) -> Result<Option<N>>
    where
        F: Future<Output = Result<Option<N>>>,
    {
        match self.row {
            Some(row) => load(row).await,
            None => Ok(None),
        }
    }
}

/// What an update does to a field: left out, it stays; null, it is cleared.
pub fn patch<T>(field: &mut Option<T>, given: MaybeUndefined<T>) {
    match given {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => *field = None,
        MaybeUndefined::Value(value) => *field = Some(value),
    }
}

/// What an update does to a field that cannot be empty: left out or null, it stays.
pub fn replace<T>(field: &mut T, given: Option<T>) {
    if let Some(value) = given {
        *field = value;
    }
}

/// A future that borrows the unit of work it runs in.
pub type Step<'w> = Pin<Box<dyn Future<Output = crate::error::Result<i64>> + Send + 'w>>;

/// The viewer of a request.
///
/// # Errors
/// Nobody is logged in.
pub fn viewer<'a>(ctx: &Context<'a>) -> Result<&'a Viewer> {
    ctx.data_opt::<Viewer>().ok_or_else(|| fault(Error::Unauthenticated))
}

/// Runs `step` in a unit of work that needs `permission`. With an idempotency key, a repeat of the same input answers with the row of
/// the first run, and another input under the same key is refused.
///
/// # Errors
/// Faults; broken rules and conflicts are in the [`Outcome`].
pub async fn run<I: InputType>(
    ctx: &Context<'_>,
    permission: Permission,
    idempotency_key: Option<String>,
    input: &I,
    step: impl for<'w> FnOnce(&'w Work<'_>) -> Step<'w>,
) -> Result<Outcome> {
    let (app, viewer) = (ctx.data::<App>()?, viewer(ctx)?);
    let request = match idempotency_key {
        Some(key) => Some(idempotency::Request { key, digest: digest(ctx, input)? }),
        None => None,
    };
    let plans = ctx.data_opt::<Plans>().cloned().unwrap_or_default();
    let field = ctx.field().name().to_owned();
    settle(ctx, perform(app, viewer, permission, request, (&plans, &field), step).await)
}

/// Refuses to plan what can only be done: a mutation that does not go through [`run`].
///
/// # Errors
/// [`Error::Conflict`] when the request wants plans only.
pub fn not_planned(ctx: &Context<'_>) -> crate::error::Result<()> {
    let is_planned = ctx.data_opt::<Plans>().is_some_and(Plans::is_only);
    let why = || Error::Conflict("this mutation has no plan: it can only be carried out".to_owned());
    if is_planned { Err(why()) } else { Ok(()) }
}

/// What a change that was made without [`run`] came to.
///
/// # Errors
/// As [`run`].
pub fn settle(ctx: &Context<'_>, done: crate::error::Result<i64>) -> Result<Outcome> {
    // A document may hold several mutations, and what one of them showed the next may have changed.
    if let Some(loaders) = ctx.data_opt::<Arc<Loaders>>() {
        loaders.enable_all_cache(false);
    }
    let is_planned = ctx.data_opt::<Plans>().is_some_and(Plans::is_only);
    match done {
        Ok(row) => Ok(Outcome { row: Some(row), problems: Vec::new(), is_planned }),
        Err(Error::Invalid(violations)) => {
            Ok(Outcome { row: None, problems: violations.into_iter().map(Problem::from).collect(), is_planned })
        }
        Err(Error::Conflict(message)) => Ok(Outcome {
            row: None,
            problems: vec![Problem { path: String::new(), code: "CONFLICT".to_owned(), message }],
            is_planned,
        }),
        Err(error) => Err(fault(error)),
    }
}

async fn perform(
    app: &App,
    viewer: &Viewer,
    permission: Permission,
    request: Option<idempotency::Request>,
    (plans, field): (&Plans, &str),
    step: impl for<'w> FnOnce(&'w Work<'_>) -> Step<'w>,
) -> crate::error::Result<i64> {
    let work = Work::begin(app, viewer, permission).await?;
    if let Some(request) = &request
        && let Some(row) = idempotency::earlier(&work, request).await?
    {
        return Ok(row);
    }
    let row = step(&work).await?;
    if plans.is_only() {
        plans.note(field, work.plans().await?);
        // Dropped without being committed: nothing was changed.
        return Ok(row);
    }
    if let Some(request) = request {
        idempotency::remember(&work, request, row).await?;
    }
    plans.note(field, work.commit_planned().await?);
    Ok(row)
}

/// The field with everything it was given but the key: the input in its declared order, and the arguments beside it.
fn digest<I: InputType>(ctx: &Context<'_>, input: &I) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(format!("{} {}", ctx.field().name(), input.to_value()));
    let mut beside = ctx.field().arguments()?;
    beside.retain(|(name, _)| name != "input" && name != "idempotencyKey");
    beside.sort_by(|one, other| one.0.cmp(&other.0));
    for (name, value) in beside {
        hash.update(format!(" {name}: {value}"));
    }
    Ok(hex::encode(hash.finalize()))
}

/// Declares the payload of a mutation: what it made or changed, and the rules its input broke.
#[macro_export]
macro_rules! payload {
    ($(#[$doc:meta])* $name:ident { $field:ident: $type:ty }) => {
        $(#[$doc])*
        #[derive(Debug, async_graphql::SimpleObject)]
        pub struct $name {
            /// What was made or changed; null when the input broke a rule.
            pub $field: Option<$type>,
            /// The rules that the input broke; empty when it was carried out.
            pub problems: Vec<$crate::graphql::error::Problem>,
        }
    };
}

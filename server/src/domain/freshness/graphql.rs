//! Freshness in the graph: how fresh a query wants its answer.

use std::time::Duration;

use async_graphql::{Context, InputObject, Result};

use super::{Report, Wanted, service};
use crate::app::App;
use crate::graphql::error::fault;
use crate::graphql::mutation::viewer;

/// How fresh the data of accounts in proxy mode are wanted, where the vendor can be read (CareCloud, Omnidesk). The answer's
/// `extensions.freshness` says how fresh they are.
#[derive(Clone, Copy, Debug, Default, InputObject)]
pub struct FreshnessInput {
    /// Seconds that a copy may be old; as the connection says unless given.
    #[graphql(validator(minimum = 0))]
    pub max_age_seconds: Option<i32>,
    /// Whether an older copy will do when the vendor cannot be read, without an error beside it.
    pub accept_stale: Option<bool>,
    /// Whether only what is read now will do: without it the field is an error.
    pub demand_fresh: Option<bool>,
    /// Milliseconds to wait for the vendors; 2000 unless given.
    #[graphql(validator(minimum = 1, maximum = 60000))]
    pub budget_milliseconds: Option<i32>,
}

impl From<FreshnessInput> for Wanted {
    fn from(input: FreshnessInput) -> Self {
        let whole = |number: i32| u64::try_from(number).unwrap_or_default();
        Self {
            max_age: input.max_age_seconds.map(|seconds| Duration::from_secs(whole(seconds))),
            accepts_stale: input.accept_stale.unwrap_or_default(),
            demands_fresh: input.demand_fresh.unwrap_or_default(),
            budget: input.budget_milliseconds.map(|millis| Duration::from_millis(whole(millis))),
        }
    }
}

/// Makes the copies of these customers as fresh as wanted before they are shown. Where a vendor fails, what is stored is shown with a
/// typed error beside it, or in place of it if only fresh data will do.
///
/// # Errors
/// The viewer may not read, the store failed, or fresh data were demanded and cannot be had.
pub async fn ensure(ctx: &Context<'_>, customers: &[i64], wanted: Option<FreshnessInput>) -> Result<()> {
    let (app, viewer) = (ctx.data::<App>()?, viewer(ctx)?);
    let wanted: Wanted = wanted.unwrap_or_default().into();
    let report = ctx.data_opt::<Report>().cloned().unwrap_or_default();
    let failures = service::ensure(app, viewer, customers, wanted, &report).await.map_err(fault)?;
    for failure in failures {
        let error = fault(failure);
        if wanted.demands_fresh {
            return Err(error);
        }
        ctx.add_error(ctx.set_error_path(error.into_server_error(ctx.item.pos)));
    }
    Ok(())
}

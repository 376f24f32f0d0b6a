//! `GET /customer`: returns all the customers, of every brand that the key grants.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::dialect::Omnidesk;
use super::fields::{self, said};
use super::heard;
use super::types::{self, List, Part};
use crate::domain::account::Permission;
use crate::domain::source::store::listing::{self, RecordFilter, RecordSort};
use crate::store::keyset::Direction;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

/// "15"
const LIMIT: u64 = 15;
/// What is asked for beyond it is cut, not refused.
const MOST: u64 = 99;

/// The operation.
pub(super) struct ListCustomers;

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Request {
    #[serde(default)]
    query: Option<String>,
    #[serde(default)]
    item_start: Option<u64>,
    #[serde(default)]
    item_limit: Option<u64>,
}

impl Operation for ListCustomers {
    type Dialect = Omnidesk;
    type Request = Request;
    type Reply = List;
    const NAME: &'static str = "getCustomerIndex";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/customer";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        vec![
            fields::query().doc("Part of a name or of the primary id"),
            Field::query("itemStart", Kind::Integer).between(0, i64::from(i32::MAX)).doc("How many to skip"),
            Field::query("itemLimit", Kind::Integer).between(1, i64::from(i32::MAX)).doc("How many to show"),
        ]
    }

    async fn perform(call: &Call<'_, Omnidesk>, request: Request) -> Result<List, Refusal> {
        let session = &call.caller()?.session;
        let db = call.app.store().reader();
        let connections: Vec<i64> = session.grants().iter().map(|grant| grant.connection.id).collect();
        let filter = RecordFilter { text: said(request.query), ..RecordFilter::default() };
        let start = request.item_start.unwrap_or_default();
        let limit = request.item_limit.unwrap_or(LIMIT).min(MOST);
        let total = listing::count_of(db, &connections, &filter).await?;
        let records =
            listing::slice_of(db, &connections, &filter, RecordSort::Id, Direction::Ascending, start, limit).await?;
        Ok(types::list(db, session, Part { start, total, limit }, &records).await?)
    }

    async fn absorb(call: &Call<'_, Omnidesk>, _: Request) -> Result<(), Refusal> {
        heard::absorb(call, Self::NAME, "items", None).await
    }
}
